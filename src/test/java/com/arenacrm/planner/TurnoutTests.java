package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Invited and attended are the same two numbers wherever they stand (R037). */
@ArenaTest
class TurnoutTests {

  private static final Week WEEK = new Week(2018, 33);
  private static final LocalDate DAY = WEEK.monday().plusDays(2);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser lucia;
  private Plan plan;
  private ProfileId profile;
  private String title;
  private ActivityId video;
  private OccurrenceId occurrence;

  @BeforeEach
  void aVideo() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Vídeo", lucia.id());
    title = "Vídeo " + profile;
    video = plan.once(title, HourglassPhase.TRUST, profile, DAY, lucia);
    occurrence = plan.on(video, DAY).occurrence();
  }

  @Test
  void whoIsKnownByNameCountsWhereMoreAreThanWereCounted() {
    close(Result.done(null, 2, 3, BigDecimal.TEN));
    note(TouchKind.INVITED, 4);
    note(TouchKind.ATTENDED, 4);
    note(TouchKind.VISITED, 1);

    assertThat(invited()).as("invited").allSatisfy((page, n) -> assertThat(n).isEqualTo("4"));
    assertThat(attended()).as("attended").allSatisfy((page, n) -> assertThat(n).isEqualTo("5"));
    assertThat(occurrencePage().text(".facts")).contains("Asistieron 5 3 al cerrar, 5 con nombre");
    assertThat(Page.of(get("/reports/verdict?occurrence=" + occurrence)).text(".verdict"))
        .contains("vinieron 5 personas");
  }

  @Test
  void whatWasCountedHoldsWhereFewerAreKnownByName() {
    close(Result.done(null, 20, 9, BigDecimal.TEN));
    note(TouchKind.ATTENDED, 2);

    assertThat(invited()).allSatisfy((page, n) -> assertThat(n).isEqualTo("20"));
    assertThat(attended()).allSatisfy((page, n) -> assertThat(n).isEqualTo("9"));
    assertThat(occurrencePage().text(".facts")).contains("Asistieron 9 2 con nombre");
  }

  @Test
  void whatWasNotDoneHasNobodyAndBringsNothingUntilThatIsTakenBack() {
    close(Result.done(null, 2, 9, BigDecimal.TEN));
    note(TouchKind.ATTENDED, 4);
    assertThat(results("Personas")).isEqualTo("4");
    assertThat(occurrencePage().text(".outcome .for-not-done"))
        .contains("Hay 4 personas anotadas como asistentes");

    MvcTestResult corrected =
        post(
            "/planner/occurrences/" + occurrence + "/result",
            Map.of(
                "outcome", "NOT_DONE",
                "reason", "Se canceló",
                "version", occurrencePage().value("version")));

    var flash = corrected.getMvcResult().getFlashMap();
    assertThat(flash.get("flashKey")).isEqualTo("result.corrected.people");
    assertThat((Object[]) flash.get("flashArguments")).contains(4);
    assertThat(attended()).allSatisfy((page, n) -> assertThat(n).isIn("—", "", "0", "missing"));
    assertThat(results("Personas")).isEqualTo("0");
    assertThat(occurrencePage().text("main"))
        .contains("4 anotadas, que no cuentan")
        .contains("4 personas siguen anotadas como asistentes");
    assertThat(Page.of(get("/reports/verdict?occurrence=" + occurrence)).text(".verdict"))
        .startsWith("No se hizo")
        .doesNotContain("vinieron");

    assertThat(post(flash.get("flashUndo").toString(), Map.of())).hasStatus(302);
    assertThat(attended()).allSatisfy((page, n) -> assertThat(n).isEqualTo("9"));
    assertThat(results("Personas")).isEqualTo("4");
  }

  @Test
  void whoIsNotedForWhatWasNotDoneDoesNotCountEither() {
    close(Result.notDone("Llovía"));
    PersonId somebody = note(TouchKind.ATTENDED, 1).get(0);

    assertThat(attended()).allSatisfy((page, n) -> assertThat(n).isIn("—", "", "0", "missing"));
    assertThat(planner.firstTouch(somebody)).isEmpty();
    assertThat(Page.of(get("/reports/timeline?person=" + somebody)).text(".timeline"))
        .contains("no se hizo, así que no cuenta");

    planner.reopen(occurrence, lucia);
    assertThat(planner.firstTouch(somebody)).isPresent();
  }

  private String results(String label) {
    return cell(Page.of(get("/reports/results?by=activity&" + terms())), "tbody tr", label);
  }

  private String terms() {
    return "from="
        + DAY.minusDays(3)
        + "&until="
        + DAY.plusDays(3)
        + "&window=30&profile="
        + profile;
  }

  private void close(Result result) {
    planner.close(occurrence, result, lucia, Plan.at(DAY));
  }

  private List<PersonId> note(TouchKind kind, int people) {
    List<PersonId> noted =
        java.util.stream.IntStream.range(0, people)
            .mapToObj(
                i ->
                    book.addPerson(
                            PersonId.next(),
                            PersonDetails.of(
                                "Persona " + kind + " " + i + " " + UUID.randomUUID(),
                                null,
                                null,
                                null),
                            lucia.id(),
                            clock.instant())
                        .id())
            .toList();
    noted.forEach(p -> planner.touch(occurrence, p, kind, Plan.at(DAY), lucia.id()));
    return noted;
  }

  private Map<String, String> invited() {
    return everywhere("invited", "INVITED", "Convocad", "convocad");
  }

  private Map<String, String> attended() {
    return everywhere("attended", "ATTENDED", "Asist", "asist");
  }

  /** The number as each page shows it; empty where a page shows none. */
  private Map<String, String> everywhere(
      String figure, String measure, String label, String onCard) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("occurrence", fact(occurrencePage(), label));
    Page activity = Page.of(get("/planner/activities/" + video));
    shown.put("activity", fact(activity, label));
    shown.put("its occurrences", cell(activity, "table tbody tr", label));
    String week = "week=" + WEEK + "&profile=" + profile;
    shown.put(
        "list of the week",
        cell(Page.of(get("/planner/week?view=list&" + week)), "tbody tr", label));
    shown.put(
        "meeting",
        Page.of(get("/planner/week/meeting?week=" + WEEK))
            .document()
            .select("li:has(> .state)")
            .stream()
            .filter(li -> li.text().contains(title))
            .map(li -> li.select(".three").text().replaceAll(".*?(\\d+) " + onCard + ".*", "$1"))
            .findFirst()
            .orElse("missing"));
    shown.put("file of the week", column("/planner/week.csv?" + week, label));
    shown.put(
        "weekly report",
        column("/reports/coverage.csv?week=" + WEEK + "&profile=" + profile, figure));
    Page rows =
        Page.of(
            get(
                "/reports/coverage/rows?figure="
                    + figure
                    + "&week="
                    + WEEK
                    + "&profile="
                    + profile));
    shown.put("rows of the weekly report", rows.text("tfoot .num"));
    shown.put("results", results(label));
    return shown;
  }

  private Page occurrencePage() {
    return Page.of(get("/planner/occurrences/" + occurrence));
  }

  private static String fact(Page page, String label) {
    return page.document().select(".facts dl").stream()
        .filter(dl -> dl.select("dt").text().startsWith(label))
        .map(dl -> dl.selectFirst("dd"))
        .map(dd -> dd.ownText().replaceAll("[^\\d—].*", ""))
        .findFirst()
        .orElse("missing");
  }

  private static String cell(Page page, String rows, String label) {
    return page.document().select(rows).stream()
        .flatMap(row -> row.select("td[data-label^=" + label + "]").stream())
        .map(
            td ->
                td.select("a").isEmpty()
                    ? td.text()
                    : td.selectFirst("a").text().replaceAll("\\D+$", ""))
        .findFirst()
        .orElse("missing");
  }

  private String column(String path, String name) {
    String[] lines =
        get(path).getMvcResult().getResponse().getContentAsByteArray().length == 0
            ? new String[0]
            : new String(
                    get(path).getMvcResult().getResponse().getContentAsByteArray(),
                    StandardCharsets.UTF_8)
                .split("\r?\n");
    String[] head = lines[0].split("[;,]");
    long sum = 0;
    for (int column = 0; column < head.length; column++) {
      if (head[column].replace("\"", "").startsWith(name)) {
        for (int line = 1; line < lines.length; line++) {
          String[] cells = lines[line].split("[;,]", -1);
          if (!lines[line].contains("Total") && column < cells.length) {
            String digits = cells[column].replaceAll("\\D", "");
            sum += digits.isEmpty() ? 0 : Long.parseLong(digits);
          }
        }
        return String.valueOf(sum);
      }
    }
    return "no column in " + lines[0];
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(java.net.URI.create(path)).with(cast.as(cast.andres())).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(cast.as(lucia)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }
}
