package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.Planner.ActivityCard;
import com.arenacrm.planner.Planner.TouchCard;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WeekClosed;
import com.arenacrm.testing.ArenaTest;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** The front door: closing, correcting, putting off, touching, closing the week. */
@ArenaTest
@RecordApplicationEvents
class PlannerTests {

  private static final LocalDate TUESDAY = LocalDate.of(2032, 6, 8);

  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired Series series;
  @Autowired Activities activities;
  @Autowired Occurrences occurrences;
  @Autowired PlannerSample sample;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Oficinas", lucia.id());
  }

  @Test
  void aResultIsKeptWithWhoClosedItAndWhen() {
    OccurrenceId tasting = tasting(TUESDAY);

    planner.close(
        tasting, Result.done(400, 30, 18, new BigDecimal("95.50")), lucia, Plan.at(TUESDAY));

    Occurrence closed = occurrence(tasting);
    assertThat(closed.state()).isEqualTo(Occurrence.State.DONE);
    assertThat(closed.result())
        .contains(new Result(true, null, 400, 30, 18, new BigDecimal("95.50")));
    assertThat(closed.closedAt()).contains(Plan.at(TUESDAY));
    assertThat(closed.closedBy()).contains(lucia.id().id());
  }

  @Test
  void whatWasNotDoneNeedsAReasonAndWhatWasDoneItsCost() {
    assertThatThrownBy(() -> Result.notDone(" ")).hasMessage("result.reason.required");
    assertThatThrownBy(() -> new Result(true, null, null, null, null, null))
        .hasMessage("result.spent.required");
  }

  @Test
  void beforeItsDayNothingIsDoneButItMayBeKnownThatItWillNotBe() {
    Result done = Result.done(null, null, null, BigDecimal.ONE);
    OccurrenceId tasting = tasting(TUESDAY);
    // 23:30 and 00:30 in Madrid, both on the day before in UTC.
    Instant lateOnMonday = TUESDAY.minusDays(1).atTime(21, 30).toInstant(ZoneOffset.UTC);
    Instant earlyOnTuesday = TUESDAY.minusDays(1).atTime(23, 30).toInstant(ZoneOffset.UTC);

    assertThatThrownBy(() -> planner.close(tasting, done, lucia, lateOnMonday))
        .hasMessage("result.done.tooEarly");
    assertThat(occurrence(tasting).isOpen()).isTrue();
    planner.close(tasting, done, lucia, earlyOnTuesday);
    assertThat(occurrence(tasting).state()).isEqualTo(Occurrence.State.DONE);

    OccurrenceId cancelled = tasting(TUESDAY);
    planner.close(cancelled, Result.notDone("Sin sala"), lucia, lateOnMonday);
    assertThat(occurrence(cancelled).state()).isEqualTo(Occurrence.State.NOT_DONE);
    int version = occurrence(cancelled).version();
    assertThatThrownBy(() -> planner.correct(cancelled, version, done, lucia, lateOnMonday))
        .hasMessage("result.done.tooEarly");
  }

  @Test
  void whatIsClosedIsNotClosedAgain() {
    OccurrenceId tasting = tasting(TUESDAY);
    planner.close(tasting, Result.notDone("Llovía"), lucia, Plan.at(TUESDAY));

    assertThatThrownBy(
            () ->
                planner.close(
                    tasting, Result.done(1, 1, 1, BigDecimal.ONE), lucia, Plan.at(TUESDAY)))
        .isInstanceOf(RefusedException.class)
        .hasMessage("occurrence.closed");
    assertThat(occurrence(tasting).state()).isEqualTo(Occurrence.State.NOT_DONE);
  }

  @Test
  void ofTwoWhoCloseAtOnceOneIsTold() throws Exception {
    OccurrenceId tasting = tasting(TUESDAY);
    ExecutorService people = Executors.newFixedThreadPool(4);
    List<String> refused = new ArrayList<>();
    try {
      for (Future<Void> attempt :
          people.invokeAll(
              IntStream.range(0, 4)
                  .<Callable<Void>>mapToObj(
                      i ->
                          () -> {
                            planner.close(
                                tasting,
                                Result.done(i, null, null, BigDecimal.ONE),
                                lucia,
                                Plan.at(TUESDAY));
                            return null;
                          })
                  .toList())) {
        try {
          attempt.get();
        } catch (ExecutionException e) {
          refused.add(e.getCause().getClass().getSimpleName());
        }
      }
    } finally {
      people.shutdownNow();
    }
    assertThat(refused)
        .hasSize(3)
        .allMatch(
            name -> name.equals("RefusedException") || name.contains("OptimisticLockingFailure"));
  }

  @Test
  void onlyMarketingAndWhoSeesToItClose() {
    CurrentUser marcos = cast.marcos();
    ActivityId his =
        planner.plan(
            new NewActivity(
                ActivityId.next(),
                Plan.details("Llamadas", HourglassPhase.BUY, profile, marcos.id()),
                Schedule.once(TUESDAY)),
            lucia.id(),
            Plan.at(TUESDAY));
    OccurrenceId call = plan.on(his, TUESDAY).occurrence();
    OccurrenceId hers = tasting(TUESDAY);
    Result done = Result.done(null, null, null, BigDecimal.ZERO);

    for (CurrentUser other : List.of(cast.ines(), cast.teresa())) {
      assertThatThrownBy(() -> planner.close(call, done, other, Plan.at(TUESDAY)))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThatThrownBy(() -> planner.close(hers, done, marcos, Plan.at(TUESDAY)))
        .isInstanceOf(AccessDeniedException.class);
    planner.close(call, done, marcos, Plan.at(TUESDAY));
    assertThat(occurrence(call).closedBy()).contains(marcos.id().id());
  }

  @Test
  void aCorrectionIsSeenAndTheTrailKeepsWhatWasThereBefore() {
    OccurrenceId tasting = tasting(TUESDAY);
    planner.close(tasting, Result.done(100, 10, 5, BigDecimal.TEN), lucia, Plan.at(TUESDAY));

    planner.correct(
        tasting,
        occurrence(tasting).version(),
        Result.done(100, 10, 8, BigDecimal.TEN),
        cast.andres(),
        Plan.at(TUESDAY.plusDays(1)));

    assertThat(occurrence(tasting).result().orElseThrow().attended()).isEqualTo(8);
    assertThat(occurrence(tasting).correctedBy()).contains(cast.andres().id().id());
    assertThat(trail(tasting, "occurrence-corrected"))
        .containsExactly(
            "#{result.DONE}, #{result.reach}: 100, #{result.invited}: 10, #{result.attended}: 5, #{result.spent}: 10.00",
            "#{result.DONE}, #{result.reach}: 100, #{result.invited}: 10, #{result.attended}: 8, #{result.spent}: 10");
    assertThatThrownBy(
            () ->
                planner.correct(
                    tasting,
                    1,
                    Result.done(1, 1, 1, BigDecimal.TEN),
                    lucia,
                    Plan.at(TUESDAY.plusDays(1))))
        .isInstanceOf(StaleVersionException.class);
  }

  @Test
  void puttingOffIsNotedWhenItLeavesTheWeekOrSomebodySaysWhy() {
    OccurrenceId tasting = tasting(TUESDAY);

    planner.reschedule(tasting, TUESDAY.plusDays(2), null, lucia, Plan.at(TUESDAY));
    assertThat(reschedulings(tasting)).isEmpty();
    planner.reschedule(tasting, TUESDAY.plusDays(3), "Sala ocupada", lucia, Plan.at(TUESDAY));
    assertThat(reschedulings(tasting)).containsExactly("2032-06-10 2032-06-11 Sala ocupada");
    planner.reschedule(tasting, TUESDAY.plusDays(8), null, lucia, Plan.at(TUESDAY));
    assertThat(reschedulings(tasting)).hasSize(2).last().isEqualTo("2032-06-11 2032-06-16 null");

    planner.moveBack(tasting, occurrence(tasting).version(), TUESDAY.plusDays(3), lucia);
    assertThat(reschedulings(tasting)).hasSize(1);
    assertThat(occurrence(tasting).day()).isEqualTo(TUESDAY.plusDays(3));
    assertThat(occurrence(tasting).seriesDay()).isEqualTo(TUESDAY);
  }

  @Test
  void whatIsClosedIsNotMoved() {
    OccurrenceId tasting = tasting(TUESDAY);
    plan.done(tasting, lucia, TUESDAY);

    assertThatThrownBy(
            () -> planner.reschedule(tasting, TUESDAY.plusDays(1), "x", lucia, Plan.at(TUESDAY)))
        .hasMessage("occurrence.closed");
    assertThat(occurrence(tasting).day()).isEqualTo(TUESDAY);
  }

  @Test
  void aPersonIsTouchedOnceInEachWay() {
    OccurrenceId first = tasting(TUESDAY);
    OccurrenceId second = tasting(TUESDAY.plusWeeks(1));
    PersonId paula = person();

    planner.touch(first, paula, TouchKind.INVITED, Plan.at(TUESDAY), lucia.id());
    planner.touch(first, paula, TouchKind.INVITED, Plan.at(TUESDAY.plusDays(1)), lucia.id());
    planner.touch(first, paula, TouchKind.ATTENDED, Plan.at(TUESDAY.plusDays(1)), lucia.id());
    planner.touch(second, paula, TouchKind.SUBMITTED, Plan.at(TUESDAY.plusWeeks(1)), null);

    assertThat(planner.touchesOf(paula))
        .extracting(TouchCard::kind)
        .containsExactly(TouchKind.SUBMITTED, TouchKind.ATTENDED, TouchKind.INVITED);
    TouchCard origin = planner.firstTouch(paula).orElseThrow();
    assertThat(origin.occurrence()).isEqualTo(first);
    assertThat(origin.phase()).isEqualTo(HourglassPhase.TRY);
    assertThat(origin.at()).isEqualTo(Plan.at(TUESDAY));
    assertThat(planner.firstTouch(person())).isEmpty();
  }

  @Test
  void somethingBelongsToTheLatestOccurrenceElseToTheFirstToCome() {
    ActivityId weekly =
        plan.series("Boletín", profile, TUESDAY, Recurrence.weekly(1, DayOfWeek.TUESDAY), lucia);

    assertThat(planner.occurrenceFor(weekly, TUESDAY.minusDays(5)))
        .contains(plan.on(weekly, TUESDAY).occurrence());
    assertThat(planner.occurrenceFor(weekly, TUESDAY.plusDays(6)))
        .contains(plan.on(weekly, TUESDAY).occurrence());
    assertThat(planner.occurrenceFor(weekly, TUESDAY.plusDays(7)))
        .contains(plan.on(weekly, TUESDAY.plusDays(7)).occurrence());
    assertThat(planner.occurrenceFor(ActivityId.next(), TUESDAY)).isEmpty();
  }

  @Test
  void whatComesInByAnActivityThatWasSplitBelongsToItsLaterPart() {
    ActivityId weekly =
        plan.series("Boletín", profile, TUESDAY, Recurrence.weekly(1, DayOfWeek.TUESDAY), lucia);
    Activity before = activities.findById(weekly).orElseThrow();
    ActivityId later = ActivityId.next();
    series.changeFrom(
        plan.on(weekly, TUESDAY.plusWeeks(2)).occurrence(),
        later,
        before.version(),
        before.details(),
        before.schedule().from(TUESDAY.plusWeeks(2)),
        lucia.id(),
        TUESDAY,
        Plan.at(TUESDAY));

    assertThat(planner.occurrenceFor(weekly, TUESDAY.plusWeeks(3)))
        .contains(plan.on(later, TUESDAY.plusWeeks(3)).occurrence());
  }

  @Test
  void activitiesToChooseFromAreThoseOfLateOrToCome() {
    ActivityId current = plan.once("Actual", HourglassPhase.KNOW, profile, TUESDAY, lucia);
    ActivityId old =
        plan.once("Vieja", HourglassPhase.KNOW, profile, LocalDate.of(2019, 5, 7), lucia);
    // Newer than what other tests have planned, of which there may be more than are offered.
    jdbc.sql("update planner.activity set created_at = '2098-01-01' where id in (?, ?)")
        .params(current.id(), old.id())
        .update();

    assertThat(planner.choices())
        .hasSizeLessThanOrEqualTo(100)
        .extracting(ActivityCard::id)
        .contains(current)
        .doesNotContain(old);
    assertThat(planner.cards(List.of(current, old))).hasSize(2);
    assertThat(planner.activity(current).orElseThrow().title()).isEqualTo("Actual");
    assertThat(planner.activity(ActivityId.next())).isEmpty();
  }

  @Test
  void aWeekIsClosedOnceWhenEachOfItsOccurrencesHasAState(ApplicationEvents events) {
    Week week = Week.of(LocalDate.of(2018, 3, 14));
    OccurrenceId first = tasting(week.monday());
    OccurrenceId second = tasting(week.sunday());
    plan.done(first, lucia, week.monday());

    assertThatThrownBy(() -> planner.closeWeek(week, "Algo", lucia, Plan.at(week.sunday())))
        .hasMessage("week.stillOpen");
    planner.close(second, Result.notDone("Domingo"), lucia, Plan.at(week.sunday()));
    assertThatThrownBy(() -> planner.closeWeek(week, " ", lucia, Plan.at(week.sunday())))
        .hasMessage("week.learned.required");
    planner.closeWeek(week, "Los domingos no viene nadie.", lucia, Plan.at(week.sunday()));
    assertThatThrownBy(() -> planner.closeWeek(week, "Otra", lucia, Plan.at(week.sunday())))
        .hasMessage("week.closed");
    assertThat(events.stream(WeekClosed.class))
        .containsExactly(new WeekClosed(week, lucia.id().id(), Plan.at(week.sunday())));
    assertThat(
            jdbc.sql("select learned from planner.week_review where monday = :monday")
                .param("monday", week.monday())
                .query(String.class)
                .single())
        .isEqualTo("Los domingos no viene nadie.");
  }

  @Test
  void nothingIsPutIntoAClosedWeek() {
    Week week = Week.of(LocalDate.of(2018, 5, 16));
    OccurrenceId open = tasting(week.next().monday());
    OccurrenceId closed = tasting(week.monday());
    plan.done(closed, lucia, week.monday());
    planner.closeWeek(week, "Poco a poco.", lucia, Plan.at(week.sunday()));

    assertThatThrownBy(() -> tasting(week.monday().plusDays(3))).hasMessage("week.closed");
    assertThatThrownBy(
            () -> planner.reschedule(open, week.sunday(), "x", lucia, Plan.at(week.sunday())))
        .hasMessage("week.closed");
    assertThatThrownBy(() -> planner.reopen(closed, lucia)).hasMessage("week.closed");
    ActivityId around =
        plan.series(
            "Alrededor",
            profile,
            week.monday().minusWeeks(1),
            Recurrence.weekly(1).times(3),
            lucia);
    assertThat(plan.days(around))
        .containsExactly(week.monday().minusWeeks(1), week.monday().plusWeeks(1));
  }

  @Test
  void aCorrectionAfterTheWeekWasClosedIsNamedSo() {
    Week week = Week.of(LocalDate.of(2018, 7, 4));
    OccurrenceId tasting = tasting(week.monday());
    plan.done(tasting, lucia, week.monday());
    planner.closeWeek(week, "Bien.", lucia, Plan.at(week.sunday()));

    planner.correct(
        tasting,
        occurrence(tasting).version(),
        Result.done(7, null, null, BigDecimal.ONE),
        lucia,
        Plan.at(week.sunday()));

    assertThat(trail(tasting, "occurrence-corrected-late")).hasSize(2);
    assertThat(occurrence(tasting).result().orElseThrow().reach()).isEqualTo(7);
  }

  @Test
  void aWeekThatHasNotBegunIsNotClosed() {
    Week week = Week.of(LocalDate.of(2018, 9, 5));

    assertThatThrownBy(
            () -> planner.closeWeek(week, "Pronto", lucia, Plan.at(week.monday().minusDays(1))))
        .hasMessage("week.notBegun");
  }

  @Test
  void ofTwoWhoCloseAWeekAtOnceOneIsTold() throws Exception {
    Week week = Week.of(LocalDate.of(2018, 10, 10));
    ExecutorService people = Executors.newFixedThreadPool(3);
    int closed = 0;
    try {
      for (Future<Boolean> attempt :
          people.invokeAll(
              IntStream.range(0, 3)
                  .<Callable<Boolean>>mapToObj(
                      i ->
                          () -> {
                            try {
                              planner.closeWeek(week, "Yo", lucia, Plan.at(week.sunday()));
                              return true;
                            } catch (RefusedException e) {
                              return false;
                            }
                          })
                  .toList())) {
        closed += attempt.get() ? 1 : 0;
      }
    } finally {
      people.shutdownNow();
    }
    assertThat(closed).isOne();
  }

  @Test
  void theSampleIsRemovedWithoutTraceAndWhatItDidToOthersIsUndone() {
    CurrentUser ines = cast.ines();
    ActivityId hers = plan.series("De muestra", profile, TUESDAY, Recurrence.weekly(1), ines);
    ActivityId mine = plan.once("Real", HourglassPhase.TRY, profile, TUESDAY, lucia);
    OccurrenceId real = plan.on(mine, TUESDAY).occurrence();
    jdbc.sql("update planner.occurrence set owner_id = :ines where id = :id")
        .param("ines", ines.id().id())
        .param("id", real.id())
        .update();
    planner.touch(real, person(), TouchKind.READ, Plan.at(TUESDAY), ines.id());
    planner.reschedule(real, TUESDAY.plusWeeks(1), "x", ines, Plan.at(TUESDAY));
    plan.done(real, ines, TUESDAY.plusWeeks(1));

    sample.removeMadeBy(List.of(ines.id().id()), Set.of());

    assertThat(activities.findById(hers)).isEmpty();
    assertThat(plan.occurrences(hers)).isEmpty();
    Occurrence left = occurrence(real);
    assertThat(left.isOpen()).isTrue();
    assertThat(left.owner()).isEqualTo(lucia.id());
    UUID id = ines.id().id();
    for (String use :
        List.of(
            "planner.activity where created_by = ? or owner_id = ? or follow_up_by = ?",
            "planner.occurrence where owner_id = ? or closed_by = ? or corrected_by = ?",
            "planner.touch where created_by = ? or created_by = ? or created_by = ?",
            "planner.rescheduling where by_user = ? or by_user = ? or by_user = ?",
            "planner.week_review where closed_by = ? or closed_by = ? or closed_by = ?")) {
      assertThat(plan.count("select count(*) from " + use, id, id, id)).as(use).isZero();
    }
  }

  private OccurrenceId tasting(LocalDate day) {
    return plan.on(plan.once("Cata", HourglassPhase.TRY, profile, day, lucia), day).occurrence();
  }

  private Occurrence occurrence(OccurrenceId id) {
    return occurrences.findById(id).orElseThrow();
  }

  private PersonId person() {
    return book.addPerson(
            PersonId.next(),
            PersonDetails.of("Alguien", null, null, null),
            lucia.id(),
            Plan.at(TUESDAY))
        .id();
  }

  private List<String> reschedulings(OccurrenceId id) {
    return jdbc.sql(
            """
            select from_day || ' ' || to_day || ' ' || coalesce(reason, 'null')
            from planner.rescheduling where occurrence_id = :id order by id
            """)
        .param("id", id.id())
        .query(String.class)
        .list();
  }

  private List<String> trail(OccurrenceId id, String action) {
    return jdbc
        .sql(
            """
            select old_value, new_value from identity.audit_entry
            where subject_id = :id and action = :action
            """)
        .param("id", id.id())
        .param("action", action)
        .query((rs, n) -> List.of(rs.getString("old_value"), rs.getString("new_value")))
        .list()
        .stream()
        .flatMap(List::stream)
        .toList();
  }
}
