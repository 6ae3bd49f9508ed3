package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.OutsideId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SharedData;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Deals come in from files with their days, once, and out again without trace (Q40, Q07). */
@ArenaTest
class DealsImportTests {

  private static final String HEADER =
      "opportunity_id,product,account,deal_stage,engage_date,close_date,close_value\n";

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired MockMvcTester mvc;
  @Autowired Clock clock;

  @Test
  void stagesOfOtherSystemsAreGuessed() {
    ImportProbe.Journey file =
        imports.upload(
            "deals",
            HEADER
                + "g1,,A,Won,,,1\ng2,,A,Closed Lost,,,\ng3,,A,Prospecting,,,\n"
                + "g4,,A,Engaging,,,\ng5,,A,Negotiation,,,\ng6,,A,Qué sé yo,,,\n",
            cast.teresa());

    Map<String, String> guesses = file.guesses("stage");

    assertThat(guesses.get("Won")).isEqualTo(stage("Ganada"));
    assertThat(guesses.get("Closed Lost")).isEqualTo(stage("Perdida"));
    assertThat(guesses.get("Prospecting")).isEqualTo(deals.stages().get(0).id().toString());
    assertThat(guesses.get("Engaging")).isEqualTo(deals.stages().get(1).id().toString());
    assertThat(guesses.get("Negotiation"))
        .isEqualTo(
            deals.stages().stream().filter(Stage::isOpen).reduce((a, b) -> b).get().id() + "");
    assertThat(guesses.get("Qué sé yo")).isEmpty();
  }

  @Test
  void plainHeadersOfDatesAndAmountsAreKnown() {
    for (String header : List.of("close", "close_date", "Close Date", "closed_on", "cierre")) {
      assertThat(
              imports
                  .upload("deals", "id,stage," + header + "\n1,Won,2024-01-01\n", cast.teresa())
                  .mapping(header))
          .as(header)
          .isEqualTo("close");
    }
    assertThat(
            imports
                .upload("deals", "id,stage,close_value\n1,Won,9\n", cast.teresa())
                .mapping("close_value"))
        .isEqualTo("amount");
  }

  @Test
  void winsAreCreditedInTheOrderOfTheirDaysWhateverTheOrderOfTheRows() {
    ImportProbe.Journey file =
        file(
            "orden",
            """
            o3,Molino,Orden SL,Won,2024-03-02,2024-05-01,300
            o1,Café,Orden SL,Won,2024-01-01,2024-02-01,100.50
            o2,Tazas,Orden SL,Won,2024-01-15,2024-03-01,200
            o4,Filtro,Orden SL,Lost,2024-01-20,2024-03-05,0
            o5,Agua,,Engaging,2024-01-20,,
            """);

    assertThat(file.rehearse())
        .isEqualTo("created 5 updated 0 unchanged 0 refused 0 besides {company=1}");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(
            list(
                """
                select concat_ws(' ', name, company_name, kind, amount, phase, won_phase, lost_reason,
                  lost_to, no_step_reason, (opened_at at time zone 'Europe/Madrid')::date,
                  (closed_at at time zone 'Europe/Madrid')::date, close_date, attributes)
                from pipeline.opportunity where outside_source = 'orden' order by outside_id
                """))
        .containsExactly(
            "Café Orden SL WON 100.50 BUY BUY 2024-01-01 2024-02-01 2024-02-01 {\"Producto\": \"Café\"}",
            "Tazas Orden SL WON 200.00 BUY REPEAT 2024-01-15 2024-03-01 2024-03-01"
                + " {\"Producto\": \"Tazas\"}",
            "Molino Orden SL WON 300.00 REPEAT REPEAT 2024-03-02 2024-05-01 2024-05-01"
                + " {\"Producto\": \"Molino\"}",
            "Filtro Orden SL LOST 0.00 BUY OTHER UNKNOWN 2024-01-20 2024-03-05 2024-03-05"
                + " {\"Producto\": \"Filtro\"}",
            "Agua · o5 OPEN BUY Importada: falta decidir el próximo paso 2024-01-20"
                + " {\"Producto\": \"Agua\"}");
    assertThat(
            list(
                """
                select concat_ws(' ', o.outside_id, f.name, '>', t.name, c.advance,
                  (c.at at time zone 'Europe/Madrid')::date)
                from pipeline.stage_change c join pipeline.opportunity o on o.id = c.opportunity_id
                left join pipeline.stage f on f.id = c.from_stage join pipeline.stage t on t.id = c.to_stage
                where o.outside_id in ('o1', 'o4') and o.outside_source = 'orden' order by o.outside_id, c.id
                """))
        .hasSize(4)
        .anyMatch(m -> m.endsWith("> Ganada f 2024-02-01"))
        .anyMatch(m -> m.endsWith("> Perdida f 2024-03-05"));

    // An earlier win in a later file makes the first a repetition; undone, it is the first again.
    ImportProbe.Journey earlier =
        file("orden", "o0,Semilla,Orden SL,Won,2023-01-01,2023-02-01,9\n");
    earlier.rehearsed().start();
    assertThat(phases("orden"))
        .containsExactly("BUY/BUY", "REPEAT/REPEAT", "REPEAT/REPEAT", "REPEAT/REPEAT");
    assertThat(earlier.undo()).isEqualTo("deleted {deal=1} restored 0 left 0");
    assertThat(phases("orden")).containsExactly("BUY/BUY", "BUY/REPEAT", "REPEAT/REPEAT");
    assertThat(file.undo()).isEqualTo("deleted {company=1, deal=5} restored 0 left 0");
  }

