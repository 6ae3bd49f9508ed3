package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Lucía plans beyond the week: a first quarter in three questions, taken back; a gap of the month,
 * filled from a template; several times moved and put back; the budget; an address for her
 * calendar, replaced by another; and she is reminded of what is due today.
 */
@JourneyTest
class CalendarJourneyTests {

  /** What Lucía reads in her language. */
  private record Words(
      String profileName,
      String saveDraft,
      String see,
      String all,
      String planAll,
      String undo,
      String month,
      String templates,
      String freeSample,
      String forProfile,
      String plan,
      String list,
      String move,
      String days,
      String why,
      String again,
      String moveBoth,
      String budget,
      String setBudget,
      String place,
      String save,
      String ofBudget,
      String calendar,
      String create,
      String replace,
      String reminders,
      String today) {}

  private static final Words SPANISH =
      new Words(
          "Nombre del perfil",
          "Guardar borrador",
          "Ver las trece semanas",
          "7 de 7 fases cubiertas",
          "Planificar estas 7 actividades",
          "Deshacer",
          "Mes",
          "Plantillas",
          "Muestra gratuita",
          "Para qué perfil",
          "Planificar",
          "Lista",
          "Mover unos días",
          "Cuántos días",
          "Por qué",
          "Ver en qué queda",
          "Cambiar las 2",
          "Presupuesto",
          "Fijar el presupuesto",
          "Probar, nov",
          "Guardar",
          "de 300",
          "El plan en tu calendario",
          "Crear dirección: Lo tuyo",
          "Cambiar por otra: Lo tuyo",
          "Avisos",
          "Hoy: «Muestra gratuita»");

  private static final Words ENGLISH =
      new Words(
          "Name of the profile",
          "Save the draft",
          "See the thirteen weeks",
          "7 of 7 phases covered",
          "Plan these 7 activities",
          "Undo",
          "Month",
          "Templates",
          "Free sample",
          "For which profile",
          "Plan it",
          "List",
          "Move by some days",
          "How many days",
          "Why",
          "See what it comes to",
          "Change all 2",
          "Budget",
          "Set the budget",
          "Try, Nov",
          "Save",
          "of €300",
          "The plan in your calendar",
          "Create an address: Yours",
          "Replace it: Yours",
          "Reminders",
          "Today: “Free sample”");

  @Autowired Arena arena;
  @Autowired List<RecurringTask<?>> jobs;

  @BeforeEach
  void aNewCompany() {
    arena.asNew();
  }

  @Test
  void atADesk() {
    theWholeWay(Look.DESK, SPANISH);
  }

  @Test
  void onATelephoneWithoutScripts() {
    theWholeWay(Look.PHONE.withoutScripts(), SPANISH);
  }

  @Test
  void inEnglishOnATelephone() {
    theWholeWay(Look.PHONE.inEnglish(), ENGLISH);
  }

  @Test
  void inEnglishAtADeskWithoutScripts() {
    theWholeWay(Look.DESK.inEnglish().withoutScripts(), ENGLISH);
  }

  private void theWholeWay(Look look, Words say) {
    Tab lucia = arena.lucia(look);
    lucia.open("/icp/new").fill(say.profileName, "Hoteles");
    lucia.go(() -> lucia.click(lucia.button(say.saveDraft).first()));
    aQuarterIsPlannedAndTakenBack(lucia, say);
    aGapOfTheMonthIsFilledFromATemplate(lucia, say);
    twoTimesAreMovedAndPutBack(lucia, say);
    theBudgetIsSet(lucia, say);
    aCalendarReadsThePlan(lucia, say);
    sheIsReminded(lucia, say);
  }

  private void aQuarterIsPlannedAndTakenBack(Tab lucia, Words say) {
    lucia.open("/planner/first-quarter").press(say.see).says(say.all);
    assertThat(lucia.main().locator("table.draft tbody tr")).hasCount(7);
    lucia.press(say.planAll);
    assertThat(lucia.main().locator("tr.phase-try td a:not(.plus)").first()).isVisible();
    lucia.press(say.undo);
    lucia.open("/planner/quarter");
    assertThat(lucia.main().locator("tr.phase-try td a:not(.plus)")).hasCount(0);
  }

  private void aGapOfTheMonthIsFilledFromATemplate(Tab lucia, Words say) {
    lucia.open("/planner/week").follow(say.month);
    lucia.go(() -> lucia.click(lucia.main().locator("tr.phase-try td.gap.today a")));
    lucia.follow(say.templates).says(say.freeSample);
    lucia.go(() -> lucia.click(lucia.main().locator(".idea-list a[href*='template=try-1']")));
    assertThat(lucia.main().locator("[name=title]")).hasValue(say.freeSample);
    lucia.choose(say.forProfile, "Hoteles");
    lucia.press(say.plan).says(say.freeSample);
  }

  private void twoTimesAreMovedAndPutBack(Tab lucia, Words say) {
    lucia.open("/planner/list?from=2026-11-16&until=2026-12-06");
    Locator boxes = lucia.main().locator("tbody input[name=one]");
    assertThat(boxes).hasCount(2);
    // With the first one ticked the bar below comes up, so the keyboard it is.
    boxes.all().forEach(box -> box.press("Space"));
    lucia.press(say.move).fill(say.days, "7").press(say.again);
    assertThat(lucia.main().locator("td b")).hasCount(2);
    lucia.expecting(422).press(say.moveBoth);
    lucia.fill(say.why, "Feria").press(say.moveBoth);
    assertThat(lucia.main().locator("tbody input[name=one]")).hasCount(1);
    lucia.press(say.undo);
    lucia.open("/planner/list?from=2026-11-16&until=2026-12-06");
    assertThat(lucia.main().locator("tbody input[name=one]")).hasCount(2);
  }

  private void theBudgetIsSet(Tab lucia, Words say) {
    lucia.open("/planner/week");
    lucia.click(lucia.main().locator(".more-of summary"));
    lucia.follow(say.budget).follow(say.setBudget);
    lucia.fill(say.place, "300").press(say.save);
    assertThat(lucia.main().locator("tr.phase-try td:nth-of-type(11)")).containsText(say.ofBudget);
  }

  private void aCalendarReadsThePlan(Tab lucia, Words say) {
    lucia.open("/planner/month");
    lucia.click(lucia.main().locator(".more-of summary"));
    lucia.follow(say.calendar).press(say.create);
    String first = lucia.main().locator("#feed-address").inputValue();
    var stranger = arena.visitor(lucia.look()).page().context().request();
    APIResponse answer = stranger.get(first);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-type")).startsWith("text/calendar");
    assertThat(answer.text()).contains("SUMMARY:" + say.freeSample, "DTSTART;VALUE=DATE:20261118");
    lucia.press(say.replace);
    String second = lucia.main().locator("#feed-address").inputValue();
    assertThat(stranger.get(first).status()).isEqualTo(404);
    assertThat(stranger.get(second).text()).contains("SUMMARY:" + say.freeSample);
  }

  private void sheIsReminded(Tab lucia, Words say) {
    jobs.stream()
        .filter(job -> job.getName().equals("notifications-daily"))
        .forEach(job -> job.executeRecurringly(null, null));
    lucia.open("/planner/week");
    if (lucia.look().scripts()) {
      assertThat(lucia.page().locator(".bell b")).hasText("1");
    }
    lucia.go(() -> lucia.click(lucia.page().locator(".bell"))).shows(say.reminders);
    lucia.press(say.today).says(say.freeSample);
    assertThat(lucia.page()).hasURL(Pattern.compile(".*/planner/occurrences/.*"));
  }
}
