package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.net.URI;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a company without experience starts from: templates, a first quarter, a copied week. */
@ArenaTest
class TemplatePageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Plantillas", lucia.id(), HourglassPhase.REFER);
  }

  @Test
  void eachPhaseHasAtLeastFourInBothLanguages() {
    for (HourglassPhase phase : HourglassPhase.values()) {
      for (String language : List.of("es", "en")) {
        Page page = get("/planner/templates?phase=" + phase + "&lang=" + language);
        assertThat(page.texts(".idea-list h3")).hasSizeGreaterThanOrEqualTo(4);
      }
    }
    assertThat(SqlCount.during(() -> get("/planner/templates"))).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void aTemplateFillsTheFormOfAnActivity() {
    Element use =
        get("/planner/templates?phase=TRY&day=2035-03-06&profile=" + profile)
            .document()
            .selectFirst(".idea-list a[href*=try-1]");
    Page form = get(use.attr("href"));
    assertThat(form.value("title")).isEqualTo("Muestra gratuita");
    assertThat(form.value("goal")).contains("lo echen de menos");
    assertThat(form.value("channel")).isNotBlank();
    assertThat(form.value("investment")).isEqualTo("80");
    assertThat(form.value("followUpDays")).isEqualTo("7");
    assertThat(form.value("firstDay")).isEqualTo("2035-03-06");
    assertThat(form.document().select("[name=repeats][checked]").val()).isEqualTo("WEEKLY");
    assertThat(form.value("every")).isEqualTo("2");
    assertThat(form.document().select("#phase option[selected]").val()).isEqualTo("TRY");
    assertThat(form.document().select("#profile option[selected]").val())
        .isEqualTo(profile.toString());
  }

  @Test
  void withoutADayItBeginsOnTheNextWorkingOne() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), lucia.company().zone());
    jdbc.sql("update identity.organization set holidays = array[cast(:day as date)]")
        .param("day", today)
        .update();
    try {
      LocalDate first =
          LocalDate.parse(get("/planner/activities/new?template=try-1").value("firstDay"));
      assertThat(first).isAfter(today);
      assertThat(first.getDayOfWeek().getValue()).isLessThan(6);
    } finally {
      jdbc.sql("update identity.organization set holidays = '{}'").update();
    }
  }

  @Test
  void anEmptyPhaseOfTheWeekOffersTemplates() {
    Week week = new Week(2035, 20);
    Element row =
        get("/planner/week?week=" + week + "&profile=" + profile)
            .document()
            .selectFirst("tr.phase-repeat .ideas");
    assertThat(row.text()).contains("Llamada a los 60 días", "más plantillas");
    Page form = get(row.selectFirst("a").attr("href"));
    assertThat(form.value("title")).isEqualTo("Llamada a los 60 días");
    assertThat(form.value("firstDay")).isEqualTo(week.monday().toString());
  }

  @Test
  void anActivityIsKeptAsATemplateChangedAndRetired() {
    String title = "Nuestra cata " + TimeOrderedUuid.next();
    ActivityId id = plan.once(title, HourglassPhase.TRY, profile, LocalDate.of(2035, 4, 3), lucia);
    String template =
        get("/planner/activities/" + id)
            .document()
            .select("form[action=/planner/templates] [name=id]")
            .val();
    for (int i = 0; i < 2; i++) {
      assertThat(post("/planner/templates", "id", template, "activity", id.toString()))
          .hasStatus3xxRedirection();
    }
    assertThat(get("/planner/templates?phase=TRY").texts("h3")).contains(title + " vuestra");
    String second = UUID.randomUUID().toString();
    MvcTestResult like = post("/planner/templates", "id", second, "activity", id.toString());
    assertThat(Page.of(like).text("main")).contains("Ya hay una plantilla con ese nombre");
    assertThat(Page.of(like).document().select("button[name=replace]").val()).isEqualTo(template);
    assertThat(
            post(
                "/planner/templates", "id", second, "activity", id.toString(), "replace", template))
        .hasRedirectedUrl("/planner/templates/" + template);
    assertThat(get("/planner/templates?phase=TRY").texts("h3"))
        .containsOnlyOnce(title + " vuestra");

    Page form = get("/planner/templates/" + template);
    String[] fields = {
      "title",
      title + " 2",
      "phase",
      "TRY",
      "goal",
      "Otra",
      "channel",
      "Sala",
      "investment",
      "50",
      "nature",
      "DEMAND",
      "unit",
      "WEEK",
      "every",
      "3",
      "followUpDays",
      "",
      "version",
      form.value("version")
    };
    assertThat(post("/planner/templates/" + template, fields)).hasStatus3xxRedirection();
    assertThat(post("/planner/templates/" + template, fields)).as("came late").hasStatus(409);
    assertThat(get("/planner/activities/new?template=" + template).value("every")).isEqualTo("3");
    fields[3] = "NADA";
    fields[19] = get("/planner/templates/" + template).value("version");
    assertThat(post("/planner/templates/" + template, fields)).hasStatus(422);

    post("/planner/templates/" + template + "/retirement");
    assertThat(get("/planner/templates?phase=TRY").texts("h3")).noneMatch(t -> t.contains(title));
    assertThat(get("/planner/activities/new?template=" + template).value("title")).isEmpty();
  }

  @Test
  void aFirstQuarterIsSeenAdjustedPlannedAndTakenBack() {
    LocalDate start = LocalDate.ofInstant(clock.instant(), lucia.company().zone()).plusWeeks(20);
    String answers = "?profile=" + profile + "&pace=2&budget=50&start=" + start;
    Page page = get("/planner/first-quarter" + answers);
    assertThat(page.texts("tbody tr")).as("six phases apply").hasSize(6);
    assertThat(page.text("main")).contains("6 de 6 fases cubiertas");
    assertThat(page.texts("tfoot td b")).hasSize(13).containsOnly("2");
    assertThat(planned()).isZero();

    Page fewer =
        get("/planner/first-quarter" + answers + "&seen=true&keep=KNOW&keep=TRY&idea=try-3");
    assertThat(fewer.text("main")).contains("2 de 6 fases cubiertas");
    assertThat(fewer.document().select("option[value=try-3][selected]")).hasSize(1);
    assertThat(fewer.text(".hint-line")).contains("más de lo que querías");

    List<String> form =
        new ArrayList<>(
            List.of(
                "id",
                page.value("id"),
                "profile",
                profile.toString(),
                "pace",
                "2",
                "budget",
                "50",
                "start",
                start.toString(),
                "seen",
                "true"));
    for (String phase : List.of("KNOW", "LIKE", "TRUST", "TRY", "BUY", "REPEAT")) {
      form.addAll(List.of("keep", phase));
    }
    MvcTestResult made = post("/planner/first-quarter", form.toArray(String[]::new));
    assertThat(made).hasStatus3xxRedirection();
    post("/planner/first-quarter", form.toArray(String[]::new));
    assertThat(planned()).as("sent twice, planned once").isEqualTo(6);
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from planner.occurrence where profile_id = :id
                      and extract(isodow from day) < 6 and day >= :from and day < :until
                    """)
                .param("id", profile.id())
                .param("from", Week.of(start).monday())
                .param("until", Week.of(start).monday().plusWeeks(13))
                .query(Integer.class)
                .single())
        .isEqualTo(26);
    Page grid = get(made.getMvcResult().getResponse().getRedirectedUrl());
    assertThat(grid.has("tr.phase-know td:not(.gap)")).isTrue();
    assertThat(get("/planner/first-quarter").text("main")).contains("Acabas de planificar");

    String undo = String.valueOf(made.getMvcResult().getFlashMap().get("flashUndo"));
    assertThat(mvc.post().uri(undo).with(cast.as(cast.nuria())).with(csrf())).hasStatus(404);
    post(undo);
    assertThat(planned()).isZero();
  }

  @Test
  void aFirstQuarterLeavesHolidaysAndDaysWithoutHoursFree() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), lucia.company().zone());
    LocalDate monday = Week.of(today.plusWeeks(30)).monday();
    // Two days off together, and a Friday before a weekend.
    List<LocalDate> off = List.of(monday.plusDays(1), monday.plusDays(2), monday.plusDays(11));
    jdbc.sql("update identity.organization set holidays = cast(:days as date[])")
        .param("days", off.toString().replace('[', '{').replace(']', '}'))
        .update();
    MvcTestResult made;
    try {
      List<String> form =
          new ArrayList<>(List.of("id", UUID.randomUUID().toString(), "pace", "7", "seen", "true"));
      form.addAll(List.of("profile", profile.toString(), "start", monday.toString()));
      for (String phase : List.of("KNOW", "LIKE", "TRUST", "TRY", "BUY")) {
        form.addAll(List.of("keep", phase));
      }
      made = post("/planner/first-quarter", form.toArray(String[]::new));
    } finally {
      jdbc.sql("update identity.organization set holidays = '{}'").update();
    }
    List<LocalDate> days =
        jdbc.sql("select day from planner.occurrence where profile_id = :id order by day")
            .param("id", profile.id())
            .query(LocalDate.class)
            .list();
    assertThat(days).hasSize(65).doesNotContainAnyElementsOf(off);
    assertThat(days).allMatch(d -> d.getDayOfWeek().getValue() < 6);
    assertThat(days.subList(0, 5))
        .containsExactly(
            monday, monday.plusDays(3), monday.plusDays(3), monday.plusDays(3), monday.plusDays(4));
    assertThat(days.stream().filter(monday.plusDays(14)::equals))
        .as("the third Monday takes the Friday off over")
        .hasSize(2);
    post(String.valueOf(made.getMvcResult().getFlashMap().get("flashUndo")));
    assertThat(planned()).isZero();
  }

  @Test
  void aFirstQuarterIsNotTakenBackOnceSomethingOfItIsClosed() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), lucia.company().zone());
    MvcTestResult made =
        post(
            "/planner/first-quarter",
            "id",
            UUID.randomUUID().toString(),
            "profile",
            profile.toString(),
            "pace",
            "7",
            "start",
            today.plusWeeks(1).toString(),
            "seen",
            "true",
            "keep",
            "KNOW");
    UUID first =
        jdbc.sql("select id from planner.occurrence where profile_id = :id order by day limit 1")
            .param("id", profile.id())
            .query(UUID.class)
            .single();
    planner.close(new OccurrenceId(first), Result.notDone("No hay sala"), lucia, clock.instant());
    MvcTestResult undone = post(String.valueOf(made.getMvcResult().getFlashMap().get("flashUndo")));
    assertThat(undone.getMvcResult().getFlashMap().get("flashKey")).isEqualTo("batch.used");
    assertThat(planned()).isEqualTo(1);
  }

  @Test
  void aSmallBudgetIsSpentAndOneTooSmallIsToldTheLeast() {
    LocalDate start = LocalDate.ofInstant(clock.instant(), lucia.company().zone()).plusWeeks(20);
    String answers = "/planner/first-quarter?profile=" + profile + "&pace=2&start=" + start;
    Page page = get(answers + "&budget=40");
    assertThat(page.text("main")).doesNotContain(" 0 € a la semana");
    assertThat(page.texts(".form .row3 label")).hasSize(3);

    Page tiny = get(answers + "&budget=1");
    assertThat(tiny.text(".hint-line")).contains("Nada que cueste dinero cabe");
    Page more = get(tiny.document().selectFirst(".hint-line a").attr("href"));
    assertThat(more.has(".hint-line")).isFalse();
  }

  @Test
  void theQuestionsNeedAnswers() {
    var result =
        mvc.get()
            .uri("/planner/first-quarter?profile=&pace=0&start=2001-01-01")
            .with(cast.as(lucia))
            .exchange();
    assertThat(result).hasStatus(422);
    assertThat(Page.of(result).texts(".error")).hasSize(3);
  }

  @Test
  void aCopyToNoWeekAndOfAnEmptyOneSaySoInWords() {
    Week week = new Week(2036, 30);
    plan.once("A ninguna parte", HourglassPhase.KNOW, profile, week.monday(), lucia);

    MvcTestResult none =
        mvc.get()
            .uri("/planner/week/copy?week=" + week + "&times=0")
            .with(cast.as(lucia))
            .exchange();
    assertThat(none).hasStatus(422);
    Page page = Page.of(none);
    assertThat(page.text("main"))
        .contains("Aún no se copia a ninguna semana", "A ninguna parte")
        .doesNotContain("→", "actividad nueva", "Se copia ");
    assertThat(page.has("[name=one][checked]")).as("what is ticked stays so").isTrue();
    Page empty = get("/planner/week/copy?week=" + week.plus(3));
    assertThat(empty.text("main"))
        .contains("no tiene nada que copiar")
        .doesNotContain("→", "A la semana " + week.plus(4).number());
  }

  @Test
  void aWeekIsNotCopiedIntoOneThatIsOver() {
    Week week = new Week(2036, 40);
    ActivityId once = plan.once("Al pasado", HourglassPhase.KNOW, profile, week.monday(), lucia);
    String one = plan.occurrences(once).get(0).toString();
    Week now = Week.of(LocalDate.ofInstant(clock.instant(), lucia.company().zone()));
    for (LocalDate to : List.of(LocalDate.of(2020, 1, 1), now.previous().sunday())) {
      MvcTestResult refused = copy(week, to, one);
      assertThat(refused).hasStatus(422);
      assertThat(Page.of(refused).text(".field .error")).as("%s", to).contains("ya pasó");
      assertThat(Page.of(refused).value("to")).isEqualTo(to.toString());
    }
    assertThat(days("Al pasado")).hasSize(1);
    Page open = Page.of(copy(week, now.monday(), one));
    assertThat(open.text(".error")).as("this week is not over").doesNotContain("ya pasó");
  }

  private MvcTestResult copy(Week week, LocalDate to, String one) {
    return post(
        "/planner/week/copy",
        "id",
        UUID.randomUUID().toString(),
        "week",
        week.toString(),
        "to",
        to.toString(),
        "times",
        "1",
        "one",
        one,
        "shown",
        one);
  }

  @Test
  void aWeekIsCopiedWithoutDoublingSeries() {
    Week week = new Week(2036, 20);
    ActivityId once =
        plan.once("Suelta", HourglassPhase.KNOW, profile, week.monday().plusDays(2), lucia);
    ActivityId weekly =
        plan.series(
            "Cada semana", profile, week.monday(), Recurrence.weekly(1, DayOfWeek.MONDAY), lucia);
    ActivityId other =
        plan.series(
            "Cada dos", profile, week.monday(), Recurrence.weekly(2, DayOfWeek.MONDAY), lucia);
    int before = plan.occurrences(weekly).size();

    Page page = get("/planner/week/copy?week=" + week + "&times=2");
    assertThat(page.document().select("[name=one][checked]"))
        .as("all that can be copied is ticked")
        .hasSameSizeAs(page.document().select("[name=one]"))
        .hasSize(2);
    assertThat(page.text("tr:contains(Suelta)"))
        .contains("mié 14 may → mié 21 may, mié 28 may", "actividad nueva que continúa a esta");
    assertThat(page.text("tr:contains(Cada dos)"))
        .startsWith("lun 12 may → lun 19 may Cada dos")
        .contains("se le añade una fecha más", "El lun 26 may ya le toca: no se añade nada.");
    assertThat(page.text("section:nth-of-type(2) li"))
        .contains("Cada semana", "El lun 19 may ya le toca", "El lun 26 may ya le toca");
    MvcTestResult again =
        post(
            "/planner/week/copy",
            "_csrf",
            "secreto",
            "preview",
            "true",
            "week",
            week.toString(),
            "to",
            week.next().monday().toString(),
            "times",
            "3");
    assertThat(again.getMvcResult().getResponse().getRedirectedUrl())
        .startsWith("/planner/week/copy?")
        .contains("times=3")
        .doesNotContain("_csrf", "secreto", "preview");
    List<String> form =
        new ArrayList<>(
            List.of(
                "id",
                page.value("id"),
                "week",
                week.toString(),
                "to",
                week.next().monday().toString(),
                "times",
                "2"));
    page.document()
        .select("[name=one]")
        .eachAttr("value")
        .forEach(v -> form.addAll(List.of("one", v, "shown", v)));
    // Another week is typed and copied at once: what was not shown for the first is not left out.
    List<String> offered = page.document().select("[name=one]").eachAttr("value");
    MvcTestResult unseen =
        post(
            "/planner/week/copy",
            "id",
            page.value("id"),
            "week",
            week.toString(),
            "to",
            week.next().monday().toString(),
            "times",
            "2",
            "shown",
            offered.get(0));
    assertThat(unseen).hasStatus(422);
    assertThat(Page.of(unseen).text("main")).contains("se puede copiar más de lo que se veía");
    assertThat(Page.of(unseen).document().select("[name=one][checked]").eachAttr("value"))
        .containsExactly(offered.get(1));
    MvcTestResult made = post("/planner/week/copy", form.toArray(String[]::new));
    assertThat(made).hasStatus3xxRedirection();
    assertThat(days("Suelta"))
        .containsExactly(
            week.monday().plusDays(2),
            week.next().monday().plusDays(2),
            week.plus(2).monday().plusDays(2));
    assertThat((Object[]) made.getMvcResult().getFlashMap().get("flashArguments"))
        .as("activities, dates, on days without work")
        .extracting(String::valueOf)
        .containsExactly("2", "1", "0");
    assertThat(plan.days(other)).contains(week.next().monday());
    assertThat(
            plan.count(
                "select count(*) from planner.activity where title = 'Cada dos' and profile_id = ?",
                profile.id()))
        .as("one more date of the same activity")
        .isOne();
    assertThat(
            plan.count("select count(*) from planner.activity where continues_id = ?", once.id()))
        .as("their results add up by series")
        .isEqualTo(2);
    assertThat(plan.occurrences(weekly)).hasSize(before);
    assertThat(SqlCount.during(() -> get("/planner/week/copy?week=" + week + "&times=2")))
        .hasSizeLessThanOrEqualTo(8);
    assertThat(get("/planner/week/copy?week=" + week + "&times=2").has("[name=one]"))
        .as("nothing is left to copy")
        .isFalse();
    assertThat(post("/planner/week/copy", form.toArray(String[]::new)))
        .as("sent twice it is made once")
        .hasStatus3xxRedirection();
    assertThat(days("Suelta")).hasSize(3);
    assertThat(post(String.valueOf(made.getMvcResult().getFlashMap().get("flashUndo"))))
        .hasRedirectedUrl("/planner/week?week=" + week.next());
    assertThat(days("Suelta")).hasSize(1);
    assertThat(plan.days(other)).doesNotContain(week.next().monday());

    jdbc.sql("update identity.organization set holidays = array[cast(:day as date)]")
        .param("day", week.next().monday().plusDays(2))
        .update();
    try {
      assertThat(get("/planner/week/copy?week=" + week).text("tr:contains(Suelta)"))
          .contains("El mié 21 may no se trabaja");
    } finally {
      jdbc.sql("update identity.organization set holidays = '{}'").update();
    }

    assertThat(
            post(
                "/planner/week/copy",
                "id",
                UUID.randomUUID().toString(),
                "week",
                week.toString(),
                "to",
                week.monday().toString(),
                "times",
                "1"))
        .hasStatus(422);
  }

  private List<LocalDate> days(String title) {
    return jdbc.sql(
            "select day from planner.occurrence where title = :title and profile_id = :id order by day")
        .param("title", title)
        .param("id", profile.id())
        .query(LocalDate.class)
        .list();
  }

  private int planned() {
    return jdbc.sql("select count(*) from planner.activity where profile_id = :id")
        .param("id", profile.id())
        .query(Integer.class)
        .single();
  }

  private Page get(String path) {
    var result = mvc.get().uri(URI.create(path)).with(cast.as(lucia)).exchange();
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  private MvcTestResult post(String path, String... fields) {
    var request = mvc.post().uri(URI.create(path)).with(cast.as(lucia)).with(csrf());
    for (int i = 0; i < fields.length; i += 2) {
      request = request.param(fields[i], fields[i + 1]);
    }
    return request.exchange();
  }
}