  /** Of the contact, as of the company, only the identifier may stand in the file of deals. */
  @Test
  void theContactIsNamedByTheirIdentifier() {
    imports
        .upload(
            "people",
            """
            Id,Name,Company
            c-7,Uxía Ferro,Persoa SL
            c-8,Uxía Ferro,Outra SL
            ,Brais Novo,Persoa SL
            """,
            cast.teresa())
        .column("Id", "outsideId")
        .column("Name", "name")
        .column("Company", "company")
        .source("persoas")
        .mode("BOTH")
        .rehearsed()
        .start();

    ImportProbe.Journey deals =
        imports
            .upload(
                "deals",
                """
                Deal ID,Deal Name,Stage,Account,Contact ID,Contact Name
                d1,Café,Propuesta,Persoa SL,c-7,
                d2,Té,Propuesta,Outra SL,c-8,Uxía Ferro
                d3,Agua,Propuesta,Persoa SL,c-9,Brais Novo
                d4,Leche,Propuesta,Persoa SL,c-10,
                d5,Tazas,Propuesta,Persoa SL,c-11,Icía Nova
                """,
                cast.teresa())
            .source("persoas")
            .mode("BOTH");
    assertThat(deals.mapping("Contact ID")).isEqualTo("personId");
    deals.guesses("stage").forEach((text, stage) -> deals.value("stage", text, stage));
    deals.rehearse();

    assertThat(deals.start()).startsWith("created 5 updated 0 unchanged 0 refused 0");
    assertThat(
            list(
                """
                select concat_ws(' ', o.outside_id, p.outside_id, p.name, p.company_name)
                from pipeline.opportunity o left join contacts.person p on p.id = o.person_id
                where o.outside_source = 'persoas' order by o.outside_id
                """))
        .containsExactly(
            "d1 c-7 Uxía Ferro Persoa SL",
            "d2 c-8 Uxía Ferro Outra SL",
            "d3 Brais Novo Persoa SL",
            "d4",
            "d5 c-11 Icía Nova Persoa SL");
    assertThat(deals.notes()).anyMatch(n -> n.startsWith("5 deal.import.note.unknownPerson "));
  }

