package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.DealDetails;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.NewDeal;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.pipeline.Stage;
import com.arenacrm.pipeline.forecast.DealForecasts;
import com.arenacrm.planner.goals.Measure;
import com.arenacrm.shared.Quarter;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What both teams mean to reach in a quarter, as each of them reads it. */
@ArenaTest
class GoalPageTests {

  private static final ZoneId ZONE = ZoneId.of("Europe/Madrid");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired DealForecasts said;
  @Autowired ContactBook book;
  @Autowired GoalReports reports;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @AfterEach
  void forget() {
    jdbc.sql("delete from planner.goal").update();
    jdbc.sql("delete from planner.goal_quarter").update();
  }

  @Test
  void managersSetThemAndBothTeamsReadTheSame() {
    assertThat(set("2014-Q1", "0", "accepted", "40", "revenue", "1.000,50"))
        .hasStatus3xxRedirection();

    for (CurrentUser reader : List.of(cast.lucia(), cast.marcos(), cast.teresa())) {
      Page page = page(reader, "2014-Q1");
      assertThat(row(page, Measure.ACCEPTED)).contains("40", "0 %", "no se llegó", "faltan 40");
      assertThat(row(page, Measure.REVENUE)).contains("1.000,50 €");
      assertThat(row(page, Measure.REFERRALS)).contains("sin objetivo");
    }
    assertThat(page(cast.marcos(), "2014-Q1").document().select("a[href^=/planner/goals]"))
        .isEmpty();
    assertThat(
            mvc.post()
                .uri("/planner/goals")
                .param("quarter", "2014-Q1")
                .param("version", "1")
                .with(cast.as(cast.lucia()))
                .with(csrf())
                .exchange())
        .hasStatus(403);
  }

  @Test
  void aGoalThatIsMovedIsSeenToHaveBeenMoved() {
    set("2014-Q1", "0", "accepted", "40", "repeats", "5");
    set("2014-Q1", "1", "accepted", "30", "repeats", "5");

    Page page = page(cast.marcos(), "2014-Q1");
    assertThat(page.text("details.more"))
        .contains("Un objetivo era otro antes")
        .contains("Prospectos aceptados: 40, fijado por Teresa Prado")
        .doesNotContain("Compras repetidas");
    assertThat(row(page, Measure.ACCEPTED)).contains("30");

    // Taken back, it is one no longer, and still said to have been.
    set("2014-Q1", "2", "repeats", "5");
    Page without = page(cast.marcos(), "2014-Q1");
    assertThat(row(without, Measure.ACCEPTED)).contains("sin objetivo");
    assertThat(without.text("details.more")).contains("2 objetivos eran otros antes");
  }

  @Test
  void whatCannotBeReadIsSaidBesideItAndKept() {
    MvcTestResult wrong =
        set(
            "2014-Q1",
            "0",
            "accepted",
            "muchos",
            "coverage",
            "120",
            "revenue",
            "-5",
            "repeats",
            "3");

    assertThat(wrong).hasStatus(422);
    Page form = Page.of(wrong);
    assertThat(form.value("accepted")).isEqualTo("muchos");
    assertThat(form.value("repeats")).isEqualTo("3");
    assertThat(form.text("#accepted-notes")).contains("número entero mayor que cero");
    assertThat(form.text("#coverage-notes")).contains("de 1 a 100");
    assertThat(form.text("#revenue-notes")).contains("importe mayor que cero");
    assertThat(form.text("#repeats-notes")).doesNotContain("Escribe");
    assertThat(page(cast.teresa(), "2014-Q1").text("main")).contains("no tiene objetivos");
  }

  @Test
  void whatIsTooMuchIsSaidToBeSo() {
    Page form = Page.of(set("2014-Q1", "0", "accepted", "99999999999", "revenue", "999999999999"));

    assertThat(form.text("#accepted-notes .error")).contains("hasta 1.000.000");
    assertThat(form.text("#revenue-notes .error")).contains("hasta 99.999.999.999 €");
  }

  @Test
  void nobodyOverwritesAnothersUnseen() {
    set("2014-Q1", "0", "accepted", "40");

    MvcTestResult late = set("2014-Q1", "0", "accepted", "50");

    assertThat(late).hasStatus(409);
    Page form = Page.of(late);
    assertThat(form.value("accepted")).isEqualTo("50");
    assertThat(form.text("#accepted-notes")).contains("40");
    assertThat(set("2014-Q1", form.value("version"), "accepted", "50")).hasStatus3xxRedirection();
  }

  @Test
  void whatWasReachedIsThatOfTheQuartersDaysInTheCompanysCurrency() {
    won("250", "EUR", LocalDateTime.of(2014, 2, 10, 12, 0));
    won("100.25", "EUR", LocalDateTime.of(2014, 3, 31, 23, 30));
    won("999", "EUR", LocalDateTime.of(2014, 4, 1, 0, 30));
    won("77", "USD", LocalDateTime.of(2014, 2, 11, 12, 0));

    Page page = page(cast.teresa(), "2014-Q1");
    assertThat(row(page, Measure.REVENUE)).contains("350,25 €");
    Page rows = rows(cast.teresa(), Measure.REVENUE, "2014-Q1");
    assertThat(rows.text("h1")).contains("350,25 €");
    assertThat(rows.document().select("tbody tr")).hasSize(2);
    assertThat(rows.file(f -> mvc.get().uri(URI.create(f)).with(cast.as(cast.teresa())).exchange()))
        .hasSize(2);
    // Sales people who see only their own are told that there are more, and the sum is the same.
    Page hers = rows(cast.ines(), Measure.REVENUE, "2014-Q1");
    assertThat(hers.text("h1")).contains("350,25 €");
  }

