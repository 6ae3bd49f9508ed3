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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Weeks of 2016, which nobody else's tests touch. */
@ArenaTest
class MeetingTests {

  private static final Instant LATER = Instant.parse("2099-01-01T09:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired Occurrences occurrences;
  @Autowired JdbcClient jdbc;

  private Plan plan;
  private ProfileId profile;
  private CurrentUser lucia;

  @BeforeEach
  void aProfile() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Reunión", lucia.id());
  }

  @Test
  void theMeetingGoesFromWhatWasDoneToWhatIsMissingNextWeek() {
    Week week = new Week(2016, 20);
    OccurrenceId done = once("Feria hecha", HourglassPhase.KNOW, week);
    plan.done(done, lucia, week.monday());
    OccurrenceId not = once("Cata fallida", HourglassPhase.TRY, week);
    planner.close(not, Result.notDone("Sin sala"), lucia, Plan.at(week.monday()));
    plan.once("La siguiente", HourglassPhase.LIKE, profile, week.next().monday(), lucia);

    Page phases = page(week, "phases", cast.marcos());
    assertThat(phases.text(".phase-know")).contains("Feria hecha").contains("hecha");
    assertThat(phases.text(".lede")).startsWith("1 de ");
    Page missed = page(week, "missed", cast.marcos());
    assertThat(missed.text(".closing")).contains("Cata fallida").contains("Sin sala");
    Page next = page(week, "next", lucia);
    assertThat(next.text(".phase-like")).contains("La siguiente");
    assertThat(next.document().select(".phase-repeat a.btn").attr("href"))
        .contains("phase=REPEAT")
        .contains("day=" + week.next().monday());
    assertThat(page(week, "next", cast.marcos()).has(".phase-repeat a.btn"))
        .as("who cannot plan is not asked to")
        .isFalse();
    assertThat(
            page(week, "demand", cast.teresa())
                .document()
                .select("section [hx-get]")
                .attr("hx-get"))
        .isEqualTo("/reports/week-demand?week=" + week);
  }

  @Test
  void theWeekIsClosedByThoseWhoSitTogetherWithOneLearning() {
    Week week = new Week(2016, 24);
    plan.done(once("Algo", HourglassPhase.KNOW, week), lucia, week.monday());

    MvcTestResult blank = close(week, " ", lucia);
    assertThat(blank).hasStatus(422);
    assertThat(Page.of(blank).text(".error")).contains("una frase");
    assertThat(close(week, "Los martes sí", cast.marcos())).hasStatus(403);
    assertThat(close(week, "Los martes sí", lucia)).hasStatus(302);

    Page closed = page(week, "learned", cast.marcos());
    assertThat(closed.text(".learned")).isEqualTo("Los martes sí");
    assertThat(closed.text("main")).contains("Estuvieron: Lucía Ferrer, Marcos Vidal");
    assertThat(closed.text("main")).contains("Ninguna: los resultados");
  }

  @Test
  void whoWasInvitedWhoCameAndTheSignalsAreThreeNumbersOfEachThatWasDone() {
    Week week = new Week(2016, 44);
    OccurrenceId id = once("Cata contada", HourglassPhase.TRY, week);
    once("Aún abierta", HourglassPhase.TRY, week);
    plan.done(once("Sin contar", HourglassPhase.TRY, week), lucia, week.monday());
    planner.close(
        id, Result.done(null, 30, 12, new BigDecimal("95")), lucia, Plan.at(week.monday()));

    assertThat(page(week, "phases", cast.marcos()).texts(".three"))
        .as("what nobody counted is left out")
        .containsExactlyInAnyOrder("30 convocadas · 12 asistieron · 0 señales", "0 señales");
    Page closing = Page.of(get("/planner/week/closing?week=" + week, lucia));
    assertThat(
            closing.texts("[data-label=Convocadas], [data-label=Asistieron], [data-label=Señales]"))
        .contains("30", "12", "0");
  }

  @Test
  void whatIsOpenKeepsTheWeekOpen() {
    Week week = new Week(2016, 28);
    once("Pendiente", HourglassPhase.KNOW, week);

    assertThat(page(week, "learned", lucia).has("[name=learned]")).isFalse();
    assertThat(page(week, "missed", lucia).text("main")).contains("Pendiente");
    assertThat(close(week, "Ya", lucia)).hasStatus(422);
  }

  @Test
  void whatIsPutRightAfterTheCloseIsSeenWithWhoAndWhen() {
    Week week = new Week(2016, 32);
    OccurrenceId id = once("Contada mal", HourglassPhase.TRY, week);
    planner.close(
        id, Result.done(null, 30, 12, new BigDecimal("95")), lucia, Plan.at(week.monday()));
    correct(id, Result.done(null, 30, 13, new BigDecimal("95.00")), Plan.at(week.sunday()));
    close(week, "Contar dos veces", lucia);
    assertThat(page(week, "learned", lucia).text("main"))
        .as("a correction before the close is none of the close's")
        .contains("Ninguna");

    correct(id, Result.done(400, 30, 14, new BigDecimal("95")), LATER);

    Page page = page(week, "learned", cast.teresa());
    assertThat(page.texts("li:has(del)"))
        .singleElement()
        .asString()
        .contains("Contada mal")
        .contains("Lucía Ferrer")
        .contains("Alcance: — → 400")
        .contains("Asistieron: 13 → 14")
        .doesNotContain("Gastado");
    assertThat(
            Page.of(get("/planner/occurrences/" + id, cast.marcos())).texts("details li:has(del)"))
        .hasSize(2);
  }

  @Test
  void eachStepAsksLittleOfTheDatabase() {
    Week week = new Week(2016, 36);
    for (int i = 0; i < 30; i++) {
      once("Número " + i, HourglassPhase.values()[i % 7], week);
    }
    for (String step : List.of("phases", "missed", "demand", "next", "learned")) {
      assertThat(
              SqlCount.during(
                  () -> get("/planner/week/meeting?week=" + week + "&step=" + step, lucia)))
          .as(step)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  private void correct(OccurrenceId id, Result result, Instant now) {
    planner.correct(id, occurrences.findById(id).orElseThrow().version(), result, lucia, now);
  }

  private OccurrenceId once(String title, HourglassPhase phase, Week week) {
    return plan.on(plan.once(title, phase, profile, week.monday(), lucia), week.monday())
        .occurrence();
  }

  private Page page(Week week, String step, CurrentUser viewer) {
    MvcTestResult result = get("/planner/week/meeting?week=" + week + "&step=" + step, viewer);
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  private MvcTestResult close(Week week, String learned, CurrentUser actor) {
    var request = mvc.post().uri("/planner/week/meeting").with(cast.as(actor)).with(csrf());
    Map.of("week", week.toString(), "learned", learned).forEach(request::param);
    return request
        .param("participants", lucia.id().toString(), cast.marcos().id().toString())
        .exchange();
  }

  private MvcTestResult get(String path, CurrentUser viewer) {
    return mvc.get().uri(URI.create(path)).with(cast.as(viewer)).exchange();
  }
}
