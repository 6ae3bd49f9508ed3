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
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Many occurrences are changed in one go, seen beforehand and taken back afterwards. */
@ArenaTest
class BulkChangeTests {

  private static final LocalDate DAY = LocalDate.of(2035, 2, 6);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired BulkChanges changes;
  @Autowired PlanLists lists;
  @Autowired JdbcClient jdbc;

  private static final String WHY = "La sala no estaba libre";

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Lista", lucia.id());
  }

  @Test
  void theListNarrowsAndAddsUp() {
    once("Uno", DAY);
    once("Dos", DAY.plusDays(9));
    once("Fuera", DAY.plusDays(40));

    Page page = Page.of(get(list("")));
    assertThat(page.texts("tbody td:nth-child(3)")).containsExactly("Uno", "Dos");
    assertThat(page.text("tfoot")).contains("2 actividades", "240 €");
    assertThat(Page.of(get(list("&state=DONE"))).text(".empty")).contains("No hay nada");
    // One of them is the test's own sign-in.
    assertThat(SqlCount.during(() -> get(list("")))).hasSizeLessThanOrEqualTo(9);
  }

  @Test
  void theyMoveTogetherAndComeBack() {
    Stored one = once("Uno", DAY);
    Stored done = once("Hecha", DAY.plusDays(1));
    plan.done(done.occurrence(), lucia, done.day());

    Page preview =
        Page.of(get("/planner/list/change?kind=MOVE&days=9&one=" + one.id() + "&one=" + done.id()));
    assertThat(preview.text("section:nth-of-type(1)")).contains("Cambia 1", "Uno", "jue 15");
    assertThat(preview.text("section:nth-of-type(2)")).contains("Hecha", "Ya está cerrada");
    assertThat(day(one)).isEqualTo(DAY);

    MvcTestResult made = send(preview, "days", "9");
    assertThat(made).hasStatus3xxRedirection();
    assertThat(day(one)).isEqualTo(DAY.plusDays(9));
    assertThat(day(done)).isEqualTo(done.day());
    assertThat(send(preview, "days", "9")).as("sent twice").hasStatus3xxRedirection();
    assertThat(day(one)).isEqualTo(DAY.plusDays(9));

    undo(made);
    assertThat(day(one)).isEqualTo(DAY);
    assertThat(
            jdbc.sql("select count(*) from planner.rescheduling where occurrence_id = :id")
                .param("id", one.id())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whatLeavesItsWeekSaysWhyAndTheCloseOfThatWeekReadsIt() {
    Stored one = once("Uno", DAY);
    Page preview = Page.of(get("/planner/list/change?kind=MOVE&days=8&one=" + one.id()));

    Page asked = Page.of(unexplained(preview, "8"));
    assertThat(asked.text(".field:has(#reason) .error")).contains("di por qué");
    assertThat(asked.value("days")).isEqualTo("8");
    assertThat(asked.text("section")).as("what it would come to stays").contains("Uno");
    assertThat(asked.has("main .btn-primary")).isTrue();
    assertThat(day(one)).isEqualTo(DAY);

    send(preview, "days", "8");
    assertThat(lists.leftTheWeek(Week.of(DAY), 1000))
        .filteredOn(r -> r.occurrenceId().equals(one.id()))
        .singleElement()
        .satisfies(r -> assertThat(r.reason()).isEqualTo(WHY));

    Stored two = once("Dos", DAY);
    Page within = Page.of(get("/planner/list/change?kind=MOVE&days=1&one=" + two.id()));
    assertThat(unexplained(within, "1")).as("in its week").hasStatus3xxRedirection();
    assertThat(day(two)).isEqualTo(DAY.plusDays(1));
  }

  @Test
  void whoChoosesADayIsToldThatNobodyWorksThen() {
    LocalDate saturday = DAY.plusDays(4);
    Stored fair = once("Feria", saturday);

    assertThat(changes.warningOf(fair.id(), saturday, saturday.plusDays(1)))
        .as("though nobody worked on the day before, either")
        .contains("bulk.warn.freeDay");
    assertThat(changes.warningOf(fair.id(), saturday, saturday.plusDays(2))).isEmpty();
  }

  @Test
  void nothingMovesIntoAClosedWeek() {
    LocalDate past = LocalDate.of(2024, 2, 6);
    Stored one = once("Tarde", past.plusDays(7));
    jdbc.sql(
            """
            insert into planner.week_review (monday, learned, closed_at, closed_by)
            values (:monday, 'x', now(), :by) on conflict do nothing
            """)
        .param("monday", Week.of(past).monday())
        .param("by", lucia.id().id())
        .update();

    Page preview = Page.of(get("/planner/list/change?kind=MOVE&days=-7&one=" + one.id()));
    assertThat(preview.text("section")).contains("Caería en una semana cerrada");
    assertThat(preview.has("main .btn-primary")).isFalse();
  }

  @Test
  void theyGoToSomebodyElseAndWhatChangedSinceStaysAsItIs() {
    Stored one = once("Uno", DAY);
    Stored two = once("Dos", DAY);
    CurrentUser marcos = cast.marcos();
    Page preview =
        Page.of(get("/planner/list/change?kind=OWNER&one=" + one.id() + "&one=" + two.id()));
    assertThat(send(preview, "owner", UUID.randomUUID().toString())).hasStatus(422);

    MvcTestResult made = send(preview, "owner", marcos.id().toString());
    assertThat(plan.column("owner_id", one.occurrence(), UUID.class)).isEqualTo(marcos.id().id());
    planner.reschedule(two.occurrence(), DAY.plusDays(1), null, lucia, Plan.at(DAY));
    undo(made);
    assertThat(plan.column("owner_id", one.occurrence(), UUID.class)).isEqualTo(lucia.id().id());
    assertThat(plan.column("owner_id", two.occurrence(), UUID.class)).isEqualTo(marcos.id().id());
  }

  @Test
  void theyAreCancelledOnlyWithAReasonAndReopened() {
    Stored one = once("Uno", DAY);
    Page preview = Page.of(get("/planner/list/change?kind=CANCEL&one=" + one.id()));
    assertThat(send(preview, "reason", " ")).hasStatus(422);
    MvcTestResult made = send(preview, "reason", "Cierra la feria");
    assertThat(plan.column("state", one.occurrence(), String.class)).isEqualTo("NOT_DONE");
    assertThat(plan.column("reason", one.occurrence(), String.class)).isEqualTo("Cierra la feria");
    undo(made);
    assertThat(plan.column("state", one.occurrence(), String.class)).isEqualTo("PLANNED");
  }

  @Test
  void whatSomebodyChangedAfterThePreviewIsLeft() {
    Stored one = once("Uno", DAY);
    Page preview = Page.of(get("/planner/list/change?kind=MOVE&days=7&one=" + one.id()));
    planner.reschedule(one.occurrence(), DAY.plusDays(1), null, lucia, Plan.at(DAY));

    MvcTestResult made = send(preview, "days", "7");
    assertThat(String.valueOf(made.getMvcResult().getFlashMap().get("flashKey")))
        .isEqualTo("bulk.done");
    assertThat((Object[]) made.getMvcResult().getFlashMap().get("flashArguments"))
        .containsExactly(
            0, 1, " 1 la ha cambiado alguien mientras tanto: vuelve a marcarlas si quieres.");
    assertThat(day(one)).isEqualTo(DAY.plusDays(1));
  }

  @Test
  void theResultSaysWhyAndWarnsAndUndoComesBackToWhereOneWas() {
    // A Sunday, and the day of another time of the same series.
    Recurrence weekly = Recurrence.weekly(1, DAY.getDayOfWeek()).times(2);
    ActivityId series = plan.series("Boletín", profile, DAY, weekly, lucia);
    Stored first = plan.on(series, DAY);
    Stored single = once("Charla", DAY);
    Stored done = once("Hecha", DAY);
    plan.done(done.occurrence(), lucia, done.day());
    String ids = "&one=" + first.id() + "&one=" + done.id();

    Page preview = Page.of(get("/planner/list/change?kind=MOVE&days=7" + ids));
    assertThat(preview.text("section")).contains("Ese día ya le toca otra vez a su serie");
    String back = list("&phase=LIKE");
    MvcTestResult made = send(preview, "days", "7", back);
    assertThat(((Object[]) made.getMvcResult().getFlashMap().get("flashArguments"))[2].toString())
        .contains("1 ya está cerrada.", "Ojo: 1 coincide con otra vez de su misma serie.");
    String undo = String.valueOf(made.getMvcResult().getFlashMap().get("flashUndo"));
    assertThat(mvc.post().uri(URI.create(undo)).with(cast.as(lucia)).with(csrf()))
        .hasRedirectedUrl(back);

    Object[] moved =
        (Object[])
            mvc.post()
                .uri("/planner/occurrences/" + single.id() + "/day")
                .param("day", DAY.plusDays(4).toString())
                .param("version", "0")
                .with(cast.as(lucia))
                .with(csrf())
                .exchange()
                .getMvcResult()
                .getFlashMap()
                .get("flashArguments");
    assertThat(moved[3]).as("a Saturday").isEqualTo(" Ese día no se trabaja.");
    planner.reschedule(single.occurrence(), DAY, null, lucia, Plan.at(DAY));

    Page free = Page.of(get("/planner/list/change?kind=MOVE&days=5&one=" + single.id()));
    assertThat(free.text("section")).contains("dom 11 feb Ese día no se trabaja");
    Page working = Page.of(get("/planner/list/change?kind=MOVE&days=6&one=" + single.id()));
    assertThat(working.text("section")).doesNotContain("no se trabaja");
  }

  @Test
  void spellingsOfOneProviderAreOneInTheFilter() {
    for (String provider : List.of("Imprenta Vega", "imprenta vega ", "IMPRENTA  VEGA")) {
      Stored one = once("De " + provider.strip(), DAY);
      jdbc.sql("update planner.activity set provider = ? where id = ?")
          .params(provider, one.activityId())
          .update();
    }
    Page page = Page.of(get(list("&provider=Imprenta%20vega")));
    assertThat(page.texts("tbody td:nth-child(3)")).hasSize(3);
    assertThat(
            page.document().select("#provider option").eachText().stream()
                .filter(o -> o.replace(" ", "").equalsIgnoreCase("imprentavega")))
        .hasSize(1);
    assertThat(page.document().select("#provider option[selected]")).hasSize(1);
  }

  private Stored once(String title, LocalDate day) {
    ActivityId id = plan.once(title, HourglassPhase.LIKE, profile, day, lucia);
    return plan.on(id, day);
  }

  private LocalDate day(Stored stored) {
    return plan.column("day", stored.occurrence(), LocalDate.class);
  }

  private String list(String more) {
    return "/planner/list?from="
        + DAY
        + "&until="
        + DAY.plusDays(20)
        + "&profile="
        + profile
        + more;
  }

  private MvcTestResult get(String path) {
    MvcTestResult result = mvc.get().uri(URI.create(path)).with(cast.as(lucia)).exchange();
    assertThat(result).hasStatusOk();
    return result;
  }

  private MvcTestResult send(Page preview, String field, String value) {
    return send(preview, field, value, "/planner/list");
  }

  private MvcTestResult send(Page preview, String field, String value, String back) {
    List<String> seen = preview.document().select("[name=seen]").eachAttr("value");
    return mvc.post()
        .uri("/planner/list/change")
        .with(cast.as(lucia))
        .with(csrf())
        .param("id", preview.value("id"))
        .param("kind", preview.value("kind"))
        .param("back", back)
        .param("seen", seen.toArray(String[]::new))
        .param(field, value)
        .param("reason", field.equals("reason") ? new String[0] : new String[] {WHY})
        .exchange();
  }

  @Test
  void aNumberOfDaysThatIsNoneIsSaidAtItsField() {
    Stored one = once("Sin días", DAY);
    for (String days : List.of("x", "", "99999", "0")) {
      MvcTestResult answer =
          mvc.get()
              .uri("/planner/list/change?kind=MOVE&days=" + days + "&one=" + one.id())
              .with(cast.as(lucia))
              .exchange();
      assertThat(answer).hasStatus(422);
      Page asked = Page.of(answer);
      assertThat(asked.text(".field .error")).as(days).isNotEmpty();
      assertThat(asked.value("days")).isEqualTo(days);
      assertThat(asked.text("main")).as(days).doesNotContain("No cambia", "Se queda en su día");
    }
    Page first = Page.of(get("/planner/list/change?kind=OWNER&one=" + one.id()));
    assertThat(first.has(".field .error")).as("not asked for yet").isFalse();
  }

  private MvcTestResult unexplained(Page preview, String days) {
    return mvc.post()
        .uri("/planner/list/change")
        .with(cast.as(lucia))
        .with(csrf())
        .param("id", preview.value("id"))
        .param("kind", "MOVE")
        .param("back", "/planner/list")
        .param("seen", preview.document().select("[name=seen]").val())
        .param("days", days)
        .param("reason", " ")
        .exchange();
  }

  private void undo(MvcTestResult made) {
    String undo = String.valueOf(made.getMvcResult().getFlashMap().get("flashUndo"));
    assertThat(mvc.post().uri(undo).with(cast.as(lucia)).with(csrf())).hasStatus3xxRedirection();
  }
}
