package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
    assertThat(phases.text(".lede")).contains("en 1 de las");
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
    assertThat(closed.text("main")).contains("En la reunión: Lucía Ferrer, Marcos Vidal");
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
  void aClosedWeekKeepsEachFigureAndSaysBesideWhatItIsNow() {
    Week week = new Week(2016, 48);
    OccurrenceId id = once("Cata congelada", HourglassPhase.TRY, week);
    PersonId first = person("Primera Firme");
    planner.touch(id, first, TouchKind.ATTENDED, Plan.at(week.monday()), lucia.id());
    planner.close(
        id, Result.done(null, 30, 7, new BigDecimal("90")), lucia, Plan.at(week.monday()));
    close(week, "Contar", lucia);

    correct(id, Result.done(null, 30, 8, new BigDecimal("95")), LATER);
    PersonId late = person("Añadida Tarde");
    planner.touch(id, late, TouchKind.INVITED, Plan.at(week.monday()), lucia.id());
    signal(first, id, week.monday());

    Page phases = page(week, "phases", cast.marcos());
    assertThat(phases.text(".phase-try"))
        .contains("90 €")
        .contains("ahora 95 € (Lucía Ferrer, 1 ene 2099)")
        .contains("7 asistieron ahora 8 (Lucía Ferrer, 1 ene 2099)")
        .contains("0 señales ahora 1 (Marcos Vidal");
    Page closing = Page.of(get("/planner/week/closing?week=" + week, lucia));
    assertThat(closing.texts("[data-label=Asistieron]"))
        .containsExactly("7 ahora 8 (Lucía Ferrer, 1 ene 2099)");
    assertThat(closing.text("[data-label=Gastado]")).startsWith("90 € ahora 95 €");
    assertThat(closing.text("[data-label=Señales]")).startsWith("0 ahora 1 (Marcos Vidal");
    for (Page page : List.of(closing, page(week, "learned", cast.marcos()))) {
      assertThat(page.text(".changes"))
          .contains("Asistieron: 7 → 8")
          .contains("Personas: 1 → 2")
          .contains("Añadida Tarde")
          .contains("Señales: 0 → 1")
          .doesNotContain("Ninguna");
    }
    var signedIn = cast.as(lucia);
    for (String path : List.of("meeting?step=phases&", "meeting?step=learned&", "closing?")) {
      assertThat(
              SqlCount.during(
                  () ->
                      mvc.get()
                          .uri("/planner/week/" + path + "week=" + week)
                          .with(signedIn)
                          .exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void thePageOfAClosedWeekKeepsItsFiguresAndSaysWhatTheyAreNow() {
    Week week = new Week(2016, 41);
    OccurrenceId id = once("Cata cerrada", HourglassPhase.TRY, week);
    planner.close(
        id, Result.done(null, 30, 7, new BigDecimal("90")), lucia, Plan.at(week.monday()));
    OccurrenceId not = once("Anulada y pagada", HourglassPhase.TRUST, week);
    planner.close(
        not,
        new Result(false, "Llovía", null, null, null, new BigDecimal("25")),
        lucia,
        Plan.at(week.monday()));
    close(week, "Contar", lucia);
    String here = "/planner/week?week=" + week;
    assertThat(Page.of(get(here, lucia)).text("main"))
        .doesNotContain("ahora")
        .doesNotContain("corrig");

    correct(id, Result.done(null, 30, 8, new BigDecimal("95")), LATER);

    for (String path : List.of(here, here + "&profile=" + profile)) {
      Page page = Page.of(get(path, cast.teresa()));
      assertThat(page.text(".summary"))
          .as("planned and spent, with what was not done")
          .contains("115 € de 240 €", "ahora 120 €");
      assertThat(page.text(".phase-try .act"))
          .contains("90 €")
          .contains("ahora 95 € (Lucía Ferrer, 1 ene 2099)");
      assertThat(page.text(".reviewed")).contains("Después se corrigió algo");
      assertThat(page.has(".reviewed a[href*='step=learned']")).isTrue();
    }
    Page list = Page.of(get(here + "&view=list", cast.teresa()));
    assertThat(list.text("tr:contains(Cata cerrada) [data-label=Gastado]"))
        .isEqualTo("90 € ahora 95 € (Lucía Ferrer, 1 ene 2099)");
    assertThat(list.text("tr:contains(Cata cerrada) [data-label=Asistieron]"))
        .startsWith("7 ahora 8 (Lucía Ferrer");
    assertThat(list.texts("tfoot td")).containsExactly("240 €", "115 € ahora 120 €");
    Page some = Page.of(get(here + "&view=list&owner=" + lucia.id().id(), cast.teresa()));
    assertThat(some.texts("tfoot td")).containsExactly("240 €", "115 € ahora 120 €");
    assertThat(page(week, "phases", cast.teresa()).text("main"))
        .contains("115 € ahora 120 € de 240 €", "también en lo que no se hizo");
    Page report = Page.of(get("/reports/coverage?week=" + week, cast.teresa()));
    assertThat(report.texts("tfoot td a")).contains("240 €", "115 €");
    assertThat(report.text("tfoot")).contains("ahora 120 €");
    var signedIn = cast.as(lucia);
    for (String path : List.of(here, here + "&view=list")) {
      assertThat(SqlCount.during(() -> mvc.get().uri(path).with(signedIn).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void aWeekThatWasClosedBeforeAnotherSaysWhichHasToBeOpenedFirst() {
    jdbc.sql("delete from planner.week_review where monday > date '2015-06-01'").update();
    Week first = new Week(2015, 30);
    Week second = first.next();
    for (Week week : List.of(first, second)) {
      planner.close(
          once("Semana " + week, HourglassPhase.TRY, week),
          Result.done(null, 3, 2, new BigDecimal("9")),
          lucia,
          Plan.at(week.monday()));
      close(week, "Aprendido", lucia);
    }

    Page page = closing(first);
    assertThat(page.has("form[action$=reopening]")).isFalse();
    assertThat(page.text("main")).contains("primero hay que reabrir la semana 31");
    assertThat(page.has("main a[href='/planner/week/closing?week=" + second + "']")).isTrue();
    assertThat(page.text(".foot")).contains("cada señal va con la ocurrencia que la trajo");
    assertThat(page.has(".foot a[href='/reports/coverage?week=" + first + "']")).isTrue();
    assertThat(closing(second).has("form[action$=reopening]")).isTrue();
    assertThat(closing(second).text("main")).doesNotContain("primero hay que reabrir");
    assertThat(Page.of(get("/planner/week/closing?week=" + first, cast.marcos())).text("main"))
        .as("who opens no week again")
        .doesNotContain("primero hay que reabrir");
  }

  @Test
  void whoSatTogetherIsKeptWhenTheWeekIsOpenedAgainAndClosedAnew() {
    jdbc.sql("delete from planner.week_review where monday > date '2016-12-19'").update();
    Week week = new Week(2016, 51);
    planner.close(
        once("Otra vez cerrada", HourglassPhase.TRY, week),
        Result.done(null, 3, 2, new BigDecimal("9")),
        lucia,
        Plan.at(week.monday()));
    close(week, "Primera", lucia);
    assertThat(page(week, "learned", lucia).text("main")).contains("Marcos Vidal");
    planner.reopenWeek(week, lucia, Plan.at(week.sunday()));

    Page again = page(week, "learned", lucia);
    assertThat(
            again.has("input[name=participants][value=" + cast.marcos().id().id() + "][checked]"))
        .as("who was there is ticked already")
        .isTrue();
    assertThat(
            again.has("input[name=participants][value=" + cast.teresa().id().id() + "][checked]"))
        .isFalse();
    // Closed anew by somebody alone, on the page that asks for nobody.
    assertThat(
            mvc.post()
                .uri("/planner/week/closing")
                .with(cast.as(lucia))
                .with(csrf())
                .param("week", week.toString())
                .param("learned", "Segunda")
                .exchange())
        .hasStatus3xxRedirection();
    assertThat(page(week, "learned", lucia).text("main")).contains("Marcos Vidal");
  }

  @Test
  void aWeekOpenedAndClosedAgainTellsBothClosesAndWhatChangedBetween() {
    jdbc.sql("delete from planner.week_review where monday > date '2016-12-26'").update();
    Week week = new Week(2016, 52);
    OccurrenceId id = once("Cata reabierta", HourglassPhase.TRY, week);
    planner.close(
        id, Result.done(null, 30, 7, new BigDecimal("90")), lucia, Plan.at(week.monday()));
    close(week, "Primera vez", lucia);
    planner.reopenWeek(week, lucia, Plan.at(week.sunday()));
    correct(id, Result.done(null, 30, 9, new BigDecimal("90")), Plan.at(week.sunday()));

    Page open = page(week, "phases", cast.marcos());
    assertThat(open.text(".reviewed"))
        .contains("Cerrada por Lucía Ferrer")
        .contains("abierta otra vez por Lucía Ferrer")
        .contains("Primera vez");
    assertThat(page(week, "learned", lucia).text("[name=learned]")).isEqualTo("Primera vez");
    assertThat(closing(week).text("[name=learned]")).isEqualTo("Primera vez");

    close(week, "Segunda vez", lucia);
    MvcTestResult twice = close(week, "Segunda vez", lucia);
    assertThat(twice).as("the button was pressed twice").hasStatus(302);
    MvcTestResult late = close(week, "Tercera vez", cast.nuria());
    assertThat(late).hasStatus(422);
    assertThat(Page.of(late).text("main"))
        .contains("La semana 52 está cerrada", "Habías escrito: Tercera vez");
    for (Page page : List.of(closing(week), page(week, "missed", lucia))) {
      assertThat(page.texts(".reviewed q")).containsExactly("Primera vez", "Segunda vez");
      assertThat(page.text("main")).doesNotContain("Habías escrito");
    }
    assertThat(Page.of(get("/reports/coverage?week=" + week, lucia)).texts(".learnings .pre"))
        .containsExactly("Primera vez", "Segunda vez");
    Page again = page(week, "learned", cast.marcos());
    assertThat(again.text(".reviewed"))
        .contains("abierta otra vez por Lucía Ferrer")
        .contains("cerrada otra vez por Lucía Ferrer");
    assertThat(again.text(".between .changes")).contains("Asistieron: 7 → 9");
    assertThat(page(week, "phases", lucia).text(".phase-try"))
        .contains("9 asistieron")
        .doesNotContain("ahora");
  }

  @Test
  void whatChangedBetweenTwoClosesKeepsWhoAndWhen() {
    jdbc.sql("delete from planner.week_review where monday > date '2016-12-12'").update();
    Week week = new Week(2016, 50);
    OccurrenceId id = once("Cata contada", HourglassPhase.TRY, week);
    OccurrenceId other = once("Cata sin autor", HourglassPhase.KNOW, week);
    PersonId first = person("Primera Firme");
    planner.touch(id, first, TouchKind.ATTENDED, Plan.at(week.monday()), lucia.id());
    planner.close(
        id, Result.done(null, 30, 3, new BigDecimal("90")), lucia, Plan.at(week.monday()));
    planner.close(
        other, Result.done(null, 5, 1, new BigDecimal("9")), lucia, Plan.at(week.monday()));
    OccurrenceId uncounted = once("Cata sin contar", HourglassPhase.LIKE, week);
    planner.close(
        uncounted,
        Result.done(null, null, null, new BigDecimal("5")),
        lucia,
        Plan.at(week.monday()));
    close(week, "Primera vez", lucia);
    planner.touch(
        uncounted,
        person("Primera Contada"),
        TouchKind.ATTENDED,
        Plan.at(week.monday()),
        lucia.id());
    signal(first, id, week.monday());
    signal(first, id, week.monday());
    correct(id, Result.done(null, 31, 3, new BigDecimal("90")), Instant.now());
    for (String name : List.of("Una Más", "Dos Más", "Tres Más")) {
      planner.touch(id, person(name), TouchKind.ATTENDED, Plan.at(week.monday()), lucia.id());
    }
    planner.touch(
        other, person("Otra Más"), TouchKind.ATTENDED, Plan.at(week.monday()), cast.marcos().id());
    planner.touch(
        other, person("Otra Aún"), TouchKind.ATTENDED, Plan.at(week.monday()), cast.marcos().id());
    // Nobody wrote down who did this.
    jdbc.sql("update planner.occurrence set spent = 11 where id = ?").param(other.id()).update();
    jdbc.sql(
            "update leads.demand_signal set confirmed_at = clock_timestamp() where occurrence_id = ?")
        .param(id.id())
        .update();
    planner.reopenWeek(week, lucia, Instant.now());
    close(week, "Segunda vez", lucia);
    signal(first, id, week.monday());

    for (Page page :
        List.of(
            page(week, "learned", cast.teresa()),
            Page.of(get("/planner/week/closing?week=" + week, lucia)))) {
      List<String> between = page.texts(".between .changes li");
      assertThat(between).hasSize(7);
      assertThat(between)
          .filteredOn(c -> c.contains("Cata sin contar"))
          .singleElement()
          .asString()
          .contains("Lucía Ferrer")
          .contains("Asistieron: — → 1")
          .contains("Primera Contada");
      assertThat(between)
          .filteredOn(c -> c.contains("Señales:"))
          .hasSize(2)
          .allSatisfy(c -> assertThat(c).contains("Marcos Vidal").contains("Primera Firme"))
          .anySatisfy(c -> assertThat(c).contains("Señales: 0 → 1"))
          .anySatisfy(c -> assertThat(c).contains("Señales: 1 → 2"));
      assertThat(between)
          .filteredOn(c -> c.contains("Invitadas: 30 → 31"))
          .singleElement()
          .asString()
          .contains("Lucía Ferrer");
      assertThat(between)
          .filteredOn(c -> c.contains("Otra Más"))
          .singleElement()
          .asString()
          .contains("Marcos Vidal")
          .contains("Asistieron: 1 → 2")
          .contains("Personas: 0 → 2");
      assertThat(between)
          .filteredOn(c -> c.contains("Tres Más"))
          .singleElement()
          .asString()
          .contains("Lucía Ferrer")
          .contains("Asistieron: 3 → 4");
      assertThat(between)
          .filteredOn(c -> c.contains("Gastado"))
          .singleElement()
          .asString()
          .startsWith("Cata sin autor Gastado:")
          .doesNotContain("Lucía");
      assertThat(page.texts(".changes li").stream().filter(c -> !between.contains(c)))
          .singleElement()
          .asString()
          .contains("Señales: 2 → 3")
          .contains("Marcos Vidal");
    }
  }

  @Test
  void aCloseThatIsUndoneAtOnceIsAsIfItHadNotBeen() {
    jdbc.sql("delete from planner.week_review where monday > date '2016-03-21'").update();
    Week week = new Week(2016, 12);
    plan.done(once("Deshecha", HourglassPhase.TRY, week), lucia, week.monday());
    MvcTestResult closed = close(week, "Los martes responden", lucia);
    String undo = (String) closed.getMvcResult().getFlashMap().get("flashUndo");
    assertThat(mvc.post().uri(URI.create(undo)).with(cast.as(lucia)).with(csrf()).exchange())
        .hasRedirectedUrl("/planner/week/closing?week=" + week);

    Page open = closing(week);
    assertThat(open.has(".reviewed")).as("nothing in the history").isFalse();
    assertThat(open.text("[name=learned]")).as("what was typed").isEqualTo("Los martes responden");
    assertThat(
            page(week, "learned", lucia)
                .has("input[name=participants][value=" + cast.marcos().id().id() + "][checked]"))
        .isTrue();
    assertThat(frozen(week)).as("what was frozen is forgotten").isZero();

    close(week, "Los martes responden antes", lucia);
    for (Page page : List.of(closing(week), page(week, "phases", lucia), week(week))) {
      assertThat(page.texts(".reviewed q")).containsExactly("Los martes responden antes");
      assertThat(page.text(".reviewed")).doesNotContain("otra vez");
    }
    Page report = Page.of(get("/reports/coverage?week=" + week, lucia));
    assertThat(report.has(".history")).isFalse();
    assertThat(report.text(".report-foot")).contains("Los martes responden antes");
  }

  @Test
  void aSecondCloseThatIsUndoneLeavesTheFirstAsItWas() {
    jdbc.sql("delete from planner.week_review where monday > date '2016-03-28'").update();
    Week week = new Week(2016, 13);
    OccurrenceId id = once("Deshecha dos veces", HourglassPhase.TRY, week);
    plan.done(id, lucia, week.monday());
    close(week, "La primera frase", lucia);
    int first = frozen(week);
    planner.reopenWeek(week, lucia, Instant.now());
    planner.closeWeek(week, "Otra cosa distinta", lucia, Instant.now());
    planner.takeBackClosing(week, lucia, Instant.now());

    assertThat(frozen(week)).as("what the first close froze holds again").isEqualTo(first);
    assertThat(closing(week).texts(".reviewed q")).containsExactly("La primera frase");
    assertThat(closing(week).text(".reviewed")).contains("abierta otra vez por Lucía Ferrer");

    Instant now = Instant.now();
    planner.closeWeek(week, "Ahora va en serio", lucia, now.minus(Duration.ofHours(1)));
    planner.takeBackClosing(week, lucia, now);
    assertThat(closing(week).texts(".reviewed q"))
        .as("an hour later others have seen it closed")
        .containsExactly("La primera frase", "Ahora va en serio");
    planner.closeWeek(week, "Y ahora más", lucia, now);
    planner.takeBackClosing(week, cast.nuria(), now);
    assertThat(closing(week).texts(".reviewed q"))
        .as("it is another's close")
        .contains("Y ahora más");
  }

  @Test
  void aLearningThatIsOnlyRewrittenIsThereOnceAndEachCloseNamesWhoWasThere() {
    jdbc.sql("delete from planner.week_review where monday > date '2016-04-04'").update();
    Week week = new Week(2016, 14);
    plan.done(once("Reescrita", HourglassPhase.TRY, week), lucia, week.monday());
    close(week, "Los martes responden más", lucia);
    planner.reopenWeek(week, cast.nuria(), Instant.now());

    for (Page page : List.of(week(week), list(week))) {
      assertThat(page.text(".reviewed"))
          .as("the page of the week that is open again")
          .contains("Cerrada por Lucía Ferrer", "abierta otra vez por Nuria")
          .contains("En la reunión: Lucía Ferrer, Marcos Vidal")
          .contains("Los martes responden más");
    }

    planner.closeWeek(
        week,
        "Los martes responden más que los jueves.",
        List.of(cast.teresa().id()),
        lucia,
        Instant.now());
    for (Page page : List.of(closing(week), page(week, "learned", lucia), week(week), list(week))) {
      assertThat(page.texts(".reviewed q"))
          .containsExactly("Los martes responden más que los jueves.");
      assertThat(page.text(".reviewed"))
          .contains("En la reunión: Lucía Ferrer, Marcos Vidal")
          .contains("En la reunión: Teresa");
    }
    assertThat(Page.of(get("/reports/coverage?week=" + week, lucia)).texts(".learnings .pre"))
        .containsExactly("Los martes responden más que los jueves.");
  }

  @Test
  void theNumberOfPeopleIsToldOnceWhereItWasSaid() {
    jdbc.sql("delete from planner.week_review where monday > date '2016-04-11'").update();
    Week week = new Week(2016, 15);
    OccurrenceId asked = once("Cata con lista", HourglassPhase.TRY, week);
    PersonId guest = person("Invitada Antes");
    planner.touch(asked, guest, TouchKind.INVITED, Plan.at(week.monday()), lucia.id());
    planner.close(
        asked, Result.done(null, 1, null, new BigDecimal("90")), lucia, Plan.at(week.monday()));
    OccurrenceId counted = once("Cata con dos puertas", HourglassPhase.KNOW, week);
    planner.close(
        counted, Result.done(null, null, 1, new BigDecimal("9")), lucia, Plan.at(week.monday()));
    close(week, "Primera vez", lucia);
    planner.reopenWeek(week, lucia, Instant.now());

    planner.touch(asked, guest, TouchKind.ATTENDED, Plan.at(week.monday()), cast.marcos().id());
    for (CurrentUser by : List.of(lucia, cast.marcos(), lucia)) {
      planner.touch(
          counted,
          person("Gente De " + TimeOrderedUuid.next()),
          TouchKind.ATTENDED,
          Plan.at(week.monday()),
          by.id());
    }
    correct(counted, Result.done(null, null, 2, new BigDecimal("9")), Instant.now());
    planner.closeWeek(week, "Segunda cosa", lucia, Instant.now());

    Page page = page(week, "learned", cast.teresa());
    List<String> between = page.texts(".between .changes li");
    assertThat(between).allSatisfy(c -> assertThat(c).containsAnyOf("Lucía", "Marcos"));
    assertThat(between)
        .filteredOn(c -> c.contains("Cata con lista"))
        .singleElement()
        .asString()
        .contains("Marcos Vidal", "Asistieron: — → 1", "Invitada Antes");
    assertThat(between)
        .filteredOn(c -> c.contains("Cata con dos puertas"))
        .as("the correction says less than is known by name, and changes nothing")
        .hasSize(2);
    assertThat(String.join(" ", between)).containsOnlyOnce("Asistieron: 1 → 3");
  }

  @Test
  void theTotalsOfTheMeetingSayWhatTheyAreNow() {
    Week week = new Week(2016, 16);
    OccurrenceId id = once("Total al día", HourglassPhase.TRY, week);
    planner.close(
        id, Result.done(null, 30, 7, new BigDecimal("90")), lucia, Plan.at(week.monday()));
    close(week, "Contar", lucia);
    assertThat(page(week, "phases", lucia).text("main")).doesNotContain("ahora");

    correct(id, Result.done(null, 30, 7, new BigDecimal("95")), LATER);
    assertThat(page(week, "phases", lucia).text("main")).contains("90 € ahora 95 € de 120 €");
    correct(
        id,
        new Result(false, "Llovía", null, null, null, new BigDecimal("10")),
        LATER.plusSeconds(60));
    Page page = page(week, "phases", lucia);
    assertThat(page.text(".coverage-now")).isEqualTo("ahora en 0");
    assertThat(page.text(".phase-try .what")).contains("1 de 1 ahora 0 de 1");
    assertThat(week(week).text(".summary")).contains("ahora 0", "90 € de 120 € ahora 10 €");
  }

  @Test
  void theListOfAClosedWeekSaysWhichSignalsCameSince() {
    Week week = new Week(2016, 17);
    OccurrenceId id = once("Cata con señal tardía", HourglassPhase.TRY, week);
    PersonId guest = person("Señal Tardía");
    planner.touch(id, guest, TouchKind.ATTENDED, Plan.at(week.monday()), lucia.id());
    planner.close(
        id, Result.done(null, null, null, new BigDecimal("90")), lucia, Plan.at(week.monday()));
    close(week, "Contar", lucia);
    signal(guest, id, week.monday());

    Page list = list(week);
    assertThat(list.text("[data-label=Señales]")).startsWith("0 ahora 1 (Marcos Vidal");
    for (Page page : List.of(list, week(week))) {
      assertThat(page.has(".reviewed a[href*='step=learned']")).isTrue();
    }
    assertThat(Page.of(get("/reports/signals?occurrence=" + id, lucia)).text("tbody tr"))
        .contains("con la semana ya cerrada");
    var signedIn = cast.as(lucia);
    for (String view : List.of("", "&view=list")) {
      assertThat(
              SqlCount.during(
                  () ->
                      mvc.get().uri("/planner/week?week=" + week + view).with(signedIn).exchange()))
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  private int frozen(Week week) {
    return jdbc.sql(
            "select count(*) from insight.week_snapshot where monday = ? and replaced_at is null")
        .param(week.monday())
        .query(Integer.class)
        .single();
  }

  private Page week(Week week) {
    return Page.of(get("/planner/week?week=" + week, lucia));
  }

  private Page list(Week week) {
    return Page.of(get("/planner/week?view=list&week=" + week, lucia));
  }

  private PersonId person(String name) {
    PersonId id = PersonId.next();
    jdbc.sql(
            "insert into contacts.person (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
        .params(id.id(), name, lucia.id().id())
        .update();
    return id;
  }

  private void signal(PersonId person, OccurrenceId occurrence, LocalDate day) {
    jdbc.sql(
            """
            insert into leads.demand_signal (id, kind, person_id, person_name, occurrence_id,
              evidence, happened_on, noted_at, noted_by, confirmed_at, confirmed_by, version)
            values (?, 'PURCHASE_INTENT', ?, 'Primera Firme', ?, 'pidió precio', ?, now(), ?,
              now() + interval '1 hour', ?, 0)
            """)
        .params(
            TimeOrderedUuid.next(),
            person.id(),
            occurrence.id(),
            day,
            lucia.id().id(),
            cast.marcos().id().id())
        .update();
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

  @Test
  void aCorrectionSaysTheNumbersOfTheTable() {
    Week week = new Week(2016, 46);
    OccurrenceId id = once("Cata sin contar", HourglassPhase.TRY, week);
    for (String name : List.of("Una Conocida", "Otra Conocida")) {
      planner.touch(id, person(name), TouchKind.ATTENDED, Plan.at(week.monday()), lucia.id());
    }
    planner.close(
        id, Result.done(null, null, null, new BigDecimal("90")), lucia, Plan.at(week.monday()));
    close(week, "Contar", lucia);

    correct(id, Result.done(null, null, 6, new BigDecimal("90")), LATER);

    Page closing = closing(week);
    assertThat(closing.text("[data-label=Asistieron]")).startsWith("2 ahora 6");
    assertThat(closing.text(".changes")).contains("Asistieron: 2 → 6");
  }

  @Test
  void whatIsOverdueReadsSoAndWhatIsAddedInTheMeetingLeadsBackToIt() {
    Week week = new Week(2016, 42);
    once("Olvidada", HourglassPhase.TRY, week);
    assertThat(page(week, "phases", lucia).text(".phase-try .state")).isEqualTo("sin cerrar");
    assertThat(closing(week).text("table.list .state")).isEqualTo("sin cerrar");

    Page next = page(week, "next", lucia);
    String add = next.document().selectFirst(".closing a[href*=meeting]").attr("href");
    Page form = Page.of(get(add, lucia));
    assertThat(form.value("meeting")).isEqualTo(week.toString());
    var request = mvc.post().uri("/planner/activities").with(cast.as(lucia)).with(csrf());
    Map.of(
            "id", form.value("id"),
            "title", "Del hueco",
            "owner", lucia.id().toString(),
            "firstDay", week.next().monday().toString(),
            "repeats", "ONCE",
            "goal", "Hablar",
            "channel", "Cata",
            "investment", "10",
            "phase", "TRY",
            "profile", profile.toString())
        .forEach(request::param);
    MvcTestResult planned =
        request.param("nature", "DEMAND").param("meeting", form.value("meeting")).exchange();
    assertThat(planned).hasRedirectedUrl("/planner/week/meeting?week=" + week + "&step=next");
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

  private Page closing(Week week) {
    return Page.of(get("/planner/week/closing?week=" + week, lucia));
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