  @Test
  void aDealGoesOnAndEndsByALaterFile() {
    file("sigue", "s1,Café,Sigue SL,Prospecting,2024-01-01,,500\n").rehearsed().start();
    OpportunityId deal = deal("sigue", "s1");

    ImportProbe.Journey on = file("sigue", "s1,Café,Sigue SL,Engaging,2024-01-01,,500\n");
    assertThat(on.rehearse()).isEqualTo("created 0 updated 1 unchanged 0 refused 0");
    on.start();
    ImportProbe.Journey won = file("sigue", "s1,Café,Sigue SL,Won,2024-01-01,2024-02-01,450\n");
    won.rehearsed().start();
    assertThat(deals.won(deal).orElseThrow().amount()).isEqualByComparingTo("450");
    assertThat(moves(deal)).isEqualTo(3);
    assertThat(amounts(deal)).containsExactly("500.00 > 450.00 Teresa Prado");

    // What ended is not opened again by a file.
    ImportProbe.Journey back = file("sigue", "s1,Café,Sigue SL,Engaging,2024-01-01,,700\n");
    assertThat(back.rehearse()).isEqualTo("created 0 updated 0 unchanged 1 refused 0");
    assertThat(back.notes()).singleElement().asString().contains("deal.import.note.ended [Ganada]");

    assertThat(won.undo()).isEqualTo("deleted {deal=0, dealMove=1} restored 1 left 0");
    assertThat(deals.won(deal)).isEmpty();
    assertThat(deals.details(deal).orElseThrow().amount()).isEqualByComparingTo("500");
    assertThat(moves(deal)).isEqualTo(2);
    assertThat(amounts(deal)).contains("450.00 > 500.00 Teresa Prado").hasSize(2);
  }

  /** What its amount was changed from and to, and by whom. */
  private List<String> amounts(OpportunityId deal) {
    return jdbc.sql(
            """
            select concat_ws(' ', a.amount_before, '>', a.amount_after, u.name)
            from pipeline.amount_change a left join identity.user_account u on u.id = a.by_user
            where a.opportunity_id = ? order by a.at
            """)
        .param(deal.id())
        .query(String.class)
        .list();
  }

  @Test
  void whenAWonDealWasPaidComesWithTheFile() {
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                HEADER.strip()
                    + ",vencimiento,cobrado el\n"
                    + "c1,Café,Cobra SL,Won,2024-01-01,2024-02-01,100,2024-03-01,2024-02-20\n"
                    + "c2,Café,Cobra SL,Won,2024-01-02,2024-02-01,100,,\n"
                    + "c3,Café,Cobra SL,Lost,2024-01-03,2024-02-01,0,2024-03-01,2024-02-20\n",
                cast.teresa())
            .source("cobra");
    file.guesses("stage").forEach((v, stage) -> file.value("stage", v, stage));

    file.rehearsed().start();

