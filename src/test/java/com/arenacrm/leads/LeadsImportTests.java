package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SharedData;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Leads come in from files, once, and out again without trace (Q40, Q07). */
@ArenaTest
class LeadsImportTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired ContactBook book;
  @Autowired Planner planner;
  @Autowired MockMvcTester mvc;
  @Autowired Clock clock;

  @Test
  void aRowBecomesAPersonWithACompanyAndALead() {
    PlannedActivity fair =
        PlannedActivity.of(jdbc, cast.lucia().id(), "KNOW", LocalDate.of(2026, 11, 10));
    ImportProbe.Journey leads =
        imports
            .upload(
                "leads",
                """
                Lead Id,Name,Email,Company,Website,Created Time,Converted,What they need,Need
                L1,Rosa Feria,rosa@feria.example,Feria Uno,feria.example,2026-11-12 10:00,0,x,40 kg
                L2,Luis Feria,luis@feria.example,Feria Uno,,2026-11-12 10:00,1,x,
                """,
                cast.lucia())
            .source("feria")
            .option("activity", fair.id().toString())
            .value("outcome", "0", "OPEN")
            .value("outcome", "1", "BOUGHT");

    assertThat(leads.mapping("Converted")).isEqualTo("outcome");
    assertThat(leads.rehearse())
        .isEqualTo("created 2 updated 0 unchanged 0 refused 0 besides {company=1, person=2}");
    assertThat(leads.start()).isEqualTo(leads.counts(false));
    assertThat(
            one(
                """
                select concat_ws(' ', l.person_name, l.company_name, l.origin, l.stage, l.phase,
                  l.need, l.source_occurrence_id = '%s', l.profile_id = '%s',
                  l.created_at at time zone 'Europe/Madrid', c.domain, p.attributes)
                from leads.lead l join contacts.person p on p.id = l.person_id
                join contacts.company c on c.id = l.company_id
                where l.outside_source = 'feria' and l.outside_id = 'L1'
                """
                    .formatted(fair.occurrence(), fair.profile())))
        .isEqualTo(
            "Rosa Feria Feria Uno IMPORT OPEN KNOW 40 kg t t 2026-11-12 10:00:00 feria.example"
                + " {\"What they need\": \"x\"}");
    assertThat(one("select stage || ' ' || outcome from leads.lead where outside_id = 'L2'"))
        .isEqualTo("ENDED BOUGHT");
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> one("select count(*) from leads.lead where fit_due and outside_source = 'feria'"),
            "0"::equals);

    assertThat(leads.undo())
        .isEqualTo("deleted {attribute=1, company=1, lead=2, person=2} restored 0 left 0");
  }

  @Test
  void thatAnotherSystemConvertedALeadDoesNotSayThatItBought() {
    ImportProbe.Journey leads =
        imports
            .upload(
                "leads",
                """
                Lead Id,Name,Lead Owner,Converted
                X1,Uno Convertido,Lucía,Yes
                X2,Dos Convertido,Pete Zachariah,No
                X3,Tres Convertido,Pete Zachariah,Converted
                X4,Cuatro Convertido,Pete Zachariah,Won
                X5,Cinco Convertido,Pete Zachariah,1
                """,
                cast.lucia())
            .source("convertidos");

    assertThat(leads.mapping("Converted")).isEqualTo("outcome");
    assertThat(leads.guesses("outcome"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("Yes", "", "Converted", "", "1", "", "No", "OPEN", "Won", "BOUGHT"));
  }

  @Test
  void aColumnThatRepeatsAgainAndAgainNamesNobody() {
    String calls =
        "contact,day,duration\n" + "cellular,19,79\n".repeat(15) + "unknown,3,10\n".repeat(15);

    assertThat(imports.upload("leads", calls, cast.lucia()).hasColumn("name")).isFalse();
    assertThat(
            imports.upload("leads", "contact,day\ncellular,19\n", cast.lucia()).mapping("contact"))
        .isEqualTo("name");
  }

  @Test
  void theNameOfAnOwnerWhomNobodyKnowsIsKept() {
    imports
        .upload(
            "leads",
            "Lead Id,Name,Lead Owner,Status\nP1,Ana Ajena,Pete Zachariah,Warm\n",
            cast.lucia())
        .source("dueños ajenos")
        .value("owner", "Pete Zachariah", "")
        .value("outcome", "Warm", "")
        .rehearsed()
        .start();

    assertThat(
            one(
                """
                select p.attributes::text from contacts.person p join leads.lead l
                on l.person_id = p.id where l.outside_source = 'dueños ajenos'
                """))
        .isEqualTo("{\"Status\": \"Warm\", \"Lead Owner\": \"Pete Zachariah\"}");
  }

  @Test
  void aRowNamesTheActivityThatBroughtIt() {
    PlannedActivity tasting =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 3, 10));
    jdbc.sql("update planner.activity set title = 'Cata nombrada' where id = ?")
        .param(tasting.id().id())
        .update();
    String file =
        """
        Name,Email,Campaign Name,Campaign Date,Created Time
        Eva Nombrada,eva@nombrada.example,cata NOMBRADA,2026-03-10,2026-03-11 10:00
        Ion Nombrada,ion@nombrada.example,Cata nombrada,,2026-03-12 10:00
        Luz Nombrada,luz@nombrada.example,Cata nombrada,2026-03-11,2026-03-12 10:00
        """;
    ImportProbe.Journey leads = imports.upload("leads", file, cast.lucia()).option("activity", "");

    assertThat(leads.mapping("Campaign Name")).isEqualTo("activityName");
    assertThat(leads.rehearse())
        .isEqualTo("created 3 updated 0 unchanged 0 refused 0 besides {person=3}");
    assertThat(leads.start()).isEqualTo(leads.counts(false));
    assertThat(leads.notes())
        .containsExactly("4 lead.import.note.noActivityOn [Cata nombrada, 2026-03-11]");
    assertThat(
            jdbc.sql(
                    """
                    select concat_ws(' ', l.person_name, l.phase, l.source_occurrence_id = ?,
                      t.kind, l.first_touch_activity_id = l.source_activity_id)
                    from leads.lead l left join planner.touch t on t.person_id = l.person_id
                    where l.person_name like '% Nombrada' order by 1
                    """)
                .param(tasting.occurrence().id())
                .query(String.class)
                .list())
        .containsExactly(
            "Eva Nombrada TRY t REPLIED t", "Ion Nombrada TRY t REPLIED t", "Luz Nombrada");
    assertThat(imports.upload("leads", file, cast.lucia()).rehearse())
        .isEqualTo("created 0 updated 0 unchanged 3 refused 0");
    assertThat(leads.undo()).isEqualTo("deleted {lead=3, person=3, touch=2} restored 0 left 0");
  }

  @Test
  void aPersonHasOneOpenLeadWhateverTheFile() {
    String file =
        """
        Lead Id,Name,Email
        A1,Ana Doble,ana@doble.example
        A2,Ana Doble,ana@doble.example
        """;
    ImportProbe.Journey leads = imports.upload("leads", file, cast.lucia()).source("doble");

    assertThat(leads.rehearse())
        .isEqualTo("created 1 updated 0 unchanged 1 refused 0 besides {person=1}");
    assertThat(leads.start()).isEqualTo(leads.counts(false));
    assertThat(leads.notes()).singleElement().asString().contains("lead.import.note.alreadyOpen");

    // The same people in a file without identifiers, one of them now a customer.
    ImportProbe.Journey later =
        imports
            .upload(
                "leads",
                """
                Name,Email,Converted
                Ana Doble,ana@doble.example,yes
                """,
                cast.lucia())
            .value("outcome", "yes", "BOUGHT");
    assertThat(later.rehearse()).isEqualTo("created 0 updated 1 unchanged 0 refused 0");
    assertThat(later.start()).isEqualTo(later.counts(false));
    assertThat(outcomesOf("ana@doble.example")).containsExactly("ENDED BOUGHT");
    ImportProbe.Journey again =
        imports
            .upload(
                "leads",
                """
                Name,Email,Converted
                Ana Doble,ana@doble.example,yes
                """,
                cast.lucia())
            .value("outcome", "yes", "BOUGHT");
    assertThat(again.rehearse()).isEqualTo("created 0 updated 0 unchanged 1 refused 0");

    assertThat(later.undo()).isEqualTo("deleted {lead=0} restored 1 left 0");
    assertThat(outcomesOf("ana@doble.example")).containsExactly("OPEN");
  }

  @Test
  void whoHasNoNameIsCalledByTheIdentifierAndFoundByIt() {
    String file =
        """
        Lead Number,City,Do Not Email
        900001,Mumbai,Yes
        900002,Mumbai,No
        """;
    ImportProbe.Journey leads = imports.upload("leads", file, cast.lucia()).source("cursos");
    assertThat(leads.rehearse())
        .isEqualTo("created 2 updated 0 unchanged 0 refused 0 besides {person=2}");
    leads.start();
    assertThat(
            jdbc.sql(
                    """
                    select p.name || ' ' || p.consent from contacts.person p
                    join leads.lead l on l.person_id = p.id
                    where l.outside_source = 'cursos' order by 1
                    """)
                .query(String.class)
                .list())
        .containsExactly("900001 WITHDRAWN", "900002 UNKNOWN");

    ImportProbe.Journey again = imports.upload("leads", file, cast.lucia()).source("cursos");
    assertThat(again.rehearse()).isEqualTo("created 0 updated 0 unchanged 2 refused 0");
  }

  @Test
  void aLeadIsKnownByItsIdentifierEvenWhenItsAddressChanged() {
    imported("cambia", "C1,Eva Cambio,eva@antes.example\n").start();

    ImportProbe.Journey changed = imported("cambia", "C1,Eva Cambio,eva@ahora.example\n");
    assertThat(changed.counts(false)).isEqualTo("created 0 updated 1 unchanged 0 refused 0");
    changed.start();

    assertThat(outcomesOf("eva@ahora.example")).containsExactly("OPEN");
    assertThat(outcomesOf("eva@antes.example")).isEmpty();
  }

  @Test
  void anOpenLeadFollowsItsPersonToAnotherCompany() {
    imports
        .upload(
            "leads",
            "Lead Id,Name,Email,Company\nM1,Mar Mueve,mar@mueve.example,Una SL\n",
            cast.lucia())
        .source("mueve")
        .rehearsed()
        .start();
    imports
        .upload("people", "Name,Email,Company\nMar Mueve,mar@mueve.example,Otra SL\n", cast.lucia())
        .rehearsed()
        .start();

    Awaitility.await()
        .until(
            () -> one("select company_name from leads.lead where outside_source = 'mueve'"),
            "Otra SL"::equals);
  }

  @Test
  void onlyUpdatingAddsNobody() {
    ImportProbe.Journey update =
        imports
            .upload(
                "leads", "Lead Id,Name,Email,City\nU1,Uno Nuevo,uno@nuevo.example,\n", cast.lucia())
            .source("nuevo")
            .mode("UPDATE");
    assertThat(update.rehearse()).isEqualTo("created 0 updated 0 unchanged 0 refused 1");
    assertThat(update.start()).isEqualTo(update.counts(false));
    assertThat(one("select count(*) from contacts.person where email = 'uno@nuevo.example'"))
        .isEqualTo("0");
  }

  @Test
  void whatIsUsedIsLeftByAnUndo() {
    ImportProbe.Journey leads =
        imported(
            "usado",
            "1,Uno Usado,uno@usado.example\n2,Dos Usado,dos@usado.example\n"
                + "3,Tres Usado,tres@usado.example\n4,Cuatro Usado,cuatro@usado.example\n");
    leads.start();
    PlannedActivity cata =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
    planner.touch(
        cata.occurrence(),
        book.find(new EmailAddress("uno@usado.example"), null).orElseThrow().id(),
        TouchKind.ATTENDED,
        Instant.parse("2026-11-18T10:00:00Z"),
        cast.lucia().id());
    UUID second =
        UUID.fromString(
            one("select id from leads.lead where outside_source = 'usado' and outside_id = '2'"));
    jdbc.sql("insert into leads.qualification values (?, ?, now(), ?, '{}')")
        .params(UUID.randomUUID(), second, cast.lucia().id().id())
        .update();
    jdbc.sql(
            "update leads.lead set need = 'Ahora sí' where outside_source = 'usado' and outside_id = '3'")
        .update();

    assertThat(leads.undo())
        .as("who has met an activity, who was qualified with their lead, who was worked on")
        .isEqualTo("deleted {lead=2, person=1} restored 0 left 5");
  }

  /** A second file may know since when they are here; what was counted since then stays true. */
  @Test
  void aLaterFileMendsTheDayOfArrivalUnlessSomethingHappenedInBetween() {
    imported(
            "antes",
            "1,Uno Antes,uno@antes.example\n2,Dos Antes,dos@antes.example\n"
                + "3,Tres Antes,tres@antes.example\n4,Cuatro Antes,cuatro@antes.example\n"
                + "5,Cinco Antes,cinco@antes.example\n")
        .start();
    UUID second =
        UUID.fromString(
            one("select id from leads.lead where outside_source = 'antes' and outside_id = '2'"));
    jdbc.sql("insert into leads.qualification values (?, ?, now(), ?, '{}')")
        .params(UUID.randomUUID(), second, cast.lucia().id().id())
        .update();
    jdbc.sql(
            """
            update leads.lead set first_touch_at = created_at - interval '9 days'
            where outside_source = 'antes' and outside_id = '3'
            """)
        .update();
    LocalDate today = cast.lucia().today(clock);
    ImportProbe.Journey since =
        imports
            .upload(
                "leads",
                """
                Lead Id,Created Time
                1,2026-03-01 10:00
                2,2026-03-01 10:00
                3,2026-03-01 10:00
                4,%s
                5,%s
                """
                    .formatted(today, today.plusDays(1)),
                cast.lucia())
            .source("antes")
            .mode("UPDATE");

    assertThat(since.rehearse()).isEqualTo("created 0 updated 1 unchanged 4 refused 0");
    assertThat(
            Page.of(
                    mvc.get()
                        .uri("/integration/imports/" + since.id())
                        .with(cast.as(cast.lucia()))
                        .exchange())
                .text("ul.findings"))
        .contains("3 prospectos conservan su día de llegada")
        .contains("Cinco Antes, Dos Antes, Tres Antes");
    assertThat(since.start()).isEqualTo("created 0 updated 1 unchanged 4 refused 0");
    assertThat(arrivals("antes"))
        .containsExactly("2026-03-01", today + "", today + "", today + "", today + "");

    assertThat(
            one(
                "select string_agg(distinct person_name, ' ') from leads.lead l where l.outside_source = 'antes' and l.outside_id = '1'"))
        .as("their identifier is nobody's name")
        .isEqualTo("Uno Antes");

    assertThat(since.undo()).endsWith("restored 1 left 0");
    assertThat(arrivals("antes")).containsOnly(today + "");
  }

  private List<String> arrivals(String source) {
    return jdbc.sql(
            """
            select cast(created_at at time zone 'Europe/Madrid' as date)::text from leads.lead
            where outside_source = ? order by outside_id
            """)
        .param(source)
        .query(String.class)
        .list();
  }

  @Test
  void aSellerDoesNotChangeTheLeadsOfOthers() {
    Visibility before = cast.see(Visibility.OWN);
    try {
      CurrentUser marcos = cast.marcos();
      String file = "Lead Id,Name,Email\n7,Siete Ajeno,siete@ajeno.example\n";
      imports.upload("leads", file, marcos).source("ajeno").rehearsed().start();
      assertThat(
              one(
                  """
                  select (sales_owner_id = '%s') || ' ' || (owner_id is null) from leads.lead
                  where outside_source = 'ajeno'
                  """
                      .formatted(marcos.id())))
          .isEqualTo("true true");

      ImportProbe.Journey ines =
          imports.upload("leads", file.replace("Siete Ajeno", "Otro"), cast.ines()).source("ajeno");
      assertThat(ines.rehearse()).isEqualTo("created 0 updated 0 unchanged 0 refused 1");
      ines.start();
      assertThat(one("select name from contacts.person where email = 'siete@ajeno.example'"))
          .isEqualTo("Siete Ajeno");
    } finally {
      cast.see(before);
    }
  }

  @Test
  void theLeadsOfADemoCrm() {
    String before = dump();
    ImportProbe.Journey leads = zoho();

    assertThat(leads.rehearse())
        .startsWith("created 3900 updated 0 unchanged 0 refused 0 besides {company=");
    assertThat(dump()).as("a rehearsal writes nothing").isEqualTo(before);
    assertThat(leads.start()).isEqualTo(leads.counts(false));
    assertThat(
            one(
                """
                select count(*) || ' ' || count(distinct person_id) || ' '
                  || count(*) filter (where outcome = 'BOUGHT') || ' ' || count(*) filter (where stage = 'OPEN')
                from leads.lead where outside_source = 'zoho-leads'
                """))
        .isEqualTo("3900 3900 3632 268");
    assertThat(
            one(
                """
                select concat_ws(' ', l.person_name, l.company_name, p.phone, p.email, l.stage,
                  l.created_at at time zone 'Europe/Madrid')
                from leads.lead l join contacts.person p on p.id = l.person_id
                where l.outside_source = 'zoho-leads' and l.outside_id = '4563'
                """))
        .isEqualTo(
            "Denson Maurice The Pants Man +16604850224 garyldenson@cuvox.de ENDED 2021-04-15"
                + " 00:03:00");

    String once = dump();
    ImportProbe.Journey again = zoho();
    assertThat(again.rehearse()).isEqualTo("created 0 updated 0 unchanged 3900 refused 0");
    assertThat(again.start()).isEqualTo(again.counts(false));
    assertThat(dump()).as("importing again changes nothing").isEqualTo(once);

    assertThat(leads.undo()).contains("lead=3900").endsWith("restored 0 left 0");
    assertThat(dump()).as("undo restores every table").isEqualTo(before);
  }

  private ImportProbe.Journey zoho() {
    return imports
        .upload("leads", "Leads.csv", SharedData.bytes("zoho_export/Leads.csv"), cast.lucia())
        .source("zoho-leads")
        .value("outcome", "Yes", "BOUGHT")
        .value("outcome", "No", "OPEN")
        .column("Lead Owner", "");
  }

  private ImportProbe.Journey imported(String source, String rows) {
    return imports
        .upload("leads", "Lead Id,Name,Email\n" + rows, cast.lucia())
        .source(source)
        .rehearsed();
  }

  private List<String> outcomesOf(String email) {
    return jdbc.sql(
            """
            select concat_ws(' ', l.stage, l.outcome) from leads.lead l
            join contacts.person p on p.id = l.person_id where p.email = :email
            """)
        .param("email", email)
        .query(String.class)
        .list();
  }

  /** Leads, people and companies, each row as text, without what changes by itself. */
  private String dump() {
    StringBuilder dump = new StringBuilder();
    for (String table : Arrays.asList("leads.lead", "contacts.person", "contacts.company")) {
      dump.append(table)
          .append(
              one(
                  """
                  select count(*) || ' ' || coalesce(md5(string_agg(t.line, ' ' order by t.line)), '')
                  from (select (to_jsonb(r) - cast('{version,fit_due,fit_score,fit_grade,likelihood,likelihood_due,engagement,engagement_due}' as text[]))::text as line
                        from %s r) t
                  """
                      .formatted(table)))
          .append('\n');
    }
    return dump.toString();
  }

  private String one(String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }
}
