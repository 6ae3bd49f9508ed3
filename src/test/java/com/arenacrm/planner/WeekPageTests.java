package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.planner.Plan.Stored;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.io.UnsupportedEncodingException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The week as people see it: gaps, cards, figures, moving, the list, closing. */
@ArenaTest
class WeekPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired Occurrences occurrences;
  @Autowired JdbcClient jdbc;

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Semana", lucia.id(), HourglassPhase.REFER);
  }

  @Test
  void cardsStandInTheRowOfTheirPhaseAndTheColumnOfTheirDay() {
    Week week = new Week(2033, 10);
    plan.once("Feria del pan", HourglassPhase.TRY, profile, week.monday().plusDays(2), lucia);

    Page page = page(week);
    Element row = page.document().selectFirst("tr.phase-try");
    assertThat(row.select("td").get(2).text())
        .contains("Feria del pan", "Lucía", "120 €", "planificada");
    assertThat(page.text(".actions [data-print]")).isEqualTo("Imprimir");
    assertThat(row.select("td .act")).hasSize(1);
    assertThat(row.select("th").text()).contains("Probar", "0 de 1");
  }

  @Test
  void anEmptyPhaseStandsOutWithOneClickToAddAndOneThatDoesNotApplySaysWhy() {
    Week week = new Week(2033, 11);
    plan.once("Algo", HourglassPhase.KNOW, profile, week.monday(), lucia);

    Page page = page(week);
    assertThat(page.texts("td.gap")).hasSize(5);
    Element add = page.document().selectFirst("tr.phase-repeat td.gap a");
    assertThat(add.attr("href"))
        .contains("phase=REPEAT")
        .contains("day=" + week.monday())
        .contains("profile=" + profile);
    assertThat(page.text("tr.phase-refer td.out"))
        .contains("No aplica", "No se puede con este producto");
  }

  @Test
  void aCellOpensANewActivityWithPhaseDayAndProfileFilledIn() {
    Week week = new Week(2033, 12);
    plan.once("Algo", HourglassPhase.LIKE, profile, week.monday(), lucia);
    Element add = page(week).document().select("tr.phase-like td").get(3).selectFirst("a.add");

    Page form = Page.of(get(add.attr("href"), lucia));
    assertThat(form.value("firstDay")).isEqualTo(week.monday().plusDays(3).toString());
    assertThat(form.document().select("#phase option[selected]").val()).isEqualTo("LIKE");
    assertThat(form.document().select("#profile option[selected]").val())
        .isEqualTo(profile.toString());
  }

  @Test
  void theFiguresFollowTheDefinitions() {
    Week week = new Week(2033, 13);
    LocalDate monday = week.monday();
    done(plan.once("A", HourglassPhase.KNOW, profile, monday, lucia), "100");
    done(plan.once("B", HourglassPhase.LIKE, profile, monday, lucia), "20");
    plan.once("C", HourglassPhase.TRUST, profile, monday, lucia);
    OccurrenceId not =
        plan.on(plan.once("D", HourglassPhase.TRY, profile, monday, lucia), monday).occurrence();
    planner.close(not, Result.notDone("Sin sala"), lucia, Plan.at(monday));

    Page page = page(week);
    List<String> figures = page.texts(".summary dd:not(.sub)");
    assertThat(figures)
        .containsExactly("2 de 6 fases", "4 de 6 fases", "39 de 100", "120 € de 480 €");
    assertThat(page.text(".summary .sub"))
        .contains("fases con algo hecho ÷ fases que aplican", "falta Comprar, Repetir", "ln 6");
    assertThat(page.document().selectFirst("svg.hourglass").attr("aria-label"))
        .contains("Conocer 1 de 1", "Confiar 0 de 1", "Referir no aplica");
    assertThat(page.document().select("svg.hourglass .hg-na")).hasSize(1);
    assertThat(page.document().select("svg.hourglass .hg-sand")).hasSize(2);
    assertThat(page.text("tr.phase-try .act.s-not-done")).contains("no hecha");
  }

  @Test
  void withNothingDoneThereIsNoBalance() {
    Week week = new Week(2033, 14);

    assertThat(page(week).texts(".summary dd:not(.sub)").get(2)).isEqualTo("— de 100");
  }

  @Test
  void theFilterByOwnerNarrowsTheCardsAndNotTheFigures() {
    Week week = new Week(2033, 15);
    plan.once("De Lucía", HourglassPhase.KNOW, profile, week.monday(), lucia);
    plan.once("De Andrés", HourglassPhase.LIKE, profile, week.monday(), cast.andres());

    Page page = Page.of(get(path(week) + "&owner=" + cast.andres().id(), lucia));
    assertThat(page.text(".week")).contains("De Andrés").doesNotContain("De Lucía");
    assertThat(page.texts(".summary dd:not(.sub)").get(1)).isEqualTo("2 de 6 fases");
    assertThat(page.text("tr.phase-know")).doesNotContain("Sin actividad");
  }

  @Test
  void previousAndNextWeekKeepTheFilters() {
    Page page = Page.of(get(path(new Week(2033, 52)) + "&owner=" + lucia.id(), lucia));

    assertThat(page.document().selectFirst("a[rel=next]").attr("href"))
        .isEqualTo("/planner/week?week=2034-W01&profile=" + profile + "&owner=" + lucia.id());
    assertThat(page.document().selectFirst("a[rel=prev]").attr("href")).contains("2033-W51");
  }

  @Test
  void aWeekThatDoesNotExistIsRefused() {
    for (String none : List.of("2026-W99", "soon")) {
      for (String path : List.of("/planner/week", "/planner/week.csv", "/planner/week/closing")) {
        MvcTestResult refused = get(path + "?week=" + none, lucia);
        assertThat(refused).hasStatus(400);
        assertThat(Page.of(refused).text("main")).contains("La semana «" + none + "» no existe.");
      }
    }
  }

  @Test
  void aWeekThatNobodyPlansIsRefused() {
    for (String far : List.of("9999-W01", "0001-W01")) {
      for (String path : List.of("/planner/week", "/planner/week.csv", "/planner/week/closing")) {
        MvcTestResult refused = get(path + "?week=" + far, lucia);
        assertThat(refused).hasStatus(400);
        assertThat(Page.of(refused).text("main")).contains("«" + far + "» queda demasiado lejos");
      }
    }
  }

  @Test
  void aNewActivityOpensWithWhatThereIsOfWhatTheAddressSays() {
    Page form =
        Page.of(
            get(
                "/planner/activities/new?phase=NONE&day=2026-13-40&profile=none&title=Cata",
                lucia));

    assertThat(form.document().select("#phase option[selected]").val()).isEmpty();
    assertThat(LocalDate.parse(form.value("firstDay"))).isNotNull();
    assertThat(form.value("title")).isEqualTo("Cata");
  }

  @Test
  void theListShowsTheSameWeekWithItsPhasesAndSums() {
    Week week = new Week(2033, 16);
    done(plan.once("Hecha", HourglassPhase.KNOW, profile, week.monday(), lucia), "90");
    plan.once("Prevista", HourglassPhase.LIKE, profile, week.sunday(), lucia);

    Page list = Page.of(get(path(week) + "&view=list", lucia));
    assertThat(list.texts("tbody tr")).hasSize(2);
    assertThat(list.text("tbody tr:first-child")).contains("Hecha", "Conocer", "✓ hecha", "90 €");
    assertThat(list.text("tfoot")).contains("2 actividades", "240 €", "90 €");

    Page known = Page.of(get(path(week) + "&view=list&phase=LIKE&state=PLANNED", lucia));
    assertThat(known.texts("tbody tr")).hasSize(1).first().asString().contains("Prevista");
  }

  @Test
  void theFileOpensInASpreadsheetWithoutBecomingAFormula() throws UnsupportedEncodingException {
    Week week = new Week(2033, 17);
    plan.once("=SUM(A1:A9)", HourglassPhase.KNOW, profile, week.monday(), lucia);

    MvcTestResult file = get(path(week).replace("week?", "week.csv?"), lucia);
    assertThat(file).hasStatusOk();
    String text = file.getResponse().getContentAsString();
    assertThat(text).startsWith("\uFEFFDía;");
    assertThat(text).contains("'=SUM(A1:A9);Conocer;").contains(";120,00;");
  }

  @Test
  void otherRolesReadAndAreOfferedNothingToWrite() {
    Week week = new Week(2033, 18);
    plan.once("De Lucía", HourglassPhase.KNOW, profile, week.monday(), lucia);

    for (CurrentUser reader : List.of(cast.marcos(), cast.teresa())) {
      Page page = Page.of(get(path(week), reader));
      assertThat(page.text(".week")).contains("De Lucía");
      assertThat(page.has(".add, .move, [data-drag], .gap a, #move-form")).isFalse();
    }
  }

  @Test
  void movingACardPutsItOnTheDayAndOffersToTakeItBack() {
    Week week = new Week(2033, 19);
    Stored card = card("Boletín móvil", week.monday());
    LocalDate to = week.monday().plusDays(3);

    MvcTestResult moved =
        post(
            "/planner/occurrences/" + card.id() + "/day",
            Map.of("day", to.toString(), "version", "0", "back", path(week)),
            lucia);

    assertThat(moved).hasStatus(302).redirectedUrl().isEqualTo(path(week));
    assertThat(flash(moved, "flashKey")).isEqualTo("move.done");
    assertThat(day(card)).isEqualTo(to);

    String undo = flash(moved, "flashUndo");
    assertThat(post(undo, Map.of(), lucia)).hasStatus(302);
    assertThat(day(card)).isEqualTo(week.monday());
  }

  @Test
  void aDragIsAnsweredWithTheNewGridAndAWordForScreenReaders() {
    Week week = new Week(2033, 20);
    Stored card = card("Arrastrada", week.monday());

    MvcTestResult answer =
        mvc.post()
            .uri("/planner/occurrences/" + card.id() + "/day")
            .with(csrf())
            .with(cast.as(lucia))
            .header("HX-Request", "true")
            .param("day", week.sunday().toString())
            .param("version", "0")
            .param("back", path(week))
            .exchange();

    assertThat(answer).hasStatusOk();
    Page fragment = Page.of(answer);
    assertThat(fragment.has("html > body > #board")).isTrue();
    assertThat(fragment.document().select("tr.phase-know td").get(6).text()).contains("Arrastrada");
    assertThat(fragment.text("[hx-swap-oob='innerHTML:#live']"))
        .isEqualTo("«Arrastrada» pasa al domingo 22 de mayo, semana 20. Ese día no se trabaja.");
    assertThat(fragment.document().select("#flash")).as("no second element of that name").isEmpty();
    assertThat(fragment.has("[hx-swap-oob='innerHTML:#flash'] form")).isTrue();
  }

  @Test
  void whatSomebodyElseMovedMeanwhileIsNotMoved() {
    Week week = new Week(2033, 21);
    Stored card = card("Disputada", week.monday());
    String path = "/planner/occurrences/" + card.id() + "/day";
    LocalDate first = week.monday().plusDays(1);
    post(path, Map.of("day", first.toString(), "version", "0"), lucia);

    MvcTestResult late = post(path, Map.of("day", week.sunday().toString(), "version", "0"), lucia);

    assertThat(flash(late, "flashKey")).isEqualTo("move.stale");
    assertThat(day(card)).isEqualTo(first);
  }

  @Test
  void movingNeedsNoScriptAndLeadsAlsoToAnotherWeek() {
    Week week = new Week(2033, 22);
    Stored card = card("Con teclado", week.monday());
    Page form = Page.of(get("/planner/occurrences/" + card.id() + "/day", lucia));
    assertThat(form.document().select("input[name=day]")).hasSize(8);
    assertThat(form.has("form.mover[method=post]:not([hx-post], [hx-target])"))
        .as("a page without a grid is left by an ordinary request")
        .isTrue();

    post(
        "/planner/occurrences/" + card.id() + "/day",
        Map.of(
            "version",
            form.value("version"),
            "day",
            week.monday().toString(),
            "other",
            "24/6/2033",
            "reason",
            "Feria"),
        lucia);

    assertThat(day(card)).isEqualTo(LocalDate.of(2033, 6, 24));
    Page closing = Page.of(get("/planner/week/closing?week=" + week, lucia));
    assertThat(closing.text("main")).contains("Pasó a otra semana", "Con teclado", "Feria");
  }

  @Test
  void aDayThatIsNoneIsRefusedAndNothingTypedIsLost() {
    Stored card = card("Quieta", new Week(2033, 23).monday());

    MvcTestResult wrong =
        post(
            "/planner/occurrences/" + card.id() + "/day",
            Map.of("other", "31/2/2033", "reason", "lo que escribí", "version", "0"),
            lucia);

    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).value("reason")).isEqualTo("lo que escribí");
    assertThat(Page.of(wrong).has(".error")).isTrue();
  }

  @Test
  void onlyMarketingAndTheOwnerMove() {
    Stored card = card("Ajena", new Week(2033, 24).monday());
    String path = "/planner/occurrences/" + card.id() + "/day";

    for (CurrentUser other : List.of(cast.marcos(), cast.teresa())) {
      assertThat(post(path, Map.of("day", "2033-06-18", "version", "0"), other)).hasStatus(403);
      assertThat(get(path, other)).hasStatus(403);
    }
    assertThat(day(card)).isEqualTo(new Week(2033, 24).monday());
  }

  @Test
  void aPageOfAnotherServerIsNowhereToComeBackTo() {
    Stored card = card("Segura", new Week(2033, 25).monday());

    assertThat(
            post(
                "/planner/occurrences/" + card.id() + "/day",
                Map.of(
                    "day",
                    "2033-06-22",
                    "version",
                    "0",
                    "back",
                    "https://evil.example/planner/week?week=2033-W26"),
                lucia))
        .redirectedUrl()
        .isEqualTo("/planner/week?week=2033-W26");
  }

  @Test
  void whatIsSaidToBeDoneBeforeItsDayIsRefusedAtTheFieldAndKept() {
    Stored card = card("Futura", new Week(2037, 30).monday());

    MvcTestResult early =
        post(
            "/planner/occurrences/" + card.id() + "/result",
            Map.of("outcome", "DONE", "spent", "80", "attended", "12", "version", "0"),
            lucia);

    assertThat(early).hasStatus(422);
    Page form = Page.of(early);
    assertThat(form.text("fieldset.has-error .error")).contains("Ese día aún no ha llegado");
    assertThat(form.value("attended")).isEqualTo("12");
    assertThat(form.has("[name=outcome][value=DONE][checked]")).isTrue();
    assertThat(occurrences.findById(card.occurrence()).orElseThrow().isOpen()).isTrue();
  }

  @Test
  void thatMoreCameThanWereInvitedIsSaidAndNotRefused() {
    Stored card = card("Concurrida", new Week(2016, 30).monday());
    Stored other = card("Tranquila", new Week(2016, 31).monday());
    Map<String, String> result =
        Map.of("outcome", "DONE", "spent", "80", "invited", "8", "attended", "12", "version", "0");

    MvcTestResult kept = post("/planner/occurrences/" + card.id() + "/result", result, lucia);
    assertThat(flash(kept, "flashKey")).isEqualTo("result.kept.DONE.moreCame");
    assertThat(occurrences.findById(card.occurrence()).orElseThrow().isOpen()).isFalse();

    Map<String, String> fewer = new HashMap<>(result);
    fewer.put("attended", "8");
    MvcTestResult plain = post("/planner/occurrences/" + other.id() + "/result", fewer, lucia);
    assertThat(flash(plain, "flashKey")).isEqualTo("result.kept.DONE");
  }

  @Test
  void whatWasNotDoneCostNothingUnlessSomebodyWritesIt() {
    Stored untouched = card("Llovía", new Week(2016, 33).monday());
    Page form = Page.of(get("/planner/occurrences/" + untouched.id(), lucia));
    assertThat(form.value("spent")).isEqualTo("120");
    assertThat(form.value("spentAnyway")).isEmpty();
    notDone(untouched, Map.of("spent", "120", "spentAnyway", ""));
    assertThat(spent(untouched)).isEqualByComparingTo("0");
    Page closed = Page.of(get("/planner/occurrences/" + untouched.id(), lucia));
    assertThat(closed.text("main")).contains("Por qué: Llovía");
    assertThat(closed.has("[hx-get*=verdict]")).isFalse();

    Stored fromTheWeek = card("Del cierre", new Week(2016, 34).monday());
    notDone(fromTheWeek, Map.of("spent", "120"));
    assertThat(spent(fromTheWeek)).isEqualByComparingTo("0");

    Stored paid = card("Pagada", new Week(2016, 35).monday());
    notDone(paid, Map.of("spent", "120", "spentAnyway", "120"));
    assertThat(spent(paid)).isEqualByComparingTo("120");
  }

  @Test
  void whatWasSpentStaysWhenSomethingDoneIsPutRightToNotDone() {
    Stored card = card("Pagada y hecha", new Week(2016, 36).monday());
    String path = "/planner/occurrences/" + card.id() + "/result";
    post(path, Map.of("outcome", "DONE", "spent", "180,50", "version", "0"), lucia);
    Page form = Page.of(get("/planner/occurrences/" + card.id(), lucia));
    assertThat(form.value("spentAnyway")).isEqualTo("180,50");

    Map<String, String> late =
        Map.of("outcome", "NOT_DONE", "reason", "Llovía", "spentAnyway", "", "version", "0");
    CurrentUser other = cast.in(Role.MARKETING);
    Page asked = Page.of(post(path, late, other));
    assertThat(asked.value("spentAnyway")).isEqualTo("180,50");
    assertThat(asked.text(".meanwhile")).contains("Ahora: 180,50");

    Map<String, String> right = new HashMap<>(late);
    right.put("version", asked.value("version"));
    right.put("spent", "180,50");
    right.put("spentAnyway", asked.value("spentAnyway"));
    assertThat(post(path, right, other)).hasStatus(302);
    assertThat(spent(card)).isEqualByComparingTo("180.5");
  }

  private void notDone(Stored card, Map<String, String> spent) {
    Map<String, String> form = new HashMap<>(spent);
    form.putAll(Map.of("outcome", "NOT_DONE", "reason", "Llovía", "version", "0"));
    assertThat(post("/planner/occurrences/" + card.id() + "/result", form, lucia)).hasStatus(302);
  }

  private BigDecimal spent(Stored card) {
    return occurrences
        .findById(card.occurrence())
        .flatMap(Occurrence::result)
        .orElseThrow()
        .spent();
  }

  @Test
  void whatIsPutOffIsDoneLater() {
    LocalDate day = new Week(2033, 40).monday();
    Stored card = card("Aplazada", day);

    MvcTestResult before = putOff(card, day.minusDays(3));
    assertThat(before).hasStatus(422);
    assertThat(Page.of(before).text(".for-rescheduled .error")).contains("dejarla para más tarde");
    Stored old = card("Antigua", new Week(2016, 36).monday());
    assertThat(putOff(old, new Week(2016, 37).monday())).hasStatus(422);

    assertThat(putOff(card, day.plusDays(1))).hasStatus(302);
    assertThat(occurrences.findById(card.occurrence()).orElseThrow().day())
        .isEqualTo(day.plusDays(1));
  }

  private MvcTestResult putOff(Stored card, LocalDate to) {
    return post(
        "/planner/occurrences/" + card.id() + "/result",
        Map.of(
            "outcome", "RESCHEDULED", "day", to.toString(), "reason", "Sin sala", "version", "0"),
        lucia);
  }

  @Test
  void whatCostTenTimesThePlanIsRemarkedUpon() {
    Stored card = card("Cara", new Week(2016, 38).monday());
    String path = "/planner/occurrences/" + card.id();
    Map<String, String> done = Map.of("outcome", "DONE", "spent", "12000", "version", "0");

    assertThat(post(path + "/result", done, lucia)).hasStatus(302);

    assertThat(Page.of(get(path, lucia)).text(".hint-line.warn")).contains("¿Seguro que");
  }

  @Test
  void aResultThatIsOpenedAgainShowsItsForm() {
    Stored card = card("Recargada", new Week(2016, 39).monday());
    String path = "/planner/occurrences/" + card.id();

    assertThat(get(path + "/result", lucia)).hasStatus(302).redirectedUrl().isEqualTo(path);
  }

  @Test
  void whoClosesTooLateSeesWhatTheyWroteInItsFields() {
    Stored card = card("A la vez", new Week(2016, 40).monday());
    String path = "/planner/occurrences/" + card.id() + "/result";
    post(path, Map.of("outcome", "DONE", "spent", "80", "attended", "12", "version", "0"), lucia);

    MvcTestResult late =
        post(
            path,
            Map.of("outcome", "DONE", "spent", "95,25", "attended", "9", "version", "0"),
            lucia);

    assertThat(late).hasStatus(409);
    Page form = Page.of(late);
    assertThat(form.value("spent")).isEqualTo("95,25");
    assertThat(form.text("#spent-notes .meanwhile")).contains("80");
    assertThat(form.text("#attended-notes .meanwhile")).contains("12");
    assertThat(form.value("version")).isEqualTo("1");
  }

  @Test
  void linesOfAListThatAreNotUnderstoodAreNamedAndComeBack() {
    Stored card = card("Con lista", new Week(2033, 31).monday());
    String path = "/planner/occurrences/" + card.id() + "/touches";

    MvcTestResult bad =
        post(path, Map.of("kind", "INVITED", "people", "no-existe@@mal\n123"), lucia);
    assertThat(flash(bad, "flashKey")).isEqualTo("touch.unread.all");
    assertThat(flash(bad, "typedPeople")).isEqualTo("no-existe@@mal\n123");

    String known = "conocida." + card.id() + "@mirador.example";
    MvcTestResult mixed =
        post(path, Map.of("kind", "INVITED", "people", known + "\nno-existe@@mal"), lucia);
    assertThat(mixed).hasRedirectedUrl(path + "/strangers");
    Page strangers = Page.of(get(path + "/strangers", lucia));
    assertThat(strangers.texts(".strangers .reason"))
        .containsExactly("No se entiende: no-existe@@mal");
    assertThat(strangers.document().select("[name=chosen][checked]"))
        .as("what is not understood is not ticked")
        .hasSize(1);
    String row = strangers.document().selectFirst("[name=chosen][checked]").val();
    MvcTestResult added =
        post(
            path + "/strangers",
            Map.of("shown", row, "chosen", row, "name-" + row, "Conocida", "email-" + row, known),
            lucia);
    assertThat(flash(added, "flashKey")).isEqualTo("touch.noted");
    assertThat(Page.of(get("/planner/occurrences/" + card.id(), lucia)).text("#people .warn"))
        .as("it waits")
        .contains("1 línea por resolver");

    MvcTestResult again =
        post(path, Map.of("kind", "INVITED", "people", known + "\nno-existe@@mal"), lucia);
    assertThat(flash(again, "flashKey")).isEqualTo("touch.noted.unread");
    assertThat(flash(again, "typedPeople")).isEqualTo("no-existe@@mal");
  }

  @Test
  void theWeekIsClosedOnceNothingIsOpen() {
    Week week = new Week(2017, 20);
    OccurrenceId open =
        plan.on(
                plan.once("Pendiente", HourglassPhase.KNOW, profile, week.monday(), lucia),
                week.monday())
            .occurrence();
    String path = "/planner/week/closing";
    Page before = Page.of(get(path + "?week=" + week, lucia));
    assertThat(before.text(".closing")).contains("Pendiente");
    assertThat(before.has("[name=learned]")).isFalse();
    MvcTestResult early = post(path, Map.of("week", week.toString(), "learned", "Algo"), lucia);
    assertThat(early).hasStatus(422);

    post(
        "/planner/occurrences/" + open + "/result",
        Map.of(
            "outcome",
            "NOT_DONE",
            "reason",
            "Puente",
            "spent",
            "0",
            "version",
            "0",
            "back",
            path + "?week=" + week),
        lucia);
    MvcTestResult blank = post(path, Map.of("week", week.toString(), "learned", " "), lucia);
    assertThat(blank).hasStatus(422);
    assertThat(Page.of(blank).text(".error")).contains("una frase");
    assertThat(post(path, Map.of("week", week.toString(), "learned", "Los puentes no."), lucia))
        .hasStatus(302);

    Page closed = page(week);
    assertThat(closed.text(".reviewed")).contains("Lucía Ferrer", "Los puentes no.");
    assertThat(closed.has(".add, .gap a")).isFalse();
    MvcTestResult twice = post(path, Map.of("week", week.toString(), "learned", "Otra vez"), lucia);
    assertThat(twice).hasStatus(422);
    assertThat(Page.of(twice).text("main")).contains("La semana 20 está cerrada");
  }

  @Test
  void onlyTheLastClosedWeekIsOpenedAgainAndItsNumbersAreKept() {
    Week last = new Week(2046, 2);
    for (Week week : List.of(new Week(2046, 1), last)) {
      jdbc.sql(
              "insert into planner.week_review (monday, learned, closed_at, closed_by) values (?, 'Aprendido', now(), ?)")
          .params(week.monday(), lucia.id().id())
          .update();
      jdbc.sql(
              "insert into planner.week_closing (id, monday, learned, closed_at, closed_by) values (?, ?, 'Aprendido', now(), ?)")
          .params(java.util.UUID.randomUUID(), week.monday(), lucia.id().id())
          .update();
    }
    jdbc.sql(
            "insert into insight.week_snapshot (monday, phase, applicable, planned, done, not_done, investment_planned, investment_spent, reach, people_touched, taken_at) values (?, 'KNOW', true, 1, 1, 0, 0, 0, 0, 0, now())")
        .param(last.monday())
        .update();
    String path = "/planner/week/closing";
    try {
      String form = "form[action$=/reopening]";
      assertThat(Page.of(get(path + "?week=" + last.previous(), lucia)).has(form)).isFalse();
      assertThat(Page.of(get(path + "?week=" + last, lucia)).has(form)).isTrue();
      assertThat(Page.of(get(path + "?week=" + last, cast.marcos())).has(form)).isFalse();

      String reopening = path + "/reopening";
      post(reopening, Map.of("week", last.previous().toString()), lucia);
      assertThat(post(reopening, Map.of("week", last.toString()), cast.marcos())).hasStatus(403);
      assertThat(closedIn(2046)).isEqualTo(2);

      assertThat(post(reopening, Map.of("week", last.toString()), lucia)).hasStatus(302);
      assertThat(closedIn(2046)).isEqualTo(1);
      assertThat(
              jdbc.sql("select count(*) from insight.week_snapshot where monday = ?")
                  .param(last.monday())
                  .query(Integer.class)
                  .single())
          .isOne();
    } finally {
      jdbc.sql("delete from planner.week_review where monday >= date '2046-01-01'").update();
      jdbc.sql("delete from planner.week_closing where monday >= date '2046-01-01'").update();
    }
  }

  private int closedIn(int year) {
    return jdbc.sql("select count(*) from planner.week_review where extract(year from monday) = ?")
        .param(year)
        .query(Integer.class)
        .single();
  }

  @Test
  void whoForgetsTheReasonStaysInTheClosingOfTheWeek() {
    Week week = new Week(2017, 22);
    Stored open = card("Sin razón", week.monday());
    Stored other = card("Otra", week.monday());
    String closing = "/planner/week/closing?week=" + week;

    MvcTestResult told =
        post(
            "/planner/occurrences/" + open.id() + "/result",
            Map.of(
                "outcome",
                "NOT_DONE",
                "reason",
                " ",
                "spent",
                "77",
                "version",
                "0",
                "back",
                closing),
            lucia);

    assertThat(told).hasStatus(302).redirectedUrl().isEqualTo(closing + "#closing-" + open.id());
    var request = mvc.get().uri(URI.create(closing)).with(cast.as(lucia));
    told.getMvcResult().getFlashMap().forEach(request::requestAttr);
    Page page = Page.of(request.exchange());
    assertThat(page.text("#closing-" + open.id() + " .error"))
        .isEqualTo("Di en pocas palabras por qué no se hizo.");
    assertThat(page.document().selectFirst("#closing-" + open.id() + " [name=spent]").attr("value"))
        .isEqualTo("77");
    assertThat(page.has("#closing-" + other.id() + " .error")).isFalse();
    assertThat(occurrences.findById(open.occurrence()).orElseThrow().isOpen()).isTrue();
  }

  @Test
  void theWeekSaysWhoseCardsTheseAreAndWhyACardKeepsItsPhase() {
    Week week = new Week(2033, 40);
    plan.once("De Lucía", HourglassPhase.KNOW, profile, week.monday(), lucia);

    Page page = Page.of(get(path(week) + "&owner=" + lucia.id(), lucia));
    assertThat(page.text("main"))
        .contains(
            "Solo ves las tarjetas de Lucía Ferrer; las cifras de arriba son de todo el equipo.");
    assertThat(page.document().selectFirst("tr.phase-know small a").attr("aria-label"))
        .isEqualTo("0 de 1 hechas; ver la lista");
    assertThat(page.document().selectFirst("#move-form").attr("data-refused"))
        .contains("otro día de su fase");
    assertThat(page.has("td.gap[data-refuses]")).isTrue();
  }

  @Test
  void aWeekToComeIsNotClosed() {
    MvcTestResult early =
        post("/planner/week/closing", Map.of("week", "2039-W05", "learned", "Adivino"), lucia);

    assertThat(early).hasStatus(422);
    assertThat(Page.of(early).text(".problems")).contains("aún no ha empezado");
  }

  @Test
  void howeverManyCardsThePageAsksTheDatabaseTheSame() {
    Week few = new Week(2034, 2);
    Week many = new Week(2034, 4);
    plan.once("Una", HourglassPhase.KNOW, profile, few.monday(), lucia);
    for (int i = 0; i < 40; i++) {
      plan.once(
          "Número " + i,
          HourglassPhase.values()[i % 7],
          profile,
          many.monday().plusDays(i % 3),
          lucia);
    }
    List<String> forFew = statements(path(few));
    List<String> forMany = statements(path(many));
    assertThat(forMany).hasSameSizeAs(forFew).hasSizeBetween(3, 8);
    assertThat(statements(path(many) + "&view=list")).hasSizeBetween(3, 8);
  }

  @Test
  void aFullCellShowsItsFirstCardsAndLeadsToTheRest() {
    Week week = new Week(2034, 6);
    for (int i = 0; i < PlanLists.CARDS_IN_A_CELL + 3; i++) {
      plan.once("Número " + i, HourglassPhase.BUY, profile, week.monday(), lucia);
    }

    Element cell = page(week).document().select("tr.phase-buy td").get(0);
    assertThat(cell.select(".act")).hasSize(PlanLists.CARDS_IN_A_CELL);
    assertThat(cell.select(".more").text()).isEqualTo("y 3 más");
    assertThat(Page.of(get(cell.select(".more").attr("href"), lucia)).texts("tbody tr"))
        .hasSize(PlanLists.CARDS_IN_A_CELL + 3);
  }

  @Test
  void aTitleIsShownAsTextAndNeverRuns() {
    Week week = new Week(2034, 8);
    plan.once("<script>alert(1)</script>", HourglassPhase.KNOW, profile, week.monday(), lucia);

    Page page = page(week);
    assertThat(page.text(".act")).contains("<script>alert(1)</script>");
    assertThat(page.has("main script")).isFalse();
  }

  private Stored card(String title, LocalDate day) {
    return plan.on(plan.once(title, HourglassPhase.KNOW, profile, day, lucia), day);
  }

  private void done(ActivityId activity, String spent) {
    Stored stored = plan.occurrences(activity).get(0);
    planner.close(
        stored.occurrence(),
        Result.done(null, null, null, new BigDecimal(spent)),
        lucia,
        Plan.at(stored.day()));
  }

  private LocalDate day(Stored stored) {
    return occurrences.findById(stored.occurrence()).orElseThrow().day();
  }

  private List<String> statements(String path) {
    RequestPostProcessor asLucia = cast.as(lucia);
    return SqlCount.during(
        () -> assertThat(mvc.get().uri(URI.create(path)).with(asLucia)).hasStatusOk());
  }

  private static String flash(MvcTestResult result, String name) {
    return String.valueOf(result.getMvcResult().getFlashMap().get(name));
  }

  private String path(Week week) {
    return "/planner/week?week=" + week + "&profile=" + profile;
  }

  private Page page(Week week) {
    return Page.of(get(path(week), lucia));
  }

  private MvcTestResult get(String path, CurrentUser as) {
    return mvc.get().uri(URI.create(path)).with(cast.as(as)).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields, CurrentUser as) {
    var request = mvc.post().uri(URI.create(path)).with(csrf()).with(cast.as(as));
    fields.forEach(request::param);
    return request.exchange();
  }
}
