package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The budget by month and phase, beside what the plan costs. */
@ArenaTest
class BudgetPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired JdbcClient jdbc;

  @Test
  void eachMonthSaysWhatIsSpentPlannedAndTooMuch() {
    CurrentUser lucia = cast.lucia();
    Plan plan = new Plan(planner, jdbc);
    ProfileId profile = plan.profile("Presupuesto", lucia.id());
    LocalDate march = LocalDate.of(2043, 3, 10);
    ActivityId done = plan.once("Hecha", HourglassPhase.TRY, profile, march, lucia);
    plan.done(plan.on(done, march).occurrence(), lucia, march);
    plan.once("Por hacer", HourglassPhase.TRY, profile, march.plusDays(3), lucia);
    plan.once("Mayo", HourglassPhase.BUY, profile, march.plusMonths(2), lucia);

    assertThat(page("").text("main")).contains("Aún no hay presupuesto");
    Page form = page("&edit=true");
    assertThat(form.document().select("input[inputmode=decimal]")).hasSize(84);
    MvcTestResult wrong = set(form.value("version"), "TRY_3", "mucho");
    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).value("TRY_3")).isEqualTo("mucho");

    assertThat(set(form.value("version"), "TRY_3", "100,50")).hasStatus3xxRedirection();
    Page page = page("");
    Element cell = page.document().selectFirst("tr.phase-try").select("td").get(2);
    // 10 € were spent and 120 € are still open, of 100.50 €.
    assertThat(cell.text().replace('\u00a0', ' '))
        .isEqualTo("10 € / 240 € de 100,50 € 29,50 € de más");
    Page list = Page.of(get(cell.selectFirst("a").attr("href")));
    assertThat(list.text("tfoot").replace('\u00a0', ' ')).contains("240 €", "10 €");
    assertThat(page.text("tfoot").replace('\u00a0', ' ')).contains("10 € / 360 €");
    MvcTestResult more = set(page("&edit=true").value("version"), "TRY_3", "500");
    assertThat(more).hasStatus3xxRedirection();
    Page left = page("");
    assertThat(left.document().selectFirst("tr.phase-try").select("td").last().text())
        .as("of the phase")
        .matches(".*quedan 370.€.*");
    assertThat(left.document().selectFirst("tfoot").select("td").get(2).text())
        .as("of the month")
        .matches(".*quedan 370.€.*");
    assertThat(SqlCount.during(() -> page(""))).hasSizeLessThanOrEqualTo(8);

    MvcTestResult late = set(form.value("version"), "TRY_3", "70");
    assertThat(late).hasStatus(409);
    assertThat(Page.of(late).value("TRY_3")).isEqualTo("70");
    assertThat(Page.of(late).text(".meanwhile")).contains("500");

    assertThat(get("/planner/budget.csv?year=2043").getResponse().getHeader("Content-Disposition"))
        .contains("arena-budget-2043.csv");
  }

  @Test
  void thePlanAndWhatWasSpentCountWhatWasNotDoneOnEveryPage() {
    CurrentUser lucia = cast.lucia();
    Plan plan = new Plan(planner, jdbc);
    ProfileId profile = plan.profile("Libre", lucia.id());
    LocalDate day = LocalDate.of(2044, 8, 10);
    ActivityId off = plan.once("Anulada", HourglassPhase.REFER, profile, day, lucia);
    plan.once("Sigue", HourglassPhase.REFER, profile, day, lucia);
    planner.close(
        plan.on(off, day).occurrence(),
        new Result(false, "Llovía", null, null, null, new BigDecimal("45.50")),
        lucia,
        Plan.at(day));

    Element cell =
        Page.of(get("/planner/budget?year=2044"))
            .document()
            .selectFirst("tr.phase-refer")
            .select("td")
            .get(7);
    assertThat(cell.text().replace('\u00a0', ' ')).startsWith("45,50 € / 240 €");
    Page list = Page.of(get(cell.selectFirst("a").attr("href")));
    assertThat(list.texts("tfoot td").stream().map(t -> t.replace('\u00a0', ' ')))
        .containsExactly("240 €", "45,50 €");
    assertThat(
            list.texts("tbody td[data-label^=Previsto]").stream()
                .map(t -> t.replace('\u00a0', ' ')))
        .as("the rows add up to it")
        .containsExactly("120 €", "120 €");
    assertThat(list.text("main")).contains("cuentan también lo que no se hizo");
    String week = "week=" + Week.of(day) + "&profile=" + profile;
    assertThat(Page.of(get("/planner/week?" + week)).text("main").replace('\u00a0', ' '))
        .contains("45,50 € de 240 €", "194,50 € sin gastar", "también en lo que no se hizo");
    assertThat(Page.of(get("/planner/week?view=list&" + week)).text("tfoot").replace('\u00a0', ' '))
        .contains("240 €", "45,50 €");
    MvcTestResult report =
        mvc.get()
            .uri(
                URI.create(
                    "/reports/coverage/rows?figure=investment_planned&week="
                        + Week.of(day)
                        + "&profile="
                        + profile))
            .with(cast.as(cast.teresa()))
            .exchange();
    assertThat(Page.of(report).texts("tbody tr")).hasSize(2);
    assertThat(Page.of(report).text("tfoot").replace('\u00a0', ' ')).contains("240 €");
    assertThat(Page.of(report).text(".lede")).contains("también las que no se hicieron");
    Page results =
        Page.of(
            get(
                "/reports/results/rows?measure=spent&from=2044-08-01&until=2044-08-31&profile="
                    + profile));
    assertThat(results.text("h1").replace('\u00a0', ' ')).contains("45,50 €");
    assertThat(results.text(".lede")).contains("también en las que no se hicieron");
  }

  @Test
  void whatIsSpentWithoutABudgetIsSaidCountsInTheTotalsAndLeavesLessThanNothing() {
    CurrentUser lucia = cast.lucia();
    Plan plan = new Plan(planner, jdbc);
    ProfileId profile = plan.profile("Sin presupuesto", lucia.id());
    LocalDate march = LocalDate.of(2045, 3, 6);
    for (HourglassPhase phase : List.of(HourglassPhase.TRY, HourglassPhase.BUY)) {
      ActivityId done = plan.once("Gastada " + phase, phase, profile, march, lucia);
      plan.done(plan.on(done, march).occurrence(), lucia, march);
    }
    plan.once("Por gastar", HourglassPhase.BUY, profile, march.plusMonths(1), lucia);
    Page none = Page.of(get("/planner/budget?year=2045"));
    assertThat(none.text("main"))
        .as("a year without any budget is no year that was overdrawn")
        .contains("Aún no hay presupuesto")
        .doesNotContain("sin presupuesto quedan");

    assertThat(
            mvc.post()
                .uri("/planner/budget")
                .with(cast.as(cast.lucia()))
                .with(csrf())
                .param("year", "2045")
                .param("version", "0")
                .param("TRY_3", "100")
                .exchange())
        .hasStatus3xxRedirection();
    Page page = Page.of(get("/planner/budget?year=2045"));
    assertThat(cells(page, "tr.phase-buy").get(2))
        .isEqualTo("10 € / 120 € sin presupuesto quedan -10 €");
    assertThat(cells(page, "tr.phase-buy").get(3))
        .isEqualTo("0 € / 120 € sin presupuesto quedan -120 €");
    assertThat(cells(page, "tr.phase-buy").get(12)).contains("sin presupuesto quedan -130 €");
    assertThat(cells(page, "tfoot").get(2))
        .as("the month is the sum of its cells: 100 − 10 and −10")
        .isEqualTo("20 € / 240 € de 100 € quedan 80 € 10 € sin presupuesto");
    assertThat(cells(page, "tfoot").get(3)).endsWith("sin presupuesto quedan -120 €");
    assertThat(cells(page, "tfoot").get(12)).contains("de 100 € 40 € de más");
    assertThat(page.text(".facts").replace('\u00a0', ' ')).contains("Queda -40 €");
    assertThat(page.text(".notice").replace('\u00a0', ' ')).startsWith("130 €");
    assertThat(get("/planner/budget.csv?year=2045"))
        .bodyText()
        .contains("2045-03;Comprar;;120,00;10,00;-10,00");
  }

  private static List<String> cells(Page page, String row) {
    return page.document().selectFirst(row).select("td").stream()
        .map(td -> td.text().replace('\u00a0', ' ').replace('\u2212', '-'))
        .toList();
  }

  @Test
  void theListSaysWhichDaysAreHolidays() {
    LocalDate day = LocalDate.of(2042, 8, 19);
    CurrentUser lucia = cast.lucia();
    Plan plan = new Plan(planner, jdbc);
    plan.once("En festivo", HourglassPhase.REFER, plan.profile("Festivo", lucia.id()), day, lucia);
    jdbc.sql("update identity.organization set holidays = array[cast(:day as date)]")
        .param("day", day)
        .update();
    try {
      String days = "from=" + day.minusDays(2) + "&until=" + day.plusDays(2);
      Page list = Page.of(get("/planner/list?" + days));
      assertThat(list.text(".hint-line")).contains("Festivo:", "19 ago");
      assertThat(list.text("tbody")).contains("festivo");
      assertThat(
              Page.of(get("/planner/week?view=list&week=" + Week.of(day))).text("table.list tbody"))
          .contains("festivo");
    } finally {
      jdbc.sql("update identity.organization set holidays = '{}'").update();
    }
  }

  @Test
  void salesReadsItAndDoesNotSetIt() {
    assertThat(
            mvc.post()
                .uri("/planner/budget")
                .param("year", "2043")
                .with(cast.as(cast.marcos()))
                .with(csrf()))
        .hasStatus(403);
    assertThat(mvc.get().uri("/planner/budget").with(cast.as(cast.marcos()))).hasStatusOk();
  }

  private MvcTestResult set(String version, String field, String value) {
    return mvc.post()
        .uri("/planner/budget")
        .param("year", "2043")
        .param("version", version)
        .param(field, value)
        .with(cast.as(cast.lucia()))
        .with(csrf())
        .exchange();
  }

  private Page page(String more) {
    return Page.of(get("/planner/budget?year=2043" + more));
  }

  private MvcTestResult get(String path) {
    MvcTestResult result = mvc.get().uri(URI.create(path)).with(cast.as(cast.lucia())).exchange();
    assertThat(result).hasStatusOk();
    return result;
  }
}
