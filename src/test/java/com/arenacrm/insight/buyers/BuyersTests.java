package com.arenacrm.insight.buyers;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SharedData;
import com.arenacrm.testing.SqlCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * What distinguishes buyers, on the pages. All tests share one database, so each gives its deals to
 * a seller of its own, whose pages tell of nobody else's.
 */
@ArenaTest
@OnOwnDatabase
class BuyersTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired BuyersReports reports;
  @Autowired ImportProbe imports;

  @BeforeEach
  void stagesComeWithTheFirstSightOfTheBoard() {
    assertThat(mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos()))).hasStatusOk();
  }

  private Visibility before;

  private CurrentUser aloneWithTheirDeals() {
    before = cast.see(Visibility.OWN);
    return cast.marcos();
  }

  @AfterEach
  void seeAsBefore() {
    if (before != null) {
      cast.see(before);
    }
    jdbc.sql("delete from pipeline.opportunity where name = 'Estudio'").update();
  }

  @Test
  void whatWasPlantedIsFoundWithItsCasesAndBecomesACriterionOfADraft() {
    CurrentUser marcos = aloneWithTheirDeals();
    jdbc.sql("update pipeline.opportunity set owner_id = ? where owner_id = ?")
        .params(cast.ines().id().id(), marcos.id().id())
        .update();
    Random random = new Random(4);
    for (int i = 0; i < 160; i++) {
      boolean hotel = i % 2 == 0;
      deal(company(hotel ? "Hotel" : "Oficina"), random.nextInt(10) < (hotel ? 8 : 3), marcos);
    }

    Page page = Page.of(get("/reports/buyers", marcos));

    assertThat(page.text(".verdict-line")).contains("160 oportunidades decididas");
    assertThat(page.text(".finding h3")).contains("Sector: Hotel").contains("más que los demás");
    assertThat(page.text(".finding")).contains("Por azar pasaría menos de 1 vez de cada");
    assertThat(page.has(".finding form")).as("only marketing writes profiles").isFalse();
    for (var link : page.document().select(".finding .rates a, .facts a, details table a")) {
      Page rows = Page.of(get(link.attr("href"), marcos));
      assertThat(rows.document().select("h1 span").last().text())
          .as(link.attr("href"))
          .isEqualTo(link.text());
    }
    var signedIn = cast.as(marcos);
    assertThat(SqlCount.during(() -> mvc.get().uri("/reports/buyers").with(signedIn).exchange()))
        .hasSizeLessThanOrEqualTo(8);

    UUID profile = profile();
    assertThat(take(profile, cast.lucia())).hasStatus3xxRedirection();
    assertThat(
            jdbc.sql(
                    "select e.number || ' ' || e.state || ' ' || c.field || ' ' || c.value || ' ' || c.weight || ' ' || c.note from icp.criterion c join icp.edition e on e.id = c.edition_id where e.profile_id = ?")
                .param(profile)
                .query(String.class)
                .list())
        .containsExactly("2 DRAFT INDUSTRY Hotel 45 Compran 64 de 80");
    take(profile, cast.lucia());
    assertThat(
            jdbc.sql(
                    "select count(*) from icp.criterion c join icp.edition e on e.id = c.edition_id where e.profile_id = ?")
                .param(profile)
                .query(Integer.class)
                .single())
        .as("asked for twice, it is there once")
        .isEqualTo(1);
    Page editor = Page.of(get("/icp/" + profile + "/edit", cast.lucia()));
    assertThat(editor.text(".rulenote")).isEqualTo("Compran 64 de 80");
    assertThat(take(profile, cast.marcos())).hasStatus(403);
  }

  @Test
  void theCountsOfTheOthersOpenAsManyRowsOfThoseWhoAreNotIt() {
    CurrentUser marcos = aloneWithTheirDeals();
    jdbc.sql("update pipeline.opportunity set owner_id = ? where owner_id = ?")
        .params(cast.ines().id().id(), marcos.id().id())
        .update();
    for (int i = 0; i < 180; i++) {
      boolean hotel = i % 3 == 0;
      UUID company = company(hotel ? "Hotel" : i % 3 == 1 ? "Oficina" : null);
      jdbc.sql("update contacts.company set employees = ? where id = ?")
          .params(hotel ? 20 : i % 9 == 1 ? 0 : 300 + i, company)
          .update();
      deal(company, i % 10 < (hotel ? 8 : 3), marcos);
    }

    Page page = Page.of(get("/reports/buyers", marcos));

    assertThat(page.texts(".finding h3").toString()).contains("Hotel", "Empleados");
    int opened = 0;
    for (var link : page.document().select(".finding .rates a[href*='others=true']")) {
      Page rows = Page.of(get(link.attr("href"), marcos));
      assertThat(rows.document().select("h1 span").last().text())
          .as(link.attr("href"))
          .isEqualTo(link.text());
      assertThat(allRows(rows, marcos)).as(link.attr("href")).isEqualTo(link.text());
      assertThat(rows.text(".crumb")).contains("todos menos");
      opened++;
    }
    assertThat(opened).isEqualTo(2 * page.document().select(".finding").size());
    String notHotels =
        page.document()
            .select(".finding a[href*='value=Hotel'][href*='others=true']")
            .get(1)
            .text();
    assertThat(notHotels).as("those of whom nothing is known are no others").isEqualTo("60");
  }

  /** How many rows a number opens, over all its pages. */
  private String allRows(Page first, CurrentUser viewer) {
    int rows = 0;
    Page page = first;
    while (true) {
      rows += page.document().select("tr[data-row]").size();
      String next = page.document().select(".pager a:last-child[href*='first=']").attr("href");
      if (next.isEmpty()) {
        return String.valueOf(rows);
      }
      page = Page.of(get(next, viewer));
    }
  }

  @Test
  void aFindingBeginsAProfileAndWhoBuysLessCanBeLeftOut() {
    for (int i = 0; i < 160; i++) {
      boolean hotel = i % 2 == 0;
      deal(company(hotel ? "Hotel" : "Oficina"), i % 10 < (hotel ? 8 : 3), cast.marcos());
    }

    MvcTestResult study = get("/reports/buyers", cast.lucia());
    assertThat(study).hasStatusOk();
    Page page = Page.of(study);

    assertThat(page.texts(".finding h3").toString()).contains("Hotel", "Oficina");
    Page begun =
        Page.of(
            get(page.document().select(".act a[href*='value=Hotel&']").attr("href"), cast.lucia()));
    assertThat(begun.has("#criteria input[value=Hotel]")).isTrue();
    assertThat(begun.text(".rulenote")).contains("Compran");
    String less = "a[href*='value=Oficina&'][href*='excluded=true']";
    Page begunWithout = Page.of(get(page.document().select(less).attr("href"), cast.lucia()));
    assertThat(begunWithout.has("#exclusions input[value=Oficina]")).isTrue();
    assertThat(begunWithout.text("#notWanted")).contains("Sector: Oficina.");
    UUID profile = profile();
    assertThat(
            Page.of(get("/reports/buyers", cast.lucia()))
                .document()
                .select(".finding:has(" + less + ") button")
                .eachAttr("formaction"))
        .contains("/icp/" + profile + "/exclusions");
    for (int i = 0; i < 2; i++) {
      assertThat(exclude(profile, cast.lucia())).hasStatus3xxRedirection();
    }
    assertThat(
            jdbc.sql(
                    "select e.number || ' ' || e.state || ' ' || c.field || ' ' || c.value || ' ' || e.not_wanted from icp.criterion c join icp.edition e on e.id = c.edition_id where c.exclusion and e.profile_id = ?")
                .param(profile)
                .query(String.class)
                .list())
        .containsExactly("2 DRAFT INDUSTRY Oficina Sector: Oficina. 24 de 80");
    assertThat(exclude(profile, cast.marcos())).hasStatus(403);
  }

  @Test
  void theCompanysOwnFieldsAreMarkedAsTheirs() {
    Page rows =
        Page.of(
            get(
                "/reports/buyers/rows?what=deals&field=COMPANY_ATTRIBUTE:Producto&value=x",
                cast.lucia()));
    assertThat(rows.text(".crumb")).contains("«Producto» (tu campo): x");
  }

  @Test
  void numbersAndCountriesAreWrittenAsTheReaderWritesThem() {
    CurrentUser marcos = aloneWithTheirDeals();
    jdbc.sql("update pipeline.opportunity set owner_id = ? where owner_id = ?")
        .params(cast.ines().id().id(), marcos.id().id())
        .update();
    for (int i = 0; i < 80; i++) {
      UUID company = company("Hotel");
      jdbc.sql(
              "update contacts.company set country = ?, attributes = jsonb_build_object('Factura', cast(? as text)) where id = ?")
          .params(i % 2 == 0 ? "ES" : "PT", (1234 + 500 * i) + ".54", company)
          .update();
      deal(company, i % 4 < 2, marcos);
    }

    Page page = Page.of(get("/reports/buyers", marcos));

    assertThat(page.texts("details table td:first-child"))
        .contains("España", "Portugal", "de 1.234,54 a 10.734,54", "de 31.234,54 a 40.734,54")
        .noneMatch(t -> t.contains(".54") || t.equals("ES"));
    assertThat(page.texts("details a[href*='yes=true']")).isNotEmpty();
    for (String link : page.document().select("details a[href*='Factura']").eachAttr("href")) {
      assertThat(Page.of(get(link, marcos)).text(".crumb"))
          .contains("«Factura» (tu campo): de ")
          .contains(",54 a ");
    }
    Page rows = Page.of(get("/reports/buyers/rows?what=deals&field=COUNTRY&value=ES", marcos));
    assertThat(rows.text(".crumb")).contains("País: España");
    assertThat(rows.text("h1")).endsWith(": 40");
    assertThat(rows.file(f -> get(f, marcos))).hasSize(40);
    assertThat(
            Page.of(
                    get(
                        "/reports/buyers/rows?what=deals&field=EMPLOYEES&value=1000..9999999",
                        marcos))
                .text(".crumb"))
        .contains("Empleados: 1.000 o más");
  }

  @Test
  void yearsAreWrittenAsYearsAndARangeOfOneNumberAsThatNumber() {
    CurrentUser marcos = aloneWithTheirDeals();
    jdbc.sql("update pipeline.opportunity set owner_id = ? where owner_id = ?")
        .params(cast.ines().id().id(), marcos.id().id())
        .update();
    for (int i = 0; i < 160; i++) {
      UUID company = company("Hotel");
      jdbc.sql(
              "update contacts.company set attributes = jsonb_build_object('Fundada', cast(? as text), 'Mesas', cast(? as text)) where id = ?")
          .params(
              String.valueOf(1979 + i % 40), String.valueOf(i % 2 == 0 ? 15 : 1500 + i), company)
          .update();
      deal(company, i % 10 < (i % 40 < 10 ? 9 : 4), marcos);
    }

    Page page = Page.of(get("/reports/buyers", marcos));

    List<String> values = page.texts("details table td:first-child");
    assertThat(values).contains("de 1979 a 1988", "15");
    assertThat(values).anyMatch(v -> v.startsWith("de 1.5")).noneMatch(v -> v.equals("de 15 a 15"));
    assertThat(
            Page.of(get(page.document().select("a[href*=Fundada]").get(0).attr("href"), marcos))
                .text(".crumb"))
        .contains("de 1979 a 1988");
  }

  @Test
  void ofManyFindingsTheTenStrongestAreShownAndTheOthersOnDemand() {
    CurrentUser marcos = aloneWithTheirDeals();
    jdbc.sql("update pipeline.opportunity set owner_id = ? where owner_id = ?")
        .params(cast.ines().id().id(), marcos.id().id())
        .update();
    for (int i = 0; i < 200; i++) {
      boolean hotel = i % 2 == 0;
      UUID company = company(hotel ? "Hotel" : "Oficina");
      jdbc.sql(
              "update contacts.company set attributes = (select jsonb_object_agg('Rasgo ' || n, cast(? as text)) from generate_series(1, 7) n) where id = ?")
          .params(hotel ? "sí" : "no", company)
          .update();
      deal(company, i / 2 % 10 < (hotel ? 8 : 3), marcos);
    }

    Page page = Page.of(get("/reports/buyers", marcos));

    assertThat(page.text(".verdict-line")).contains("16 cosas");
    assertThat(page.document().select(".claims > .finding")).hasSize(10);
    assertThat(page.text("details.weaker summary")).isEqualTo("ver los otros 6");
    assertThat(page.document().select("details.weaker .finding")).hasSize(6);
  }

  private MvcTestResult exclude(UUID profile, CurrentUser user) {
    return mvc.post()
        .uri("/icp/" + profile + "/exclusions")
        .with(cast.as(user))
        .with(
            org.springframework.security.test.web.servlet.request
                .SecurityMockMvcRequestPostProcessors.csrf())
        .param("field", "INDUSTRY")
        .param("operator", "IS")
        .param("value", "Oficina")
        .param("note", "Sector: Oficina. 24 de 80")
        .exchange();
  }

  @Test
  void withFewDealsThePageSaysWhatIsMissing() {
    CurrentUser marcos = aloneWithTheirDeals();
    jdbc.sql("update pipeline.opportunity set owner_id = ? where owner_id = ?")
        .params(cast.ines().id().id(), marcos.id().id())
        .update();

    Page page = Page.of(get("/reports/buyers", marcos));

    assertThat(page.text(".empty")).contains("hacen falta al menos 30");
    assertThat(page.has(".finding")).isFalse();
    deal(company("Hotel"), true, marcos);
    deal(company("Hotel"), false, marcos);
    Page few = Page.of(get("/reports/buyers", marcos));
    assertThat(few.texts(".facts a"))
        .as("each count opens its rows")
        .containsExactly("2", "1", "1");
    for (var link : few.document().select(".facts a")) {
      assertThat(Page.of(get(link.attr("href"), marcos)).text("h1")).endsWith(": " + link.text());
    }
  }

  @Test
  void inRealDealsOfAHardwareSellerNothingPredictsTheOutcome() {
    ImportProbe.Journey accounts = upload("companies", "crm_sales_opportunities/accounts.csv");
    assertThat(accounts.rehearsed().start()).startsWith("created 85 ");
    ImportProbe.Journey deals = upload("deals", "crm_sales_opportunities/sales_pipeline.csv");
    // Who sold it is kept as a fact of the deal, and compared with the others.
    deals.column("sales_agent", "@keep");
    deals.guesses("stage").forEach((value, stage) -> deals.value("stage", value, stage));
    assertThat(deals.rehearsed().refusals().stream().limit(3)).isEmpty();
    assertThat(deals.start()).startsWith("created 8800 ");
    try {
      Page page = Page.of(get("/reports/buyers", cast.teresa()));
      assertThat(page.texts(".finding h3")).isEmpty();
      assertThat(page.text(".verdict-line")).contains("no hay nada que distinga a quien compra");
    } finally {
      deals.undo();
      accounts.undo();
    }
  }

  @Test
  void inRealLeadsOfADemoCrmNothingPredictsTheOutcome() {
    ImportProbe.Journey leads = upload("leads", "zoho_export/Leads.csv");
    leads.column("Lead Owner", "@keep");
    // Taken for purchases here, to have something to look for.
    leads.value("outcome", "Yes", "BOUGHT").value("outcome", "No", "OPEN");
    assertThat(leads.rehearsed().refusals().stream().limit(3)).isEmpty();
    assertThat(leads.start()).startsWith("created 3900 ");
    try {
      Page page = Page.of(get("/reports/buyers?what=leads", cast.teresa()));
      assertThat(page.texts(".finding h3")).isEmpty();
      assertThat(page.text(".verdict-line")).contains("no hay nada que distinga a quien compra");
    } finally {
      leads.undo();
    }
  }

  private ImportProbe.Journey upload(String what, String file) {
    try {
      Path path = SharedData.file(file);
      return imports
          .upload(what, path.getFileName().toString(), Files.readAllBytes(path), cast.teresa())
          .source("estudio");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UUID company(@Nullable String industry) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            "insert into contacts.company (id, name, industry, city, created_at, version) values (?, ?, ?, ?, now(), 0)")
        .params(id, "Estudio " + id, industry, "Ciudad " + Math.floorMod(id.hashCode(), 4))
        .update();
    return id;
  }

  private void deal(UUID company, boolean won, CurrentUser owner) {
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, company_id, owner_id, stage_id, kind, amount,
              currency, phase, won_phase, lost_reason, lost_to, opened_at, closed_at, created_at, version)
            select ?, 'Estudio', ?, ?, (select s.id from pipeline.stage s where s.kind = ? order by s.position limit 1),
              ?, 10, 'EUR', 'BUY', ?, ?, ?, now(), now(), now(), 0
            """)
        .params(
            TimeOrderedUuid.next(),
            company,
            owner.id().id(),
            won ? "WON" : "LOST",
            won ? "WON" : "LOST",
            won ? "BUY" : null,
            won ? null : "OTHER",
            won ? null : "UNKNOWN")
        .update();
  }

  private UUID profile() {
    UUID id = TimeOrderedUuid.next();
    UUID lucia = cast.lucia().id().id();
    jdbc.sql(
            "insert into icp.profile (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
        .params(id, "Estudiado " + id, lucia)
        .update();
    jdbc.sql(
            "insert into icp.edition (id, profile_id, number, state, signed_at, created_at, created_by, version) values (?, ?, 1, 'SIGNED', now(), now(), ?, 0)")
        .params(TimeOrderedUuid.next(), id, lucia)
        .update();
    return id;
  }

  @Test
  void aProfileWhoseNextEditionAwaitsTheSignatureSaysSoInsteadOfTakingAFinding() {
    UUID profile = profile();
    assertThat(reports.profiles())
        .filteredOn(p -> p.id().equals(profile))
        .extracting(BuyersReports.ProfileChoice::awaiting)
        .containsExactly(false);
    take(profile, cast.lucia());
    jdbc.sql("update icp.edition set state = 'PROPOSED' where profile_id = ? and state = 'DRAFT'")
        .param(profile)
        .update();
    assertThat(reports.profiles())
        .filteredOn(p -> p.id().equals(profile))
        .extracting(BuyersReports.ProfileChoice::awaiting)
        .containsExactly(true);
  }

  @Test
  void aFindingThatNobodyCouldMeetIsShownBeforeItIsKeptAndTheRuleCanBeWidened() {
    UUID profile = profile();
    assertThat(take(profile, cast.lucia())).hasStatus3xxRedirection();
    jdbc.sql(
            "update icp.criterion set knock_out = true where edition_id in (select id from icp.edition where profile_id = ?)")
        .param(profile)
        .update();
    company("Hotel");

    MvcTestResult asked = take(profile, cast.lucia(), "Spa", "");
    assertThat(asked).hasStatus(422);
    Page page = Page.of(asked);
    assertThat(page.text(".notice"))
        .contains("El perfil ya pide: Sector es Hotel (imprescindible)");
    assertThat(page.texts("tbody tr").get(1)).contains("Ampliar la regla", "Hotel, Spa");
    assertThat(page.texts(".buttons .btn").get(0)).isEqualTo("Ampliar la regla");
    assertThat(page.value("note")).isEqualTo("Compran 64 de 80");
    assertThat(criteria(profile)).as("nothing is kept yet").containsExactly("IS Hotel true");

    assertThat(take(profile, cast.lucia(), "Spa", "widen")).hasStatus3xxRedirection();
    assertThat(criteria(profile)).containsExactly("IS_ONE_OF Hotel, Spa true");
    assertThat(take(profile, cast.lucia(), "Bar", "add")).hasStatus3xxRedirection();
    assertThat(criteria(profile)).containsExactly("IS Bar false", "IS_ONE_OF Hotel, Spa true");
  }

  private List<String> criteria(UUID profile) {
    return jdbc.sql(
            "select c.operator || ' ' || c.value || ' ' || c.knock_out from icp.criterion c join icp.edition e on e.id = c.edition_id where e.profile_id = ? and e.state = 'DRAFT' order by 1")
        .param(profile)
        .query(String.class)
        .list();
  }

  private MvcTestResult take(UUID profile, CurrentUser user) {
    return take(profile, user, "Hotel", "");
  }

  private MvcTestResult take(UUID profile, CurrentUser user, String value, String how) {
    var form = mvc.post().uri("/icp/" + profile + "/criteria").with(cast.as(user));
    Map.of(
            "field", "INDUSTRY",
            "operator", "IS",
            "value", value,
            "how", how,
            "weight", "45",
            "note", "Compran 64 de 80")
        .forEach(form::param);
    return form.with(
            org.springframework.security.test.web.servlet.request
                .SecurityMockMvcRequestPostProcessors.csrf())
        .exchange();
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(URI.create(path)).with(cast.as(user)).exchange();
  }
}
