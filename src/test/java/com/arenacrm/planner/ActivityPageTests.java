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
import java.time.DayOfWeek;
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

/** Planning and changing an activity as people do it: by its forms and pages. */
@ArenaTest
class ActivityPageTests {

  private static final LocalDate MONDAY = LocalDate.of(2033, 9, 5);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired Occurrences occurrences;
  @Autowired JdbcClient jdbc;
  @Autowired org.springframework.context.MessageSource messages;

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Páginas", lucia.id(), HourglassPhase.REFER);
  }

  @Test
  void thePageOfAnActivityAsksLittleOfTheDatabaseAndShowsItsSignalsInAll() {
    ActivityId weekly = weekly("Boletín contado");
    for (int i = 0; i < 3; i++) {
      plan.done(plan.on(weekly, MONDAY.plusWeeks(i)).occurrence(), lucia, MONDAY.plusWeeks(i));
    }
    Page page = Page.of(get("/planner/activities/" + weekly));
    assertThat(page.texts(".facts dt")).contains("Convocadas", "Asistieron", "Señales");
    var asLucia = cast.as(lucia);
    List<String> asked =
        SqlCount.during(
            () ->
                assertThat(mvc.get().uri("/planner/activities/" + weekly).with(asLucia).exchange())
                    .hasStatusOk());
    assertThat(asked).as(String.join("\n----\n", asked)).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void thisAndTheFollowingLeadsToAPageThatOpensAndSoDoesTheFirstPart() {
    ActivityId weekly = weekly("Boletín partido");
    Stored third = plan.on(weekly, MONDAY.plusWeeks(2));
    Map<String, String> form =
        fields(
            Page.of(
                get(
                    "/planner/activities/"
                        + weekly
                        + "/edit?scope=FOLLOWING&occurrence="
                        + third.id())));
    form.put("title", "Boletín con vídeo");

    MvcTestResult saved = post("/planner/activities/" + weekly, form);

    assertThat(saved).hasStatus(302);
    String later = saved.getResponse().getRedirectedUrl();
    assertThat(later).startsWith("/planner/activities/").doesNotContain(weekly.toString());
    assertThat(get(later)).hasStatusOk();
    assertThat(Page.of(get(later)).text(".hint-line")).contains("Continúa a", "Boletín partido");
    MvcTestResult first = get("/planner/activities/" + weekly);
    assertThat(first).hasStatusOk();
    assertThat(Page.of(first).text(".hint-line")).contains("sigue en", "Boletín con vídeo");
  }

  @Test
  void aDayThatNoWeekCanShowIsRefusedAtItsField() {
    Map<String, String> form = fields(Page.of(get("/planner/activities/new")));
    form.putAll(
        Map.of(
            "title", "Lejana",
            "goal", "Que conste",
            "channel", "Correo",
            "investment", "0",
            "phase", "KNOW",
            "profile", profile.toString(),
            "nature", "DEMAND"));
    for (String far : List.of("1900-01-01", "2099-01-01")) {
      form.put("firstDay", far);
      MvcTestResult refused = post("/planner/activities", form);
      assertThat(refused).hasStatus(422);
      assertThat(Page.of(refused).text("#firstDay-notes .error")).contains("más de 20 años");
    }
    form.put("firstDay", MONDAY.toString());
    form.putAll(Map.of("repeats", "WEEKLY", "ends", "UNTIL", "until", "2099-01-01"));
    MvcTestResult refused = post("/planner/activities", form);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#until-notes")).contains("más de 20 años");
    assertThat(Page.of(refused).text("#firstDay-notes .error")).isEmpty();

    Stored card = plan.on(weekly("Que se aleja"), MONDAY);
    MvcTestResult moved =
        post("/planner/occurrences/" + card.id() + "/day", Map.of("day", "2099-01-01"));
    assertThat(moved).hasStatus(422);
    assertThat(Page.of(moved).text(".error")).contains("demasiado lejos");
  }

  @Test
  void anotherRhythmSaysHowManyPastDaysAreStillToBeClosed() {
    LocalDate first = LocalDate.of(2026, 1, 5);
    ActivityId old = plan.series("Ritmo", profile, first, Recurrence.weekly(1).times(3), lucia);
    String path = "/planner/activities/" + old;
    Map<String, String> form = fields(Page.of(get(path + "/edit?scope=ALL")));
    form.put("title", "Ritmo nuevo");
    assertThat(flash(post(path, form), "flashKey")).isEqualTo("activity.changed.ALL");

    form = fields(Page.of(get(path + "/edit?scope=ALL")));
    form.putAll(Map.of("every", "2", "count", "2"));
    MvcTestResult saved = post(path, form);

    assertThat(flash(saved, "flashKey")).isEqualTo("activity.changed.ALL.past");
    assertThat((Object[]) saved.getMvcResult().getFlashMap().get("flashArguments"))
        .containsExactly("Ritmo nuevo", 3);
  }

  @Test
  void aSeriesThatStartsInAClosedWeekNamesItAndLandsWhereItsFirstDayIs() {
    Week closed = new Week(2019, 10);
    planner.closeWeek(closed, "Se cerró", lucia, Plan.at(closed.sunday().plusDays(1)));
    Map<String, String> form = fields(Page.of(get("/planner/activities/new")));
    form.putAll(
        Map.of(
            "title", "Desde la cerrada",
            "goal", "Que conste",
            "channel", "Correo",
            "investment", "0",
            "phase", "KNOW",
            "profile", profile.toString(),
            "nature", "DEMAND",
            "firstDay", closed.monday().toString()));
    form.putAll(Map.of("repeats", "WEEKLY", "weekdays", "MONDAY", "ends", "COUNT", "count", "1"));
    MvcTestResult only = post("/planner/activities", form);
    assertThat(only).hasStatus(422);
    assertThat(Page.of(only).text("#firstDay-notes .error")).contains("semanas ya cerradas");

    form.put("count", "3");
    MvcTestResult planned = post("/planner/activities", form);

    assertThat(planned).hasStatus(302).redirectedUrl().contains("week=2019-W11");
    assertThat(flash(planned, "flashKey")).isEqualTo("activity.planned.closedWeeks");
    assertThat((Object[]) planned.getMvcResult().getFlashMap().get("flashArguments"))
        .containsExactly("Desde la cerrada", 1, "10", "");
  }

  @Test
  void aPhaseThatDoesNotApplyIsWarnedOfAndNotRefused() {
    String reason = "No se puede con este producto";
    String asked = "phase=REFER&profile=" + profile;
    Page form = Page.of(get("/planner/activities/new?" + asked));
    assertThat(form.text("#phase-applies")).contains("no aplica", reason);
    assertThat(Page.of(get("/planner/activities/phase?" + asked)).text(".warn")).contains(reason);
    assertThat(
            Page.of(get("/planner/activities/phase?phase=KNOW&profile=" + profile)).text(".warn"))
        .isEmpty();
    assertThat(get("/planner/activities/phase?phase=X&profile=y")).hasStatusOk();

    ActivityId planned = plan.once("Fuera de fase", HourglassPhase.REFER, profile, MONDAY, lucia);
    assertThat(Page.of(get("/planner/activities/" + planned)).text(".warn")).contains(reason);
    Page week = Page.of(get("/planner/week?week=" + Week.of(MONDAY) + "&profile=" + profile));
    assertThat(week.text("tr.phase-refer")).contains("Fuera de fase");
    assertThat(week.text("tr.phase-refer th")).contains("No aplica", reason);
    assertThat(week.text("tr.phase-like th")).doesNotContain("No aplica");
  }

  @Test
  void aClosedOccurrenceIsNotChangedAndItsSeriesNotInItsStead() {
    ActivityId weekly = weekly("Con pasado");
    Stored first = plan.on(weekly, MONDAY);
    Map<String, String> open =
        fields(
            Page.of(
                get("/planner/activities/" + weekly + "/edit?scope=ONE&occurrence=" + first.id())));
    plan.done(first.occurrence(), lucia, MONDAY);

    for (String scope : List.of("ONE", "FOLLOWING")) {
      MvcTestResult refused =
          get(
              "/planner/activities/"
                  + weekly
                  + "/edit?scope="
                  + scope
                  + "&occurrence="
                  + first.id());
      assertThat(refused).hasStatus(302).redirectedUrl().endsWith("occurrences/" + first.id());
      assertThat(flash(refused, "flashKey")).isEqualTo("occurrence.closed");
    }
    MvcTestResult late = post("/planner/activities/" + weekly, open);
    assertThat(flash(late, "flashKey")).isEqualTo("occurrence.closed");
  }

  @Test
  void whatIsPlannedOnAHolidaySaysSo() {
    LocalDate holiday = new Week(2032, 23).monday().plusDays(1);
    LocalDate working = holiday.plusDays(1);
    jdbc.sql("update identity.organization set holidays = array[cast(:day as date)]")
        .param("day", holiday)
        .update();
    try {
      assertThat(planned("En festivo", holiday, Map.of()))
          .contains("«En festivo» está en el plan", "El mar 1 jun no se trabaja.");
      assertThat(planned("En laborable", working, Map.of()))
          .isEqualTo("«En laborable» está en el plan.");
      assertThat(
              planned(
                  "En serie",
                  holiday.minusWeeks(1),
                  Map.of(
                      "repeats", "WEEKLY", "every", "1", "weekdays", "TUESDAY", "ends", "NEVER")))
          .contains("El mar 1 jun no se trabaja.");
      Page form = Page.of(get("/planner/activities/new?day=" + holiday));
      assertThat(form.text("main")).as("beside the day").contains("El mar 1 jun no se trabaja.");

      String week = "/planner/week?week=" + Week.of(holiday);
      assertThat(Page.of(get(week)).text(".holidays-of")).isEqualTo("Festivo: mar 1 jun");
      assertThat(Page.of(get("/planner/month?month=2032-06")).text(".holidays-of"))
          .isEqualTo("Festivo: mar 1 jun");
      assertThat(Page.of(get("/planner/week?week=2032-W25")).has(".holidays-of")).isFalse();
      Page card = Page.of(get("/planner/occurrences/" + onDay("En laborable") + "/day"));
      assertThat(card.text(".hint")).contains("El mar 1 jun no se trabaja.");
    } finally {
      jdbc.sql("update identity.organization set holidays = '{}'").update();
    }
  }

  private java.util.UUID onDay(String title) {
    return jdbc.sql("select id from planner.occurrence where title = :title and profile_id = :id")
        .param("title", title)
        .param("id", profile.id())
        .query(java.util.UUID.class)
        .single();
  }

  /** What is said when an activity has been planned. */
  private String planned(String title, LocalDate day, Map<String, String> besides) {
    Map<String, String> form =
        fields(
            Page.of(get("/planner/activities/new?phase=KNOW&profile=" + profile + "&day=" + day)));
    form.put("title", title);
    form.put("nature", Nature.values()[0].name());
    form.put("goal", "Que nos conozcan");
    form.put("channel", "Calle");
    form.put("investment", "10");
    form.putAll(besides);
    MvcTestResult made = post("/planner/activities", form);
    assertThat(made.getResponse().getStatus()).as(Page.of(made).text(".error")).isEqualTo(302);
    Object[] said = (Object[]) flash(made, "flashArguments");
    return messages.getMessage(
        String.valueOf(flash(made, "flashKey")), said, java.util.Locale.forLanguageTag("es"));
  }

  @Test
  void aNumberOfTimesThatIsTooLargeIsRefusedAndNotCutShort() {
    ActivityId weekly = weekly("Cien mil");
    Page edit = Page.of(get("/planner/activities/" + weekly + "/edit?scope=ALL"));
    assertThat(edit.document().selectFirst("[name=count]").attr("maxlength")).isEqualTo("9");
    Map<String, String> form = fields(edit);
    form.putAll(Map.of("ends", "COUNT", "count", "100000"));

    MvcTestResult refused = post("/planner/activities/" + weekly, form);

    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#count-notes")).contains("entre 1 y 999");
    assertThat(Page.of(refused).value("count")).isEqualTo("100000");
  }

  private static Object flash(MvcTestResult result, String name) {
    return result.getMvcResult().getFlashMap().get(name);
  }

  private ActivityId weekly(String title) {
    return plan.series(title, profile, MONDAY, Recurrence.weekly(1, DayOfWeek.MONDAY), lucia);
  }

  /** What a browser would send of the form on the page. */
  private static Map<String, String> fields(Page page) {
    Map<String, String> fields = new HashMap<>();
    Element form = page.document().selectFirst("form.activity-form");
    for (Element field : form.select("[name]")) {
      boolean choice = List.of("radio", "checkbox").contains(field.attr("type"));
      if (field.tagName().equals("select")) {
        Element chosen = field.selectFirst("option[selected]");
        fields.put(field.attr("name"), chosen == null ? "" : chosen.val());
      } else if (!choice || field.hasAttr("checked")) {
        fields.put(
            field.attr("name"),
            field.tagName().equals("textarea") ? field.wholeText() : field.val());
      }
    }
    return fields;
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(lucia)).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request = mvc.post().uri(URI.create(path)).with(csrf()).with(cast.as(lucia));
    fields.forEach(request::param);
    return request.exchange();
  }
}
