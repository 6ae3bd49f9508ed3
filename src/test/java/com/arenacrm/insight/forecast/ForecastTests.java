package com.arenacrm.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.OutsideId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.Visibility;
import com.arenacrm.insight.forecast.Bridge.Measure;
import com.arenacrm.insight.forecast.Changes.Comparison;
import com.arenacrm.insight.forecast.Snapshots.Kept;
import com.arenacrm.insight.forecast.Snapshots.Snapshot;
import com.arenacrm.pipeline.DealDetails;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.NewDeal;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.pipeline.Stage;
import com.arenacrm.pipeline.StageId;
import com.arenacrm.pipeline.forecast.DealForecasts;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The forecast of one seller, as a manager and the seller read it. */
@ArenaTest
class ForecastTests {

  /** A Monday of long ago, on which no other test keeps anything. */
  private static final LocalDate MONDAY = LocalDate.of(2013, 3, 4);

  private static final ZoneId ZONE = ZoneId.of("Europe/Madrid");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired DealForecasts said;
  @Autowired ContactBook book;
  @Autowired Snapshots snapshots;
  @Autowired Forecasts forecasts;
  @Autowired Changes changes;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser nora;
  private LocalDate today;

  @BeforeEach
  void setUp() {
    nora = seller("Nora Prevé");
    today = nora.today(clock);
  }

  @AfterEach
  void forget() {
    jdbc.sql("delete from insight.forecast_snapshot where monday < '2020-01-01'").update();
  }

  @Test
  void eachNumberIsThatOfExactlyTheDealsBehindIt() {
    LocalDate month = YearMonth.from(today).plusMonths(1).atDay(15);
    open("Comprometida", "Negociación", "1000.10", month);
    OpportunityId probable = open("Probable", "Propuesta", "333.33", month);
    open("En curso", "Contactado", "50.05", month.plusMonths(1));
    open("Muy tarde", "Contactado", "70", today.plusYears(2));
    open("Pasada", "Negociación", "900", today.minusDays(3));
    bare("Sin nada", "Negociación");
    OpportunityId out = open("Dejada fuera", "Negociación", "4000", month);
    said.say(out, Stage.Forecast.OMITTED, nora.id(), clock.instant());
    deals.win(
        open("Ganada", "Negociación", "1", month),
        new BigDecimal("250"),
        today,
        "Ya",
        nora.id(),
        clock.instant());

    Page page = Page.of(get(cast.teresa(), "/reports/forecast?seller=" + nora.id()));

    String first = row(page, 1);
    assertThat(first).contains("Ganado", "250 €");
    assertThat(row(page, 0)).contains("Fecha pasada", "900 €");
    String next = row(page, 2);
    // 1000,10 committed; 333,33 at 70 % and 1000,10 at 85 % weighted.
    assertThat(next).contains("1.000,10 €", "333,33 €", "4.000 €", "1.333,43 €", "1.083,42 €");
    assertThat(page.text(".hint-line.warn")).contains("1 oportunidad no dice lo que su etapa pide");
    assertThat(page.text("tfoot")).contains("2.150,10 €");
    int checked = 0;
    for (Element cell : page.document().select("table.forecast td > a")) {
      MvcTestResult rows = get(cast.teresa(), cell.attr("href"));
      Page behind = Page.of(rows);
      assertThat(behind.text("h1")).as(cell.attr("href")).endsWith(cell.text());
      BigDecimal sum = BigDecimal.ZERO;
      for (Element amount : behind.document().select("tbody td:last-child")) {
        sum = sum.add(number(amount.text()));
      }
      assertThat(sum).as(cell.attr("href")).isEqualByComparingTo(number(cell.text()));
      checked++;
    }
    assertThat(checked).isEqualTo(80);
    said.say(probable, null, nora.id(), clock.instant());
  }

