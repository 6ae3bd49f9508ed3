package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.Plan.Stored;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The month and the quarter, so that gaps show; and what still has to be confirmed. */
@ArenaTest
class CalendarPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired JdbcClient jdbc;

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Calendario", lucia.id(), HourglassPhase.REFER);
  }

  @Test
  void whatWasConfirmedIsTentativeAgain() {
    LocalDate day = LocalDate.of(2034, 11, 8);
    ActivityId id =
        plan.series(
            "Por confirmar",
            profile,
            day,
            Recurrence.weekly(1, day.getDayOfWeek()).times(3),
            lucia);
    jdbc.sql("update planner.activity set tentative = true where id = ?").param(id.id()).update();
    jdbc.sql("update planner.occurrence set tentative = true where activity_id = ?")
        .param(id.id())
        .update();
    Stored first = plan.occurrences(id).get(0);
    for (String page : List.of("/planner/occurrences/" + first.id(), "/planner/activities/" + id)) {
      var made =
          mvc.post().uri(page + "/confirmation").with(cast.as(lucia)).with(csrf()).exchange();
      assertThat(made).hasRedirectedUrl(page);
      assertThat(tentative(id)).isEqualTo(page.contains("occurrences") ? 2 : 0);
      String undo = String.valueOf(made.getMvcResult().getFlashMap().get("flashUndo"));
      assertThat(mvc.post().uri(URI.create(undo)).with(cast.as(lucia)).with(csrf()))
          .hasRedirectedUrl(page);
      assertThat(tentative(id)).isEqualTo(3);
    }
    assertThat(
            jdbc.sql("select tentative from planner.activity where id = ?")
                .param(id.id())
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private int tentative(ActivityId id) {
    return jdbc.sql("select count(*) from planner.occurrence where activity_id = ? and tentative")
        .param(id.id())
        .query(Integer.class)
        .single();
  }

  @Test
  void theMonthShowsEachWeekOfEachPhaseAndItsGaps() {
    LocalDate day = LocalDate.of(2034, 3, 8);
    ActivityId fair = plan.once("Feria del pan", HourglassPhase.TRY, profile, day, lucia);
    plan.done(plan.on(fair, day).occurrence(), lucia, day);
    plan.once("Cata", HourglassPhase.TRY, profile, day.plusDays(1), lucia);

    Page page = get("/planner/month?month=2034-03&profile=" + profile);
    assertThat(page.title()).isEqualTo("marzo 2034");
    // 1 March 2034 is a Wednesday, 31 a Friday: weeks 9 to 13.
    assertThat(page.texts("thead b")).containsExactly("9", "10", "11", "12", "13");
    Element cell = page.document().select("tr.phase-try td").get(1);
    assertThat(cell.text()).contains("1 de 2", "Feria del pan ✓ hecha", "Cata planificada");
    assertThat(cell.selectFirst(".count").attr("href"))
        .contains("week=2034-W10", "view=list", "phase=TRY", "profile=" + profile);
    assertThat(page.document().select("tr.phase-try td.gap")).hasSize(4);
    assertThat(page.document().select("tr.phase-know td.gap")).hasSize(5);
    assertThat(page.text("tr.phase-refer td.out")).contains("No aplica", "con este producto");
    assertThat(page.text(".grid-sums")).contains("29 huecos");
    assertThat(page.texts("tfoot td").get(1)).isEqualTo("1 de 6 fases");
  }

  @Test
  void aGapOpensAnActivityWithPhaseDayAndProfile() {
    Element add =
        get("/planner/month?month=2034-03&profile=" + profile)
            .document()
            .select("tr.phase-like td.gap a")
            .get(2);

    Page form = get(add.attr("href"));
    assertThat(form.value("firstDay")).isEqualTo(new Week(2034, 11).monday().toString());
    assertThat(form.document().select("#phase option[selected]").val()).isEqualTo("LIKE");
    assertThat(form.document().select("#profile option[selected]").val())
        .isEqualTo(profile.toString());
  }

  @Test
  void theQuarterIsAStripOfThirteenWeeksAndOfFourteenAtTheEndOfALongYear() {
    LocalDate day = new Week(2034, 20).monday();
    plan.once("Boletín", HourglassPhase.LIKE, profile, day, lucia);

    Page page = get("/planner/quarter?quarter=2034-Q2&profile=" + profile);
    assertThat(page.texts("thead b")).hasSize(13).startsWith("14").endsWith("26");
    assertThat(page.document().select("tr.phase-like td.gap")).hasSize(12);
    assertThat(page.document().select("tr.phase-like td").get(6).text()).isEqualTo("0/1");
    assertThat(get("/planner/quarter?quarter=2026-Q4").texts("thead b")).hasSize(14).endsWith("53");
    assertThat(get("/planner/quarter?quarter=2027-Q1").texts("thead b"))
        .hasSize(13)
        .startsWith("1");
  }

  @Test
  void somebodysOwnCalendarShowsTheirNumbersAndTheGapsOfEverybody() {
    LocalDate day = LocalDate.of(2034, 4, 11);
    plan.once("De Lucía", HourglassPhase.KNOW, profile, day, lucia);
    CurrentUser marcos = cast.marcos();

    Page page = get("/planner/month?month=2034-04&profile=" + profile + "&owner=" + marcos.id());
    Element cell = page.document().select("tr.phase-know td").get(2);
    assertThat(cell.text()).isEmpty();
    assertThat(cell.hasClass("gap")).isFalse();
    assertThat(page.text("main")).contains("Solo ves lo de Marcos Vidal");
  }

  @Test
  void aSlipInTheAddressShowsThePresent() {
    assertThat(get("/planner/month?month=nunca").texts(".actions a[aria-current=date]"))
        .containsExactly("Este mes");
    assertThat(get("/planner/quarter?quarter=9999-Q7").texts(".actions a[aria-current=date]"))
        .containsExactly("Este trimestre");
    assertThat(get("/planner/quarter?quarter=2026-Q5").text(".flash-unread"))
        .contains("«2026-Q5»", "Se escribe así: 2026-Q4.");
    assertThat(get("/planner/month?month=2026-13").text(".flash-unread"))
        .contains("«2026-13»", "Se escribe así: 2026-11.");
    assertThat(get("/planner/quarter?quarter=2026-Q4").has(".flash-unread")).isFalse();
    assertThat(get("/planner/month").has(".flash-unread")).isFalse();
  }

  @Test
  void bothNeedFewStatementsWhateverTheirRows() {
    LocalDate day = LocalDate.of(2034, 5, 2);
    for (int i = 0; i < 12; i++) {
      plan.once("Acto " + i, HourglassPhase.KNOW, profile, day, lucia);
    }
    for (String path :
        List.of("/planner/month?month=2034-05", "/planner/quarter?quarter=2034-Q2")) {
      assertThat(
              SqlCount.during(
                  () -> assertThat(mvc.get().uri(path).with(cast.as(lucia))).hasStatusOk()))
          .hasSizeLessThanOrEqualTo(8);
    }
    Element cell =
        get("/planner/month?month=2034-05&profile=" + profile)
            .document()
            .select("tr.phase-know td")
            .get(0);
    assertThat(cell.select(".line")).hasSize(4);
    assertThat(cell.text()).contains("0 de 12", "y 8 más");
  }

  @Test
  void whatIsTentativeStandsApartUntilItIsConfirmed() {
    LocalDate day = LocalDate.of(2034, 6, 6);
    ActivityDetails d = Plan.details("Mesa redonda", HourglassPhase.TRUST, profile, lucia.id());
    ActivityId id =
        planner.plan(
            new NewActivity(
                ActivityId.next(),
                new ActivityDetails(
                    d.title(),
                    d.phase(),
                    d.profile(),
                    d.owner(),
                    d.goal(),
                    d.channel(),
                    d.investment(),
                    d.nature(),
                    null,
                    null,
                    FollowUp.NONE,
                    null,
                    null,
                    true),
                Schedule.once(day)),
            lucia.id(),
            Plan.at(day));
    Stored stored = plan.on(id, day);
    String week = "/planner/week?week=" + Week.of(day) + "&profile=" + profile;

    Page page = get(week);
    assertThat(page.text(".act.s-tentative")).contains("Mesa redonda", "por confirmar");
    assertThat(page.texts(".summary dd:not(.sub)").get(1)).isEqualTo("1 de 6 fases");
    assertThat(page.text(".summary")).contains("1 por confirmar");
    Page list = get(page.document().selectFirst(".summary dd.sub a").attr("href"));
    assertThat(list.texts("tbody tr")).hasSize(1);
    assertThat(get("/planner/month?month=2034-06&profile=" + profile).text(".s-tentative"))
        .contains("Mesa redonda");

    assertThat(
            mvc.post()
                .uri("/planner/occurrences/" + stored.id() + "/confirmation")
                .with(cast.as(cast.marcos()))
                .with(csrf()))
        .hasStatus(403);
    assertThat(
            mvc.post()
                .uri("/planner/occurrences/" + stored.id() + "/confirmation")
                .with(cast.as(lucia))
                .with(csrf()))
        .hasStatus3xxRedirection();
    assertThat(get(week).has(".s-tentative")).isFalse();
    assertThat(get("/planner/activities/" + id).text("h1 ~ .phase-line")).contains("por confirmar");
    mvc.post()
        .uri("/planner/activities/" + id + "/confirmation")
        .with(cast.as(lucia))
        .with(csrf())
        .exchange();
    assertThat(get("/planner/activities/" + id).has("form[action$=confirmation]")).isFalse();
  }

  private Page get(String path) {
    var result = mvc.get().uri(URI.create(path)).with(cast.as(lucia)).exchange();
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }
}