    assertThat(
            list(
                """
                select concat_ws(' ', outside_id, payment_due_on, paid_on)
                from pipeline.opportunity where outside_source = 'cobra' order by outside_id
                """))
        .containsExactly("c1 2024-03-01 2024-02-20", "c2", "c3");
    assertThat(file.undo()).isEqualTo("deleted {company=1, deal=3} restored 0 left 0");
  }

  @Test
  void rowsThatCannotBeADealAreRefusedInWords() {
    ImportProbe.Journey file =
        file(
            "mal",
            """
            m1,Café,Mal SL,Won,2024-01-01,2024-02-01,
            m2,Café,Mal SL,Lost,2024-01-01,2999-02-01,
            ,,,Engaging,,,5
            m4,Café,Mal SL,Engaging,,,
            """);

    assertThat(file.rehearse())
        .isEqualTo("created 1 updated 0 unchanged 0 refused 3 besides {company=1}");
    assertThat(file.refusals())
        .containsExactly(
            "2 deal.import.refused.wonAmount []",
            "3 deal.import.refused.future [2999-02-01]",
            "4 deal.import.refused.nameless []");
    assertThat(file.notes()).containsExactly("5 deal.import.note.opened []");
    assertThat(file.start()).isEqualTo(file.counts(false));
    file.undo();
  }

  @Test
  void aFileWithoutIdentifiersAddsNothingWhenItComesAgain() {
    String rows =
        """
        nombre,empresa,contacto,correo,etapa,importe,fecha de apertura
        Café del desayuno,Otra vez SL,Olga Vez,olga@otravez.example,%1$s,120,2024-01-05
        Café del desayuno,Otra vez SL,,,%1$s,130,2024-02-05
        """
            .formatted(deals.stages().get(1).name());
    ImportProbe.Journey first = imports.upload("deals", rows, cast.teresa());
    first.guesses("stage").forEach((v, stage) -> first.value("stage", v, stage));
    assertThat(first.rehearse())
        .isEqualTo("created 2 updated 0 unchanged 0 refused 0 besides {company=1, person=1}");
    first.start();
    assertThat(
            list(
                """
                select p.email || ' ' || p.company_name || ' ' || o.person_name
                from pipeline.opportunity o join contacts.person p on p.id = o.person_id
                where p.email = 'olga@otravez.example'
                """))
        .containsExactly("olga@otravez.example Otra vez SL Olga Vez");

    ImportProbe.Journey again = imports.upload("deals", rows, cast.teresa());
    again.guesses("stage").forEach((v, stage) -> again.value("stage", v, stage));
    assertThat(again.rehearse()).isEqualTo("created 0 updated 0 unchanged 2 refused 0");
    assertThat(first.undo()).isEqualTo("deleted {company=1, deal=2, person=1} restored 0 left 0");
  }

  @Test
  void whoHasADealIsLeftByAnUndo() {
    ImportProbe.Journey people =
        imports.upload(
            "people",
            "Nombre,Correo,Empresa\nPía Trato,pia@trato.example,Trato SL\n",
            cast.lucia());
    people.rehearsed().start();
    file("trato", "t1,Café,Trato SL,Engaging,2024-01-01,,1\n").rehearsed().start();
    OpportunityId deal = deal("trato", "t1");
    deals.engage(
        deal,
        book.find(new EmailAddress("pia@trato.example"), null).get().id(),
        BuyingRole.DECIDES);

    assertThat(people.undo()).isEqualTo("deleted {company=0, person=0} restored 0 left 2");
  }

  @Test
  void whatColleaguesWroteOfADealIsLeftByAnUndo() {
    ImportProbe.Journey file =
        file(
            "escrito",
            """
            w1,Café,Comentada SL,Engaging,2024-01-01,,1
            w2,Café,Pendiente SL,Engaging,2024-01-01,,1
            w3,Café,Nadie Escribe SL,Engaging,2024-01-01,,1
            """);
    file.rehearsed().start();
    write(
        """
        insert into pipeline.comment (id, opportunity_id, text, at, created_by)
        values (gen_random_uuid(), :deal, 'Ojo', now(), :by)
        """,
        deal("escrito", "w1"));
    write(
        """
        insert into pipeline.task
          (id, opportunity_id, what, due_on, owner_id, created_at, created_by, version)
        values (gen_random_uuid(), :deal, 'Llamar', now(), :by, now(), :by, 0)
        """,
        deal("escrito", "w2"));

    assertThat(file.undo()).isEqualTo("deleted {company=1, deal=1} restored 0 left 4");
    assertThat(list("select text from pipeline.comment where text = 'Ojo'")).hasSize(1);
  }

  private void write(String sql, OpportunityId deal) {
    jdbc.sql(sql).param("deal", deal.id()).param("by", cast.teresa().id().id()).update();
  }

  @Test
  void aSellerImportsForWhomTheySeeAndNobodyElse() {
    Visibility before = cast.see(Visibility.OWN);
    try {
      CurrentUser marcos = cast.reread(cast.marcos().id());
      CurrentUser ines = cast.reread(cast.ines().id());
      String row = "v1,Café,Ver SL,Engaging,2024-01-01,,1\n";
      file("ver", row, marcos).rehearsed().start();
      assertThat(deals.details(deal("ver", "v1")).orElseThrow().owner()).isEqualTo(marcos.id());

      ImportProbe.Journey other = file("ver", row.replace(",1\n", ",999\n"), ines);
      assertThat(other.rehearse()).isEqualTo("created 0 updated 0 unchanged 0 refused 1");
      assertThat(other.refusals()).containsExactly("2 deal.import.refused.hidden []");
    } finally {
      cast.see(before);
    }
  }

  @Test
  void dealsFollowTheNamesThatAnImportChanges() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    ImportProbe.Journey companies = companies("Antes de Seguir SL");
    companies.rehearsed().start();
    UUID id =
        UUID.fromString(
            list("select id from contacts.company where outside_source = 'seguir'").get(0));
    OpportunityId deal = desk.deal(cast.marcos(), "Seguir", new CompanyId(id), Plan.none("espera"));

    companies("Después de Seguir SL").rehearsed().start();

    Awaitility.await()
        .until(
            () ->
                desk.values(
                    "select company_name from pipeline.opportunity where id = :id", deal.id()),
            List.of("Después de Seguir SL")::equals);
  }

  @Test
  void whoMayImportFindsTheWayOnTheLists() {
    assertThat(offers(cast.lucia(), "/leads", "leads")).isTrue();
    assertThat(offers(cast.teresa(), "/leads", "leads")).isFalse();
    assertThat(offers(cast.marcos(), "/pipeline/board", "deals")).isTrue();
    assertThat(offers(cast.marcos(), "/pipeline/board?view=list", "deals")).isTrue();
    assertThat(offers(cast.lucia(), "/pipeline/board", "deals")).isFalse();

    String choice = "input[name=what][value=%s]";
    Page marketing = page(cast.lucia(), "/integration/imports/new?what=leads");
    assertThat(marketing.has(choice.formatted("leads") + "[checked]")).isTrue();
    assertThat(marketing.has(choice.formatted("deals"))).isFalse();
    Page manager = page(cast.teresa(), "/integration/imports/new?what=deals");
    assertThat(manager.has(choice.formatted("deals") + "[checked]")).isTrue();
    assertThat(manager.has(choice.formatted("leads"))).isFalse();
  }

  private boolean offers(CurrentUser viewer, String path, String what) {
    return page(viewer, path).has(".actions a[href='/integration/imports/new?what=" + what + "']");
  }

  private Page page(CurrentUser viewer, String path) {
    return Page.of(mvc.get().uri(path).with(cast.as(viewer)).exchange());
  }

  private ImportProbe.Journey companies(String name) {
    return imports
        .upload("companies", "Account Id,Account Name,City\n77," + name + ",Lugo\n", cast.lucia())
        .source("seguir");
  }

  @Test
  void theDatabaseDoesNotTakeForEmptyWhatAnImportFills() {
    ImportProbe.Journey file = file("vacía", "v1,Café,Vacía SL,Engaging,2024-01-01,,500\n");
    file.rehearse();
    // As it finds the table between a try, which is rolled back, and the import.
    jdbc.sql(
            """
            select pg_restore_relation_stats('schemaname', 'pipeline', 'relname', 'opportunity',
              'relpages', 50, 'reltuples', 0::real)
            """)
        .query(Boolean.class)
        .single();

    file.start();

    assertThat(
            jdbc.sql(
                    """
                    select reltuples from pg_class
                    where oid = cast('pipeline.opportunity' as regclass)
                    """)
                .query(Double.class)
                .single())
        .isPositive();
  }

  @Test
  void theDealsOfAHardwareSeller() {
    String before = dump();
    ImportProbe.Journey file = crm();

    assertThat(file.mapping("sales_agent")).isEqualTo("owner");
    assertThat(file.rehearse())
        .startsWith("created 8800 updated 0 unchanged 0 refused 0 besides {company=85}");
    assertThat(dump()).as("a rehearsal writes nothing").isEqualTo(before);
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(
            list(
                """
                select concat_ws(' ', s.name, count(*), coalesce(sum(o.amount), 0))
                from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
                where o.outside_source = 'crm-test' group by s.name, s.kind, s.position
                order by s.kind desc, s.position desc
                """))
        .hasSize(4)
        .contains("Ganada 4238 10005534.00", "Perdida 2473 0.00")
        .anyMatch(line -> line.contains(" 1589 "))
        .anyMatch(line -> line.contains(" 500 "));
    assertThat(
            list(
                """
                select count(*) filter (where company_id is null) || ' ' || count(distinct company_id)
                  || ' ' || count(*) filter (where won_phase = 'BUY' and company_id is not null)
                from pipeline.opportunity where outside_source = 'crm-test'
                """))
        .containsExactly("1425 85 85");
    assertThat(
            list(
                """
                select count(*) || ' ' || sum(amount) from pipeline.opportunity
                where outside_source = 'crm-test' and kind = 'WON'
                  and closed_at >= timestamptz '2017-03-01 00:00 Europe/Madrid'
                  and closed_at < timestamptz '2017-04-01 00:00 Europe/Madrid'
                """))
        .as("wins of March 2017, counted in the file")
        .containsExactly("531 1134672.00");

    String once = dump();
    ImportProbe.Journey again = crm();
    assertThat(again.rehearse()).isEqualTo("created 0 updated 0 unchanged 8800 refused 0");
    assertThat(again.start()).isEqualTo(again.counts(false));
    assertThat(dump()).as("importing again changes nothing").isEqualTo(once);

    assertThat(file.undo()).isEqualTo("deleted {company=85, deal=8800} restored 0 left 0");
    assertThat(dump()).as("undo restores every table").isEqualTo(before);
  }

  private ImportProbe.Journey crm() {
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                "sales_pipeline.csv",
                SharedData.bytes("crm_sales_opportunities/sales_pipeline.csv"),
                cast.teresa())
            .source("crm-test");
    file.guesses("stage").forEach((value, stage) -> file.value("stage", value, stage));
    // Nobody here is called like one of their sellers.
    file.guesses("owner").forEach((agent, nobody) -> file.value("owner", agent, ""));
    return file;
  }

  private ImportProbe.Journey file(String source, String rows) {
    return file(source, rows, cast.teresa());
  }

  private ImportProbe.Journey file(String source, String rows, CurrentUser user) {
    ImportProbe.Journey file = imports.upload("deals", HEADER + rows, user).source(source);
    file.guesses("stage").forEach((value, stage) -> file.value("stage", value, stage));
    return file;
  }

  private String stage(String name) {
    return deals.stages().stream().filter(s -> s.name().equals(name)).findFirst().get().id() + "";
  }

  private OpportunityId deal(String source, String id) {
    return deals.find(new OutsideId(source, id)).orElseThrow();
  }

  private int moves(OpportunityId deal) {
    return jdbc.sql("select count(*) from pipeline.stage_change where opportunity_id = :id")
        .param("id", deal.id())
        .query(Integer.class)
        .single();
  }

  private List<String> phases(String source) {
    return jdbc.sql(
            """
            select phase || '/' || won_phase from pipeline.opportunity
            where outside_source = :source and kind = 'WON' order by closed_at
            """)
        .param("source", source)
        .query(String.class)
        .list();
  }

  private String dump() {
    StringBuilder dump = new StringBuilder();
    for (String table :
        List.of(
            "pipeline.opportunity",
            "pipeline.stage_change",
            "contacts.person",
            "contacts.company")) {
      dump.append(table)
          .append(
              list(
                  """
                  select count(*) || ' ' || coalesce(md5(string_agg(t.line, ' ' order by t.line)), '')
                  from (select (to_jsonb(r) - 'version')::text as line from %s r) t
                  """
                      .formatted(table)));
    }
    return dump.toString();
  }

  private List<String> list(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }
}