  @Test
  void whatLacksAnAmountIsListedAndACountThatIsNothingSaysSo() {
    bare("Importada sin importe", "Negociación");

    Page lacking = Page.of(get(nora, "/reports/forecast/rows?part=lacking&seller=" + nora.id()));
    assertThat(lacking.text("h1")).isEqualTo("Les falta el importe o la fecha: 1");
    assertThat(lacking.text("tbody")).contains("sin importe");
    assertThat(lacking.file(f -> get(nora, f)))
        .singleElement()
        .satisfies(row -> assertThat(row.get(0)).isEqualTo("Importada sin importe"));
    Page none =
        Page.of(get(nora, "/reports/forecast/rows?part=won&month=2030-01&seller=" + nora.id()));
    assertThat(none.text(".empty")).contains("por eso es 0");
    assertThat(get(nora, "/reports/forecast/rows?part=nothing")).hasStatus(404);
    assertThat(get(nora, "/reports/forecast/export?seller=" + nora.id())).hasStatusOk();
  }

  @Test
  void aWeekIsKeptOnceAndSaysWhenItTrulyWas() {
    OpportunityId deal = open("Guardada", "Negociación", "700", today.plusDays(40));
    said.say(deal, Stage.Forecast.BEST, nora.id(), clock.instant());
    Instant wednesday = MONDAY.plusDays(2).atTime(10, 0).atZone(ZONE).toInstant();

    assertThat(snapshots.take(wednesday)).isTrue();
    deals.change(
        deal, details("Guardada", "800", today.plusDays(40)), null, nora.id(), clock.instant());
    assertThat(snapshots.take(wednesday.plusSeconds(60))).as("only once").isFalse();

    Snapshot kept = snapshots.of(MONDAY).orElseThrow();
    assertThat(kept.takenAt()).isEqualTo(wednesday);
    assertThat(kept.isLate(ZONE)).isTrue();
    assertThat(
            jdbc.sql(
                    """
                    select category || ' ' || amount || ' ' || probability
                    from insight.forecast_deal where monday = :monday and opportunity_id = :deal
                    """)
                .param("monday", MONDAY)
                .param("deal", deal.id())
                .query(String.class)
                .list())
        .containsExactly("BEST 700.00 85");
    Instant later = MONDAY.plusWeeks(105).atTime(0, 1).atZone(ZONE).toInstant();
    assertThat(snapshots.take(later)).isTrue();
    assertThat(snapshots.of(MONDAY)).as("older than is kept").isEmpty();
    assertThat(snapshots.of(MONDAY.plusWeeks(105)).orElseThrow().isLate(ZONE)).isFalse();
  }

