package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SharedData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.FormElement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Files that refer to one another come in together, in their order, and out again together. */
@ArenaTest
class ImportSetTests {

  private static final String DEALS =
      """
      Opportunity Id,Opportunity Name,Account Name,Contact Name,Contact Email,Deal Stage,Amount,Created Date,Close Date
      d1,Café junto,Juntos Uno SL,Ana Junta,ana@juntos.example,Won,100,2024-01-01,2024-02-01
      d2,Té junto,Juntos Dos SL,,,Lost,,2024-01-01,2024-02-02
      """;

  private static final String CONTACTS =
      """
      Contact Id,First Name,Last Name,Email,Account Id
      11,Ana,Junta,ana@juntos.example,1
      12,Eva,Junta,eva@juntos.example,2
      13,Sin,Arroba,nada,2
      """;

  private static final String ACCOUNTS =
      """
      Account Id,Account Name,Industry
      1,Juntos Uno SL,Cafés
      2,Juntos Dos SL,Tés
      """;

  /** Of nothing that Arena keeps. */
  private static final String WEATHER = "Station,Rain,Wind\nRetiro,3,12\n";

  private @Nullable CurrentUser who;

  @Autowired ImportSets sets;
  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;

  @Test
  void eachFindsWhatThoseBeforeItBring() {
    UUID id = TimeOrderedUuid.next();
    String path = "/integration/imports/sets/" + id;
    for (int twice = 0; twice < 2; twice++) {
      assertThat(
              mvc.post()
                  .uri("/integration/imports/sets")
                  .multipart()
                  .file(file("deals.csv", DEALS))
                  .file(file("weather.csv", WEATHER))
                  .file(file("contacts.csv", CONTACTS))
                  .file(file("accounts.csv", ACCOUNTS))
                  .param("id", id.toString())
                  .param("source", "juntos")
                  .with(cast.as(cast.teresa()))
                  .with(csrf()))
          .hasRedirectedUrl(path);
    }
    Page page = page(path);
    assertThat(page.texts("td.filename"))
        .containsExactly("accounts.csv", "contacts.csv", "deals.csv");
    assertThat(page.text(".findings")).contains("weather.csv");

    answerAll(id);
    post(path + "/rehearsal");
    settle(id, "CHECKED");
    assertThat(counts(id, PassKind.CHECK))
        .containsExactly(
            "accounts.csv 2 0 0 0 {}", "contacts.csv 2 0 0 1 {}", "deals.csv 2 0 0 0 {}");
    assertThat(companies()).isEmpty();

    post(path + "/run");
    post(path + "/run");
    settle(id, "DONE");
    assertThat(counts(id, PassKind.RUN)).isEqualTo(counts(id, PassKind.CHECK));
    assertThat(companies()).containsExactly("Juntos Dos SL Tés", "Juntos Uno SL Cafés");
    assertThat(
            jdbc.sql(
                    """
                    select p.name || ' ' || p.company_name || ' ' || c.outside_id
                    from contacts.person p join contacts.company c on c.id = p.company_id
                    where p.outside_source = 'juntos' order by p.name
                    """)
                .query(String.class)
                .list())
        .containsExactly("Ana Junta Juntos Uno SL 1", "Eva Junta Juntos Dos SL 2");
    assertThat(
            jdbc.sql(
                    """
                    select o.name from pipeline.opportunity o join contacts.person p on p.id = o.person_id
                    join contacts.company c on c.id = o.company_id
                    where o.outside_source = 'juntos' and p.outside_id = '11' and c.outside_id = '1'
                    """)
                .query(String.class)
                .list())
        .containsExactly("Café junto");

    post(path + "/undo");
    settle(id, "UNDONE");
    assertThat(companies()).isEmpty();
    assertThat(
            jdbc.sql(
                    """
                    select (select count(*) from contacts.person where email like '%@juntos.example')
                      + (select count(*) from pipeline.opportunity where outside_source = 'juntos')
                    """)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void ofTwoFilesOfTheSameLeadsTheOneThatSaysSinceWhenIsReadFirstAndHowTheyEndedIsAsked() {
    who = cast.lucia();
    UUID id = TimeOrderedUuid.next();
    String path = "/integration/imports/sets/" + id;
    assertThat(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(
                    file(
                        "a-deals.csv",
                        "mql_id,sdr_id,won_date,lead_type,lead_behaviour_profile\n"
                            + "m2,s1,2018-02-26 19:58:54,online,cat\n"))
                .file(
                    file(
                        "b-mql.csv",
                        "mql_id,first_contact_date,landing_page_id,origin\n"
                            + "m1,2018-01-03,l1,social\nm2,2018-01-04,l1,social\n"))
                .param("id", id.toString())
                .param("source", "mercado")
                .with(cast.as(who()))
                .with(csrf()))
        .hasRedirectedUrl(path);

    Page page = page(path);
    assertThat(page.texts("td.filename")).containsExactly("b-mql.csv", "a-deals.csv");
    assertThat(page.text("main")).contains("faltan respuestas");

    String deals = page.document().select("td.filename a").last().attr("href");
    assertThat(deals).endsWith("/values#missing");
    String columns = deals.replace("/values#missing", "/columns");
    assertThat(mvc.get().uri(columns.replace("/columns", "/values")).with(cast.as(who())))
        .as("where the answer is missing")
        .hasRedirectedUrl(columns + "#option-endedAs");
    assertThat(page(columns).document().select("#option-endedAs")).hasSize(1);
    assertThat(page(columns).text(".has-error")).contains("en qué acabaron");
    assertThat(choose(columns, "")).hasStatus(422);
    assertThat(page(path).text("main")).contains("faltan respuestas");
    assertThat(choose(columns, "BOUGHT")).hasRedirectedUrl(path);

    post(path + "/rehearsal");
    settle(id, "CHECKED");
    post(path + "/run");
    settle(id, "DONE");
    assertThat(
            jdbc.sql(
                    """
                    select outside_id || ' ' || cast(created_at at time zone 'Europe/Madrid' as date)
                      || ' ' || coalesce(outcome || ' ' || cast(ended_at as date), 'open')
                    from leads.lead where outside_source = 'mercado' order by outside_id
                    """)
                .query(String.class)
                .list())
        .containsExactly("m1 2018-01-03 open", "m2 2018-01-04 BOUGHT 2018-02-26");
  }

  /** Sends the page of columns as it is, with how those ended who have an end. */
  private MvcTestResult choose(String columns, String endedAs) {
    var request = mvc.post().uri(columns).with(cast.as(who())).with(csrf());
    for (FormElement form : page(columns).document().select("main form").forms()) {
      form.formData().stream()
          .filter(field -> !field.key().equals("option-endedAs") && !field.key().equals("_csrf"))
          .forEach(field -> request.param(field.key(), field.value()));
    }
    return request.param("option-endedAs", endedAs).exchange();
  }

  /** The browser forgets them where something else is missing. */
  @Test
  void filesThatWereChosenAreAskedForAgain() {
    MvcTestResult without =
        mvc.post()
            .uri("/integration/imports/sets")
            .multipart()
            .file(file("deals.csv", DEALS))
            .file(file("accounts.csv", ACCOUNTS))
            .param("id", TimeOrderedUuid.next().toString())
            .param("source", "")
            .with(cast.as(cast.teresa()))
            .with(csrf())
            .exchange();
    assertThat(without).hasStatus(422);
    assertThat(Page.of(without).text("#files-notes"))
        .contains("Elige otra vez «deals.csv, accounts.csv»: el navegador no lo guarda.");
    assertThat(page("/integration/imports/several").text("#files-notes"))
        .doesNotContain("Elige otra vez");
    MvcTestResult what =
        mvc.post()
            .uri("/integration/imports")
            .multipart()
            .file(
                new MockMultipartFile(
                    "table", "deals.csv", "text/csv", DEALS.getBytes(StandardCharsets.UTF_8)))
            .param("id", TimeOrderedUuid.next().toString())
            .with(cast.as(cast.teresa()))
            .with(csrf())
            .exchange();
    assertThat(what).hasStatus(422);
    assertThat(Page.of(what).text("#file-notes")).contains("Elige otra vez «deals.csv»");
  }

  /** What a single import asks, each file of several is asked, and once for files alike. */
  @Test
  void eachFileIsAskedWhatItsValuesMean() {
    UUID id = upload("preguntan", "p1,Café,Pregunta SL,Moses Frase,Won,9\n");
    String path = "/integration/imports/sets/" + id;
    UUID run = runsOf(id).get(0);

    Page page = page(path);
    assertThat(page.text(".tag-warn")).isEqualTo("faltan respuestas");
    assertThat(page.text(".findings")).contains("Moses Frase").contains("sales_agent");
    assertThat(page.document().select("form[action$=/rehearsal]")).isEmpty();
    post(path + "/rehearsal");
    assertThat(sets.get(id, cast.teresa()).state().name()).isEqualTo("PREPARING");

    Page values = page("/integration/imports/" + run + "/values");
    assertThat(values.texts("table.values td b")).containsExactly("Won", "Moses Frase");
    assertThat(
            mvc.post()
                .uri("/integration/imports/" + run + "/values")
                .param("field", "stage", "owner")
                .param("value", "Won", "Moses Frase")
                .param(
                    "choice",
                    values.document().select("option:contains(Ganada)").first().val(),
                    cast.marcos().id().toString())
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasRedirectedUrl(path);
    assertThat(page(path).document().select(".tag-warn")).isEmpty();
    post(path + "/rehearsal");
    settle(id, "CHECKED");
    post(path + "/run");
    settle(id, "DONE");
    assertThat(
            jdbc.sql("select owner_id from pipeline.opportunity where outside_source = 'preguntan'")
                .query(UUID.class)
                .single())
        .isEqualTo(cast.marcos().id().id());

    // The next file with these columns is only asked about who is new in it.
    UUID known = upload("preguntan", "p2,Café,Pregunta SL,Moses Frase,Won,10\n");
    assertThat(page("/integration/imports/sets/" + known).document().select(".tag-warn")).isEmpty();
    UUID more =
        upload(
            "preguntan",
            "p3,Café,Pregunta SL,Moses Frase,Won,11\np4,Té,Pregunta SL,Anna Snelling,Won,12\n");
    Page asking = page("/integration/imports/sets/" + more);
    assertThat(asking.text(".tag-warn")).isEqualTo("faltan respuestas");
    assertThat(asking.text(".findings")).contains("Anna Snelling").doesNotContain("Moses");
    post("/integration/imports/sets/" + known + "/rehearsal");
    settle(known, "CHECKED");

    // Whoever changes a file that was rehearsed has all of them rehearsed again.
    UUID changed = runsOf(known).get(0);
    assertThat(
            mvc.post()
                .uri("/integration/imports/" + changed + "/values")
                .param("field", "stage", "owner")
                .param("value", "Won", "Moses Frase")
                .param(
                    "choice",
                    values.document().select("option:contains(Ganada)").first().val(),
                    RowImporter.NOTHING)
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasStatus3xxRedirection();
    assertThat(sets.get(known, cast.teresa()).state().name()).isEqualTo("PREPARING");
    post(path + "/undo");
    settle(id, "UNDONE");
  }

  /** What a value means was said of the field: another file calls its column otherwise. */
  @Test
  void whatAValueMeansIsRememberedWhateverItsColumnIsCalled() {
    who = cast.ines();
    String stage =
        jdbc.sql(
                "select id::text from pipeline.stage where kind = 'OPEN' order by position limit 1")
            .query(String.class)
            .single();
    imports
        .upload("deals", "id,Deal Name,Stage,Amount\nr1,Recuerdo,En remojo,1\n", who())
        .value("stage", "En remojo", stage)
        .source("recuerdos")
        .rehearse();
    // Whatever comes between and does not have that value takes nothing away.
    imports
        .upload("deals", "id,Deal Name,Fase,Amount\nr2,Recuerdo dos,A remojo,1\n", who())
        .meaning(m -> m.withValues(Map.of("stage", Map.of("A remojo", stage))))
        .source("recuerdos")
        .rehearse();

    String other = "codigo,asunto,etapa,importe,empresa\nr3,Otro,En remojo,2,Recuerdos SL\n";
    UUID alone = imports.upload("deals", other, who()).source("recuerdos").rehearsed().id();
    assertThat(
            vals(
                page("/integration/imports/" + alone + "/values"),
                "[name=choice] option[selected]"))
        .containsExactly(stage);

    UUID id = TimeOrderedUuid.next();
    String more = "referencia,titulo,fase,valor,cuenta\nr4,Otro más,En remojo,2,Recuerdos SL\n";
    assertThat(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(file("recuerdos.csv", more))
                .param("id", id.toString())
                .param("source", "recuerdos")
                .with(cast.as(who()))
                .with(csrf()))
        .hasStatus3xxRedirection();
    assertThat(page("/integration/imports/sets/" + id).document().select(".tag-warn")).isEmpty();
  }

  /** The way to a missing answer ends at the column that lacks it. */
  @Test
  void theColumnThatLacksAnAnswerIsWhereItsLinkLeads() {
    UUID id = upload("ancladas", "a1,Café,Ancladas SL,Marcos Vidal,Quién sabe esta,9\n");
    String link =
        page("/integration/imports/sets/" + id).document().select("td.filename a").attr("href");
    Page values = page(link.replace("#missing", ""));
    assertThat(values.document().select("#missing")).hasSize(1);
    assertThat(values.document().select("#missing td b").eachText())
        .containsExactly("Quién sabe esta");
  }

  /** What was uploaded by mistake goes as one, as long as nothing of it is in. */
  @Test
  void allFilesAreDiscardedAtOnceUntilTheyComeIn() {
    UUID id = upload("descartada", "x1,Café,Descartada SL,Marcos Vidal,Ganada,9\n");
    String path = "/integration/imports/sets/" + id;
    assertThat(page(path).document().select("form[action$=/deletion]")).hasSize(1);
    UUID run = runsOf(id).get(0);
    assertThat(post(path + "/deletion", cast.marcos())).hasStatus(404);
    assertThat(post(path + "/deletion", cast.teresa())).hasRedirectedUrl("/integration/imports");
    assertThat(runsOf(id)).isEmpty();
    assertThat(mvc.get().uri(path).with(cast.as(cast.teresa()))).hasStatus(404);
    assertThat(mvc.get().uri("/integration/imports/" + run).with(cast.as(cast.teresa())))
        .hasStatus(404);

    UUID in = upload("descartada", "x2,Té,Descartada SL,Marcos Vidal,Ganada,9\n");
    String begun = "/integration/imports/sets/" + in;
    answerAll(in);
    post(begun + "/rehearsal");
    settle(in, "CHECKED");
    post(begun + "/run");
    settle(in, "DONE");
    assertThat(page(begun).document().select("form[action$=/deletion]")).isEmpty();
    assertThat(post(begun + "/deletion", cast.teresa())).hasRedirectedUrl(begun);
    assertThat(runsOf(in)).hasSize(1);
    post(begun + "/undo");
    settle(in, "UNDONE");
  }

  private MvcTestResult post(String path, CurrentUser by) {
    return mvc.post().uri(path).with(cast.as(by)).with(csrf()).exchange();
  }

  /** The owner of a deal may be somebody whom another file of the same set brings. */
  @Test
  void dealsFindTheSellersWhoComeInWithThem() {
    UUID id = TimeOrderedUuid.next();
    String path = "/integration/imports/sets/" + id;
    assertThat(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(
                    file(
                        "sales_pipeline.csv",
                        """
                        opportunity_id,opportunity_name,account,sales_agent,deal_stage,close_value
                        v1,Café,Vienen SL,Vera Viene,Won,10
                        v2,Té,Vienen SL,VERA VIENE,Won,20
                        v3,Agua,Vienen SL,Dora Dirige Venida,Prospecting,30
                        v4,Tazas,Vienen SL,Marcos Vidal,Won,40
                        v5,Hielo,Vienen SL,Nadie Sabe,Won,50
                        """))
                .file(
                    file(
                        "sales_teams.csv",
                        "sales_agent,manager,regional_office\nVera Viene,Dora Dirige Venida,Venidos\n"))
                .param("id", id.toString())
                .param("source", "vienen")
                .with(cast.as(cast.andres()))
                .with(csrf()))
        .hasRedirectedUrl(path);
    cast.marcos();
    Page page = page(path);
    assertThat(page.texts("td.filename")).containsExactly("sales_teams.csv", "sales_pipeline.csv");
    assertThat(page.text(".findings")).contains("Nadie Sabe").doesNotContain("Vera");

    UUID deals = runsOf(id).get(1);
    Page values = page("/integration/imports/" + deals + "/values");
    assertThat(values.texts("table.values tr:has(b:containsOwn(Vera Viene)) option[selected]"))
        .containsExactly("Vera Viene", "Vera Viene");
    answerAll(id);
    post(path + "/rehearsal");
    settle(id, "CHECKED");
    assertThat(counts(id, PassKind.CHECK))
        .containsExactly(
            "sales_teams.csv 1 0 0 0 {\"team\": 1, \"colleague\": 1}",
            "sales_pipeline.csv 5 0 0 0 {\"company\": 1}");
    assertThat(ownersOf("vienen")).isEmpty();

    post(path + "/run");
    settle(id, "DONE");
    assertThat(counts(id, PassKind.RUN)).isEqualTo(counts(id, PassKind.CHECK));
    assertThat(ownersOf("vienen"))
        .containsExactly(
            "v1 Vera Viene", "v2 Vera Viene", "v3 Dora Dirige Venida", "v4 Marcos Vidal", "v5");
    assertThat(page("/integration/imports/" + deals + "/notes").text("main"))
        .contains("Dora Dirige Venida, que no tiene acceso");

    post(path + "/undo");
    settle(id, "UNDONE");
    assertThat(
            jdbc.sql(
                    """
                    select (select count(*) from identity.user_account
                            where name in ('Vera Viene', 'Dora Dirige Venida'))
                      + (select count(*) from identity.team where name = 'Venidos')
                      + (select count(*) from pipeline.opportunity where outside_source = 'vienen')
                    """)
                .query(Integer.class)
                .single())
        .isZero();
  }

  /**
   * The product of a deal may be one that another file of the same set brings, however the price
   * list was filled before.
   */
  @Test
  void dealsFindTheProductsThatComeInWithThem() {
    jdbc.sql(
            """
            insert into pipeline.product (id, name, currency, version)
            values (gen_random_uuid(), 'De antes', 'EUR', 0)
            """)
        .update();
    UUID id = TimeOrderedUuid.next();
    String path = "/integration/imports/sets/" + id;
    assertThat(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(
                    file(
                        "sales_pipeline.csv",
                        """
                        opportunity_id,opportunity_name,account,product,deal_stage,close_value
                        p1,Uno,Traen SL,ZTXPro,Won,10
                        p2,Dos,Traen SL,ZTX Pro,Won,20
                        p3,Tres,Traen SL,de ántes,Won,30
                        p4,Cuatro,Traen SL,Desconocido,Won,40
                        """))
                .file(file("products.csv", "product,series,sales_price\nZTX Pro,ZTX,48\n"))
                .param("id", id.toString())
                .param("source", "traen")
                .with(cast.as(cast.andres()))
                .with(csrf()))
        .hasRedirectedUrl(path);
    UUID deals = runsOf(id).get(1);
    // What comes in with them can be said, beside what is there already.
    Page values = page("/integration/imports/" + deals + "/values");
    assertThat(values.texts("table.values tr:has(b:containsOwn(ZTXPro)) option[selected]"))
        .containsExactly("ZTX Pro");
    assertThat(values.texts("table.values tr:has(b:containsOwn(Desconocido)) option"))
        .contains("De antes", "ZTX Pro");
    answerAll(id);
    post(path + "/rehearsal");
    settle(id, "CHECKED");
    post(path + "/run");
    settle(id, "DONE");
    assertThat(counts(id, PassKind.RUN)).isEqualTo(counts(id, PassKind.CHECK));
    assertThat(productsOf("traen"))
        .containsExactly("p1 ZTX Pro", "p2 ZTX Pro", "p3 De antes", "p4");

    post(path + "/undo");
    settle(id, "UNDONE");
    assertThat(productsOf("traen")).isEmpty();
  }

  private List<String> productsOf(String source) {
    return jdbc.sql(
            """
            select concat_ws(' ', o.outside_id, p.name) from pipeline.opportunity o
            left join pipeline.product p on p.id = o.imported_product_id
            where o.outside_source = :source order by o.outside_id
            """)
        .param("source", source)
        .query(String.class)
        .list();
  }

  /** The files of a real system, in whatever order they are sent, find one another. */
  @Test
  void theFilesOfARealSystemAreRehearsedTogether() {
    UUID id = TimeOrderedUuid.next();
    String path = "/integration/imports/sets/" + id;
    var upload = mvc.post().uri("/integration/imports/sets").multipart();
    for (String name :
        List.of("sales_pipeline.csv", "products.csv", "accounts.csv", "sales_teams.csv")) {
      upload.file(
          new MockMultipartFile(
              "tables", name, "text/csv", SharedData.bytes("crm_sales_opportunities/" + name)));
    }
    assertThat(
            upload
                .param("id", id.toString())
                .param("source", "real")
                .with(cast.as(cast.andres()))
                .with(csrf()))
        .hasRedirectedUrl(path);
    // Each of their products is known, also the one that the deals write in one word.
    UUID deals = runsOf(id).get(3);
    assertThat(page(path).text(".findings")).doesNotContain("GTX", "MG", "GTK");
    Page values = page("/integration/imports/" + deals + "/values");
    assertThat(values.texts("table.values tr:has(b:containsOwn(GTXPro)) option[selected]"))
        .containsExactly("GTX Pro");
    answerAll(id);
    post(path + "/rehearsal");
    settle(id, "CHECKED");

    assertThat(counts(id, PassKind.CHECK))
        .containsExactly(
            "sales_teams.csv 35 0 0 0 {\"team\": 3, \"colleague\": 6}",
            "accounts.csv 85 0 0 0 {\"relationship\": 15}",
            "products.csv 7 0 0 0 {}",
            "sales_pipeline.csv 8800 0 0 0 {}");
    assertThat(
            jdbc.sql(
                    """
                    select m.reason || ' ' || count(*) from integration.import_remark m
                    where m.run_id = ? and m.reason like 'import.note.%' group by m.reason
                    """)
                .param(runsOf(id).get(3))
                .query(String.class)
                .list())
        .containsExactly("import.note.absent 2089");
    Page checked = page(path);
    assertThat(checked.texts("td[data-label=Avisos]")).containsExactly("0", "0", "0", "2.089");
    assertThat(checked.document().select("td[data-label=Avisos] a").eachAttr("href"))
        .containsExactly("/integration/imports/" + deals + "/notes");
    assertThat(checked.document().select("td[data-label=Avisos] a").eachAttr("aria-label"))
        .containsExactly("Avisos de sales_pipeline.csv: 2.089");
  }

  /** What one may not bring is named, and never taken for something else. */
  @Test
  void filesThatOneMayNotBringAreNamed() {
    UUID id = TimeOrderedUuid.next();
    String path = "/integration/imports/sets/" + id;
    MockMultipartFile teams =
        file("sales_teams.csv", "sales_agent,manager,regional_office\nA B,C D,Uno\n");
    MockMultipartFile products = file("products.csv", "product,series,sales_price\nGrano,Café,9\n");
    assertThat(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(teams)
                .file(products)
                .file(file("deals.csv", DEALS))
                .file(file("weather.csv", WEATHER))
                .param("id", id.toString())
                .param("source", "vedados")
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasRedirectedUrl(path);
    Page page = page(path);
    assertThat(page.texts("td.filename")).containsExactly("deals.csv");
    assertThat(page.texts(".findings li"))
        .anySatisfy(
            l ->
                assertThat(l)
                    .startsWith("sales_teams.csv")
                    .contains("«Personas del equipo»")
                    .contains("solo una persona que administra Arena"))
        .anySatisfy(l -> assertThat(l).startsWith("products.csv").contains("«Productos»"))
        .anySatisfy(l -> assertThat(l).contains("weather.csv"));

    UUID alone = TimeOrderedUuid.next();
    Page refused =
        Page.of(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(teams)
                .param("id", alone.toString())
                .param("source", "vedados")
                .with(cast.as(cast.teresa()))
                .with(csrf())
                .exchange());
    assertThat(refused.text(".error")).contains("sales_teams.csv").contains("administra Arena");

    // Marketing learns who may bring deals.
    Page marketing =
        Page.of(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(file("deals.csv", DEALS))
                .param("id", TimeOrderedUuid.next().toString())
                .param("source", "vedados")
                .with(cast.as(cast.lucia()))
                .with(csrf())
                .exchange());
    assertThat(marketing.text(".error"))
        .contains("«Oportunidades»")
        .contains("ventas, dirección, administración");
  }

  private List<String> ownersOf(String source) {
    return jdbc.sql(
            """
            select concat_ws(' ', o.outside_id, u.name) from pipeline.opportunity o
            left join identity.user_account u on u.id = o.owner_id
            where o.outside_source = ? order by o.outside_id
            """)
        .param(source)
        .query(String.class)
        .list();
  }

  @Test
  void whoIsNeitherOwnerNorManagerSeesNothingOfThem() {
    UUID id = TimeOrderedUuid.next();
    assertThat(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(file("accounts.csv", ACCOUNTS))
                .param("id", id.toString())
                .param("source", "juntos")
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasStatus3xxRedirection();

    assertThat(mvc.get().uri("/integration/imports/sets/" + id).with(cast.as(cast.marcos())))
        .hasStatus(404);
  }

  private UUID upload(String source, String rows) {
    UUID id = TimeOrderedUuid.next();
    String header = "opportunity_id,opportunity_name,account,sales_agent,deal_stage,close_value\n";
    assertThat(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(file("sales_pipeline.csv", header + rows))
                .param("id", id.toString())
                .param("source", source)
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasStatus3xxRedirection();
    return id;
  }

  private List<UUID> runsOf(UUID set) {
    return jdbc.sql("select id from integration.import_run where set_id = ? order by set_position")
        .param(set)
        .query(UUID.class)
        .list();
  }

  /** Whoever looks at what the columns mean and changes nothing leaves nothing to be answered. */
  @Test
  void aFileThatIsChangedAsksOnlyWhatIsMissing() {
    UUID id = upload("cambiada", "k1,Café,Cambiada SL,Delia Prosa,Won,9\n");
    String path = "/integration/imports/sets/" + id;
    String run = "/integration/imports/" + runsOf(id).get(0);
    assertThat(sendColumns(run, null)).hasRedirectedUrl(run + "/values");
    assertThat(page(path).text(".tag-warn")).as("guessed only").isEqualTo("faltan respuestas");
    Page values = page(run + "/values");
    mvc.post()
        .uri(run + "/values")
        .param("field", "stage", "owner")
        .param("value", "Won", "Delia Prosa")
        .param(
            "choice",
            values.document().select("option:contains(Ganada)").first().val(),
            cast.marcos().id().toString())
        .with(cast.as(cast.teresa()))
        .with(csrf())
        .exchange();
    assertThat(page(path).document().select(".tag-warn")).isEmpty();

    assertThat(sendColumns(run, null)).hasStatus3xxRedirection();
    assertThat(page(path).document().select(".tag-warn")).as("nothing is missing").isEmpty();
    Page reading = page(run + "/reading");
    assertThat(
            mvc.post()
                .uri(run + "/reading")
                .param("charset", reading.document().select("[name=charset] [selected]").val())
                .param("delimiter", "COMMA")
                .param("header", "true")
                .param("decimals", "POINT")
                .param("dates", "DAY_FIRST")
                .param("phoneRegion", "ES")
                .param("empties", "")
                .param("version", reading.value("version"))
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasRedirectedUrl(run + "/columns");
    assertThat(page(path).document().select(".tag-warn")).as("read alike").isEmpty();

    // Another column is taken for the stage: its values have not been explained.
    assertThat(sendColumns(run, "sales_agent")).hasRedirectedUrl(run + "/values");
    assertThat(page(path).text(".tag-warn")).isEqualTo("faltan respuestas");
  }

  /**
   * Sends what the page of columns proposes.
   *
   * @param stage the column that means the stage instead; null for none
   */
  private MvcTestResult sendColumns(String run, @Nullable String stage) {
    Page page = page(run + "/columns");
    List<String> header =
        List.of(
            "opportunity_id",
            "opportunity_name",
            "account",
            "sales_agent",
            "deal_stage",
            "close_value");
    String[] columns = vals(page, "[name=columns] option[selected]");
    assertThat(columns).hasSameSizeAs(header);
    if (stage != null) {
      columns[header.indexOf("deal_stage")] = "";
      columns[header.indexOf(stage)] = "stage";
    }
    return mvc.post()
        .uri(run + "/columns")
        .param("columns", columns)
        .param("mode", "BOTH")
        .param("matchKey", MatchKey.OUTSIDE)
        .param("source", "cambiada")
        .with(cast.as(cast.teresa()))
        .with(csrf())
        .exchange();
  }

  /** Takes what is proposed for each value. */
  private void answerAll(UUID set) {
    for (UUID run : runsOf(set)) {
      Page values = page("/integration/imports/" + run + "/values");
      if (values.document().select("[name=choice]").isEmpty()) {
        continue;
      }
      assertThat(
              mvc.post()
                  .uri("/integration/imports/" + run + "/values")
                  .param("field", vals(values, "[name=field]"))
                  .param("value", vals(values, "[name=value]"))
                  .param("choice", vals(values, "[name=choice] option[selected]"))
                  .with(cast.as(cast.teresa()))
                  .with(csrf()))
          .hasRedirectedUrl("/integration/imports/sets/" + set);
    }
  }

  private static String[] vals(Page page, String selector) {
    return page.document().select(selector).stream().map(e -> e.val()).toArray(String[]::new);
  }

  private static MockMultipartFile file(String name, String text) {
    return new MockMultipartFile("tables", name, "text/csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private void post(String path) {
    assertThat(mvc.post().uri(path).with(cast.as(who())).with(csrf())).hasStatus3xxRedirection();
  }

  /** Teresa, where a test does not say who else. */
  private CurrentUser who() {
    return who == null ? cast.teresa() : who;
  }

  private void settle(UUID id, String state) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(sets.get(id, who()).state().name()).isEqualTo(state));
  }

  private List<String> counts(UUID id, PassKind kind) {
    return jdbc.sql(
            """
            select concat_ws(' ', r.file_name, p.created, p.updated, p.unchanged, p.refused, p.besides)
            from integration.import_run r join integration.import_pass p on p.run_id = r.id
            where r.set_id = ? and p.kind = ? order by r.set_position
            """)
        .params(id, kind.name())
        .query(String.class)
        .list();
  }

  private List<String> companies() {
    return jdbc.sql(
            "select name || ' ' || industry from contacts.company where outside_source = 'juntos' order by name")
        .query(String.class)
        .list();
  }

  private Page page(String path) {
    return Page.of(mvc.get().uri(path).with(cast.as(who())).exchange());
  }
}