  @Test
  void theAmountIsExpectedFromWhatClosesBeforeTheQuarterEnds() {
    LocalDate today = cast.teresa().today(clock);
    Quarter quarter = Quarter.of(today);
    BigDecimal before = expected(quarter, today);
    open("Propuesta", "1000", quarter.end().minusDays(1));
    assertThat(expected(quarter, today).subtract(before)).isEqualByComparingTo("700");

    open("Propuesta", "500", quarter.end());
    open("Propuesta", "300", today.minusDays(1));
    said.say(
        open("Propuesta", "200", today),
        Stage.Forecast.OMITTED,
        cast.marcos().id(),
        clock.instant());
    assertThat(expected(quarter, today).subtract(before)).isEqualByComparingTo("700");
  }

  @Test
  void coverageIsTheMeanOfItsWeeks() {
    Page page = rows(cast.lucia(), Measure.COVERAGE, "2014-Q1");

    assertThat(page.document().select("tbody tr")).hasSize(13);
    assertThat(page.document().select("tbody th a").get(0).attr("href")).contains("week=2014-W01");
  }

  @Test
  void thePagesSendFewStatements() {
    set("2014-Q1", "0", "accepted", "40");
    var teresa = cast.as(cast.teresa());
    String now = Quarter.of(cast.teresa().today(clock)).toString();
    for (String path :
        List.of(
            "/reports/goals",
            "/reports/goals?quarter=2014-Q1",
            "/reports/goals/rows?measure=accepted&quarter=" + now,
            "/reports/goals/rows?measure=coverage&quarter=" + now,
            "/planner/goals?quarter=2014-Q1")) {
      assertThat(SqlCount.during(() -> mvc.get().uri(URI.create(path)).with(teresa).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
    assertThat(mvc.get().uri("/reports/goals/rows?measure=magic").with(teresa).exchange())
        .hasStatus(404);
    assertThat(mvc.get().uri("/reports/goals/export?quarter=2014-Q1").with(teresa).exchange())
        .hasStatusOk()
        .bodyText()
        .contains("Prospectos aceptados");
  }

  private BigDecimal expected(Quarter quarter, LocalDate today) {
    return reports.board(quarter, today, cast.teresa()).lines().stream()
        .filter(l -> l.measure() == Measure.REVENUE)
        .findFirst()
        .map(GoalProgress::forecast)
        .orElseThrow();
  }

  private Page page(CurrentUser reader, String quarter) {
    return Page.of(
        mvc.get().uri("/reports/goals?quarter=" + quarter).with(cast.as(reader)).exchange());
  }

  private Page rows(CurrentUser reader, Measure measure, String quarter) {
    return Page.of(
        mvc.get()
            .uri("/reports/goals/rows?measure=" + measure.key() + "&quarter=" + quarter)
            .with(cast.as(reader))
            .exchange());
  }

  private static String row(Page page, Measure measure) {
    return page.document()
        .select("table.goals tbody tr")
        .get(measure.ordinal())
        .text()
        .replace('\u00a0', ' ');
  }

  private MvcTestResult set(String quarter, String version, String... goals) {
    var post = mvc.post().uri("/planner/goals").param("quarter", quarter).param("version", version);
    for (int i = 0; i < goals.length; i += 2) {
      post.param(goals[i], goals[i + 1]);
    }
    return post.with(cast.as(cast.teresa())).with(csrf()).exchange();
  }

  private void won(String amount, String currency, LocalDateTime at) {
    OpportunityId deal = open("Propuesta", amount, cast.teresa().today(clock), currency);
    deals.win(
        deal,
        new BigDecimal(amount),
        cast.teresa().today(clock),
        "Ya",
        cast.marcos().id(),
        clock.instant());
    OffsetDateTime moment = at.atZone(ZONE).toOffsetDateTime();
    jdbc.sql("update pipeline.opportunity set opened_at = ?, closed_at = ? where id = ?")
        .params(moment, moment, deal.id())
        .update();
  }

  private OpportunityId open(String stage, String amount, LocalDate close) {
    return open(stage, amount, close, "EUR");
  }

  private OpportunityId open(String stage, String amount, LocalDate close, String currency) {
    CurrentUser marcos = cast.marcos();
    CompanyId company =
        book.addCompany(
                CompanyId.next(),
                CompanyDetails.named("Meta " + UUID.randomUUID()),
                marcos.id(),
                clock.instant())
            .id();
    return deals.open(
        NewDeal.of(
                DealDetails.of(
                    "Meta",
                    null,
                    company,
                    marcos.id(),
                    new BigDecimal(amount),
                    Currency.getInstance(currency),
                    close),
                Plan.step("Llamar", marcos.today(clock).plusDays(1)),
                clock.instant())
            .in(
                deals.stages().stream()
                    .filter(s -> s.name().equals(stage))
                    .findFirst()
                    .orElseThrow()
                    .id(),
                "Ya venía hablado"),
        marcos.id(),
        clock.instant());
  }
}