  @Test
  void whatChangedSinceAddsUpToTheCentAndEachLineToItsDeals() {
    CurrentUser ines = seller("Inés Prevé");
    OpportunityId moved = open("Avanza", "Negociación", "1000.10", today.plusDays(20));
    OpportunityId pushed = open("Se aplaza", "Propuesta", "500", today.plusDays(60));
    OpportunityId won = open("Se gana", "Negociación", "300", today.plusDays(5));
    OpportunityId handed = open("Se pasa", "Prueba", "200", today.plusDays(5));
    open("Nueva", "Contactado", "99.99", today.plusDays(9));
    tell(
        kept(moved, nora, "Prueba", "PIPELINE", 50, "900", today.plusDays(20)),
        kept(pushed, nora, "Propuesta", "BEST", 70, "500", today.plusDays(10)),
        kept(won, nora, "Negociación", "COMMIT", 85, "300", today.plusDays(5)),
        kept(handed, nora, "Prueba", "BEST", 50, "200", today.plusDays(5)),
        kept(OpportunityId.next(), nora, "Prueba", "BEST", 50, "77.07", today));
    deals.win(won, new BigDecimal("350"), today, "Ya", nora.id(), clock.instant());
    jdbc.sql("update pipeline.opportunity set owner_id = :to where id = :deal")
        .param("to", ines.id().id())
        .param("deal", handed.id())
        .update();

    for (Measure measure : Measure.values()) {
      for (YearMonth month :
          new YearMonth[] {null, YearMonth.from(today), YearMonth.from(today.plusDays(20))}) {
        Comparison asked =
            new Comparison(
                new Question(null, nora.id().id(), null),
                snapshots.of(MONDAY).orElseThrow(),
                null,
                clock.instant(),
                measure,
                month,
                "EUR",
                true);
        Changes.Whole whole = changes.whole(asked, cast.teresa());
        BigDecimal sum = whole.then().amount();
        for (Changes.Line line : whole.lines()) {
          sum = sum.add(line.adds());
          Changes.Rows rows = changes.rows(asked, line.kind(), null, cast.teresa());
          assertThat(rows.line()).isEqualTo(line);
          assertThat(
                  rows.page().rows().stream()
                      .map(Changes.Row::adds)
                      .reduce(BigDecimal.ZERO, BigDecimal::add))
              .isEqualByComparingTo(line.adds());
        }
        assertThat(sum).as("%s %s", measure, month).isEqualByComparingTo(whole.now().amount());
      }
    }
    String address = "/reports/forecast/changes?from=" + MONDAY + "&seller=" + nora.id();
    Page page = Page.of(get(cast.teresa(), address));
    assertThat(page.text(".bridge tbody")).contains("1.977,07 €");
    assertThat(page.texts(".bridge tbody td:first-child > a"))
        .containsExactly(
            "Nuevas",
            "Avanzan de etapa",
            "Más seguras",
            "Suben de importe",
            "Se aplazan",
            "Cambian de manos",
            "Ganadas",
            "Desaparecen");
    assertThat(page.text(".bridge tbody")).contains("Vendido en ese tiempo: ");
    assertThat(page.text(".bridge tfoot")).contains("1.600,09 €");
    for (Element line : page.document().select(".bridge tbody td:first-child > a")) {
      Page rows = Page.of(get(cast.teresa(), line.attr("href")));
      assertThat(rows.text("tbody")).as(line.text()).isNotEmpty();
    }
    assertThat(rows(page, "Suben de importe")).contains("900 €", "1.000,10 €", "+100,10 €");
    assertThat(rows(page, "Cambian de manos")).contains("Nora Prevé", "Inés Prevé", "-200 €");
    assertThat(rows(page, "Desaparecen")).contains("ya no existe");
  }

  @Test
  void whoMayNotSeeADealAnyMoreReadsNothingOfIt() {
    CurrentUser ines = seller("Inés Lejos");
    OpportunityId handed = open("Secreta de Inés", "Prueba", "200", today.plusDays(5));
    tell(kept(handed, nora, "Prueba", "BEST", 50, "200", today.plusDays(5)));
    jdbc.sql("update pipeline.opportunity set owner_id = :to, amount = 9999 where id = :deal")
        .param("to", ines.id().id())
        .param("deal", handed.id())
        .update();
    Visibility before = cast.see(Visibility.OWN);
    try {
      CurrentUser viewer = cast.reread(nora.id());
      String rows = "/reports/forecast/changes/rows?kind=handed&from=" + MONDAY;
      assertThat(Page.of(get(viewer, rows)).text("main"))
          .contains("que ya no puedes ver", "-200 €")
          .doesNotContain("Secreta", "9.999", "9999");
      assertThat(Page.of(get(viewer, "/reports/forecast/changes?from=" + MONDAY)).text(".bridge"))
          .contains("Cambian de manos")
          .doesNotContain("Suben");
      Page behind = Page.of(get(viewer, "/reports/forecast/rows?part=best&at=" + MONDAY));
      assertThat(behind.text("main")).doesNotContain("Secreta");
      if (behind.has("[data-row]")) {
        assertThat(behind.file(f -> get(viewer, f)).toString()).doesNotContain("Secreta");
      }
      for (String page :
          List.of("/reports/forecast", "/reports/forecast/changes", "/reports/forecast/accuracy")) {
        assertThat(get(viewer, page + "?seller=" + ines.id())).as(page).hasStatus(404);
        assertThat(get(viewer, page + "?seller=none")).as(page).hasStatus(404);
        assertThat(Page.of(get(viewer, page)).text("main")).doesNotContain("Secreta", "Inés Lejos");
      }
    } finally {
      cast.see(before);
    }
  }

  @Test
  void whatForecastsSaidIsHeldAgainstWhatWasWon() {
    YearMonth month = YearMonth.from(today).minusMonths(2);
    LocalDate monday =
        month
            .atDay(7)
            .with(java.time.temporal.TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
    Instant taken = monday.atTime(0, 5).atZone(ZONE).toInstant();
    boolean there = snapshots.of(monday).isPresent();
    OpportunityId won =
        open("Prevista", "Negociación", "800", today.plusDays(5), taken.minus(Duration.ofDays(90)));
    snapshots.tell(
        monday,
        taken,
        List.of(kept(won, nora, "Negociación", "COMMIT", 50, "1000", month.atEndOfMonth())),
        nora.id());
    deals.win(won, new BigDecimal("800"), month.atDay(20), "Ya", nora.id(), clock.instant());

    Page page = Page.of(get(cast.teresa(), "/reports/forecast/accuracy?seller=" + nora.id()));

    assertThat(page.text(".verdict-line")).contains("Hay un solo mes");
    assertThat(page.text("tbody"))
        .contains("800 €", "1.000 €", "se ganó el 80", "500 €", "no se guardó");
    for (Element cell : page.document().select("tbody td > a")) {
      assertThat(Page.of(get(cast.teresa(), cell.attr("href"))).text("h1"))
          .as(cell.attr("href"))
          .endsWith(cell.text());
    }
    if (!there) {
      jdbc.sql("delete from insight.forecast_snapshot where monday = ?").param(monday).update();
    }
  }

  @Test
  void everyMonthThatEndedIsThereThoughNothingWasSaidOfIt() {
    YearMonth first = YearMonth.from(today).minusMonths(3);
    OpportunityId won =
        open("De hace tres", "Negociación", "900", today.plusDays(5), moment(first.atDay(1), 1));
    List<LocalDate> told = new java.util.ArrayList<>();
    for (YearMonth month : List.of(first, first.plusMonths(1))) {
      LocalDate monday =
          month
              .atDay(7)
              .with(
                  java.time.temporal.TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
      if (snapshots.of(monday).isEmpty()) {
        told.add(monday);
      }
      // In its second month the deal is expected long after it.
      snapshots.tell(
          monday,
          moment(monday, 0),
          List.of(
              kept(
                  won,
                  nora,
                  "Negociación",
                  "COMMIT",
                  50,
                  "900",
                  month.equals(first) ? first.atEndOfMonth() : first.plusMonths(8).atDay(1))),
          nora.id());
    }
    deals.win(
        won,
        new BigDecimal("900"),
        first.plusMonths(1).atDay(20),
        "Ya",
        nora.id(),
        clock.instant());

    Page page = Page.of(get(cast.teresa(), "/reports/forecast/accuracy?seller=" + nora.id()));

    assertThat(page.texts("tbody tr")).hasSize(3);
    assertThat(page.texts("tbody tr").get(2)).contains("0 €", "900 €", "se ganó el 0");
    assertThat(page.texts("tbody tr").get(1))
        .as("nothing was said, and it was won")
        .startsWith(page.texts("tbody th").get(1) + " 900 €")
        .doesNotContain("se ganó");
    assertThat(page.texts("tbody tr").get(0))
        .as("Arena kept nothing then")
        .contains("no se guardó");
    assertThat(page.text(".verdict-line")).contains("Hay 2 meses");
    for (LocalDate monday : told) {
      jdbc.sql("delete from insight.forecast_snapshot where monday = ?").param(monday).update();
    }
  }

  private static Instant moment(LocalDate day, int minute) {
    return day.atTime(0, minute).atZone(ZONE).toInstant();
  }

  @Test
  void aPageAsksTheDatabaseLittle() {
    open("Una", "Negociación", "700", today.plusDays(40));
    tell();
    for (String path :
        List.of(
            "/reports/forecast?seller=" + nora.id(),
            "/reports/forecast",
            "/reports/forecast?at=" + MONDAY,
            "/reports/forecast/rows?part=safe&seller=" + nora.id(),
            "/reports/forecast/changes?from=" + MONDAY,
            "/reports/forecast/changes/rows?kind=new&from=" + MONDAY,
            "/reports/forecast/accuracy")) {
      var teresa = cast.as(cast.teresa());
      assertThat(SqlCount.during(() -> mvc.get().uri(URI.create(path)).with(teresa).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
    Page everybody = Page.of(get(cast.teresa(), "/reports/forecast?part=best"));
    assertThat(everybody.texts("table.forecast tbody th a")).contains("Nora Prevé");
  }

  private String rows(Page page, String line) {
    Element link =
        page.document().select(".bridge tbody td:first-child > a").stream()
            .filter(a -> a.text().equals(line))
            .findFirst()
            .orElseThrow();
    return Page.of(get(cast.teresa(), link.attr("href"))).text("main");
  }

  private static String row(Page page, int which) {
    Element row = page.document().select("table.forecast tbody tr").get(which);
    StringBuilder text = new StringBuilder(row.select("th").text());
    row.select("td")
        .forEach(
            td -> text.append(' ').append(td.attr("data-label")).append(' ').append(td.text()));
    return text.toString();
  }

  private static BigDecimal number(String money) {
    String digits = money.replaceAll("[^0-9,-]", "").replace(',', '.');
    return digits.isEmpty() ? BigDecimal.ZERO : new BigDecimal(digits);
  }

  private void tell(Kept... kept) {
    snapshots.tell(MONDAY, MONDAY.atTime(0, 5).atZone(ZONE).toInstant(), List.of(kept), nora.id());
  }

  private Kept kept(
      OpportunityId deal,
      CurrentUser owner,
      String stage,
      String category,
      int probability,
      String amount,
      LocalDate close) {
    return new Kept(
        deal.id(),
        owner.id().id(),
        stage(stage).id(),
        category,
        probability,
        new BigDecimal(amount),
        "EUR",
        close);
  }

  private OpportunityId open(String name, String stage, String amount, LocalDate close) {
    return open(name, stage, amount, close, clock.instant());
  }

  private OpportunityId open(
      String name, String stage, String amount, LocalDate close, Instant at) {
    return deals.open(
        NewDeal.of(details(name, amount, close), Plan.step("Llamar", today.plusDays(1)), at)
            .in(stage(stage), "Ya venía hablado"),
        nora.id(),
        at);
  }

  /** As an import brings it. */
  private OpportunityId bare(String name, String stage) {
    return deals.open(
        NewDeal.of(details(name, null, null), Plan.step("Llamar", today), clock.instant())
            .in(stage(stage))
            .knownAs(new OutsideId("previsto", UUID.randomUUID().toString())),
        nora.id(),
        clock.instant());
  }

  private DealDetails details(String name, @Nullable String amount, @Nullable LocalDate close) {
    CompanyId company =
        book.addCompany(
                CompanyId.next(),
                CompanyDetails.named("Empresa " + UUID.randomUUID()),
                nora.id(),
                clock.instant())
            .id();
    return DealDetails.of(
        name,
        null,
        company,
        nora.id(),
        amount == null ? null : new BigDecimal(amount),
        Currency.getInstance("EUR"),
        close);
  }

  private StageId stage(String name) {
    return deals.stages().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private CurrentUser seller(String name) {
    cast.marcos(); // with whom the company is there
    UserId id = UserId.next();
    jdbc.sql(
            """
            insert into identity.user_account
              (id, email, name, enabled, credential_era, created_at, version)
            values (:id, :email, :name, true, 0, now(), 0)
            """)
        .param("id", id.id())
        .param("email", id + "@almendro.example")
        .param("name", name)
        .update();
    jdbc.sql("insert into identity.user_role values (:id, 'SALES')").param("id", id.id()).update();
    return cast.reread(id);
  }

  private MvcTestResult get(CurrentUser as, String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(as)).exchange();
  }
}
