package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.Plan.Stored;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.testing.ArenaTest;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is stored of a series, and what a change of it does to what is stored. */
@ArenaTest
class SeriesTests {

  private static final LocalDate MONDAY = LocalDate.of(2031, 3, 3);

  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired Series series;
  @Autowired Activities activities;
  @Autowired Occurrences occurrences;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Hoteles", lucia.id());
  }

  @Test
  void aDateThatWasAddedStaysWhenTheRuleChanges() {
    LocalDate first = LocalDate.of(2041, 3, 4);
    ActivityId id =
        plan.series("Añadida", profile, first, Recurrence.weekly(2, DayOfWeek.MONDAY), lucia);
    OccurrenceId like = new OccurrenceId(plan.on(id, first).id());
    LocalDate between = first.plusWeeks(1);
    assertThat(series.addDate(like, between, lucia.id())).isPresent();
    assertThat(series.addDate(like, between, lucia.id())).isEmpty();
    assertThat(series.addDate(like, first.plusWeeks(2), lucia.id()))
        .as("the series has that day")
        .isEmpty();
    Activity activity = series.read(id).orElseThrow();
    series.changeAll(
        id,
        activity.version(),
        activity.details(),
        Schedule.series(first, Recurrence.weekly(4, DayOfWeek.MONDAY)),
        first);
    assertThat(plan.days(id))
        .startsWith(first, between, first.plusWeeks(4))
        .doesNotContain(first.plusWeeks(2));
  }

  @Test
  void aSeriesIsStoredThirteenMonthsAhead() {
    ActivityId weekly = weekly();

    List<LocalDate> days = plan.days(weekly);
    assertThat(days).hasSize(57).startsWith(MONDAY).endsWith(LocalDate.of(2032, 3, 29));
    assertThat(days).allMatch(day -> day.getDayOfWeek() == DayOfWeek.MONDAY);
  }

  @Test
  void theNightlyJobStoresWhatComesIntoReachOnceHoweverOftenItRuns() throws Exception {
    ActivityId weekly = weekly();
    LocalDate later = MONDAY.plusMonths(2);

    ExecutorService nodes = Executors.newFixedThreadPool(3);
    try {
      int stored = 0;
      for (var result :
          nodes.invokeAll(
              IntStream.range(0, 3)
                  .<Callable<Integer>>mapToObj(i -> () -> series.extend(weekly, later))
                  .toList())) {
        stored += result.get();
      }
      assertThat(stored).isEqualTo(9);
    } finally {
      nodes.shutdownNow();
    }
    assertThat(plan.days(weekly)).hasSize(57 + 9).doesNotHaveDuplicates();
    assertThat(series.extend(weekly, later)).isZero();
    assertThat(activities.findById(weekly).orElseThrow().version())
        .as("a form that is open meanwhile is not made stale")
        .isEqualTo(version(weekly));
  }

  @Test
  void theJobFindsWhatIsDueAndOnlyThat() {
    ActivityId endless = weekly();
    ActivityId counted =
        plan.series("Tres veces", profile, MONDAY, Recurrence.weekly(1).times(3), lucia);
    ActivityId once = plan.once("Una vez", HourglassPhase.KNOW, profile, MONDAY, lucia);

    assertThat(series.due(MONDAY.plusDays(1))).contains(endless).doesNotContain(counted, once);
  }

  @Test
  void aSeriesThatCannotBeExtendedHoldsUpNoneOfTheOthers() {
    ActivityId broken = ActivityId.next();
    ActivityId sound = ActivityId.next();
    Series some = Mockito.mock(Series.class);
    Mockito.when(some.due(MONDAY)).thenReturn(List.of(broken, sound));
    Mockito.when(some.extend(broken, MONDAY))
        .thenThrow(new RefusedException("recurrence.notARule"));
    Mockito.when(some.extend(sound, MONDAY)).thenReturn(3);

    assertThat(new SeriesExtension(some).extend(MONDAY)).isEqualTo(3);
  }

  @Test
  void aRuleWithoutAnyDayIsRefused() {
    assertThatThrownBy(
            () ->
                plan.series(
                    "Nunca", profile, LocalDate.of(2031, 2, 1), Recurrence.monthly(12, 30), lucia))
        .isInstanceOf(RefusedException.class)
        .hasMessage("recurrence.never");
  }

  @Test
  void changingAllChangesWhatIsOpenAndNothingThatIsClosed() {
    ActivityId weekly = weekly();
    plan.done(plan.on(weekly, MONDAY).occurrence(), lucia, MONDAY);

    change(weekly, "Boletín nuevo", MONDAY.plusDays(1));

    List<Stored> all = plan.occurrences(weekly);
    assertThat(all.get(0).title()).isEqualTo("Boletín");
    assertThat(all.subList(1, all.size())).allMatch(o -> o.title().equals("Boletín nuevo"));
  }

  @Test
  void whatWasChangedForOneAloneStaysWhenAllChange() {
    ActivityId weekly = weekly();
    Stored second = plan.on(weekly, MONDAY.plusWeeks(1));
    vary(second, "Boletín de Navidad", "300");

    change(weekly, "Boletín nuevo", MONDAY);

    assertThat(plan.on(weekly, MONDAY.plusWeeks(1)).title()).isEqualTo("Boletín de Navidad");
    assertThat(plan.column("investment", second.occurrence(), BigDecimal.class))
        .isEqualByComparingTo("300");
    assertThat(plan.on(weekly, MONDAY.plusWeeks(2)).title()).isEqualTo("Boletín nuevo");
  }

  @Test
  void otherDaysHoldFromTodayOnAndMovedOnesKeepTheirDay() {
    ActivityId weekly = weekly();
    LocalDate today = MONDAY.plusWeeks(2);
    LocalDate movedFrom = MONDAY.plusWeeks(4);
    planner.reschedule(
        plan.on(weekly, movedFrom).occurrence(),
        movedFrom.plusDays(2),
        null,
        lucia,
        Plan.at(today));

    Activity before = activities.findById(weekly).orElseThrow();
    series.changeAll(
        weekly,
        before.version(),
        before.details(),
        Schedule.series(MONDAY, Recurrence.weekly(2, DayOfWeek.FRIDAY)),
        today);

    assertThat(plan.days(weekly))
        .startsWith(
            MONDAY,
            MONDAY.plusWeeks(1),
            MONDAY.plusWeeks(2).plusDays(4),
            movedFrom.plusDays(2),
            MONDAY.plusWeeks(4).plusDays(4),
            MONDAY.plusWeeks(6).plusDays(4));
  }

  @Test
  void whatPeopleWereNotedForStaysWhenTheDaysChange() {
    ActivityId weekly = weekly();
    LocalDate third = MONDAY.plusWeeks(2);
    planner.touch(
        plan.on(weekly, third).occurrence(), person(), TouchKind.INVITED, Plan.at(MONDAY), null);

    Activity before = activities.findById(weekly).orElseThrow();
    series.changeAll(
        weekly,
        before.version(),
        before.details(),
        Schedule.series(MONDAY, Recurrence.weekly(1, DayOfWeek.FRIDAY)),
        MONDAY);

    assertThat(plan.days(weekly).stream().filter(d -> d.getDayOfWeek() == DayOfWeek.MONDAY))
        .containsExactly(third);
  }

  @Test
  void thisAndFollowingSplitsTheSeries() {
    ActivityId weekly = weekly();
    LocalDate split = MONDAY.plusWeeks(3);
    LocalDate closedEarly = MONDAY.plusWeeks(5);
    LocalDate moved = MONDAY.plusWeeks(6);
    plan.done(plan.on(weekly, closedEarly).occurrence(), lucia, closedEarly);
    planner.reschedule(
        plan.on(weekly, moved).occurrence(), moved.plusDays(1), null, lucia, Plan.at(MONDAY));
    Stored first = plan.on(weekly, split);

    ActivityId later = ActivityId.next();
    Activity before = activities.findById(weekly).orElseThrow();
    Activity continued =
        series.changeFrom(
            first.occurrence(),
            later,
            before.version(),
            Plan.titled(before.details(), "Boletín con vídeo"),
            before.schedule().from(split),
            lucia.id(),
            MONDAY,
            Plan.at(MONDAY));

    assertThat(continued.id()).isEqualTo(later);
    assertThat(continued.continues()).contains(weekly);
    assertThat(plan.days(weekly))
        .containsExactly(MONDAY, MONDAY.plusWeeks(1), MONDAY.plusWeeks(2), closedEarly);
    assertThat(plan.on(weekly, closedEarly).title()).isEqualTo("Boletín");
    assertThat(plan.occurrences(later)).allMatch(o -> o.title().equals("Boletín con vídeo"));
    assertThat(plan.days(later))
        .startsWith(split, MONDAY.plusWeeks(4), moved.plusDays(1), MONDAY.plusWeeks(7))
        .hasSize(57 - 3 - 1);
    assertThat(plan.on(later, split).id()).as("it is the same occurrence").isEqualTo(first.id());
    assertThat(series.extend(weekly, MONDAY.plusMonths(6))).isZero();
    assertThat(series.extend(later, MONDAY.plusMonths(1))).isEqualTo(5);
  }

  @Test
  void sentTwiceASplitIsMadeOnce() {
    ActivityId weekly = weekly();
    Stored third = plan.on(weekly, MONDAY.plusWeeks(2));
    Activity before = activities.findById(weekly).orElseThrow();
    ActivityId later = ActivityId.next();
    for (int i = 0; i < 2; i++) {
      series.changeFrom(
          third.occurrence(),
          later,
          before.version(),
          Plan.titled(before.details(), "Otra"),
          before.schedule().from(third.seriesDay()),
          lucia.id(),
          MONDAY,
          Plan.at(MONDAY));
    }

    assertThat(plan.days(weekly)).hasSize(2);
    assertThat(plan.days(later)).hasSize(55);
  }

  @Test
  void fromTheFirstOneOnIsAllOfIt() {
    ActivityId weekly = weekly();
    Activity before = activities.findById(weekly).orElseThrow();

    Activity same =
        series.changeFrom(
            plan.on(weekly, MONDAY).occurrence(),
            ActivityId.next(),
            before.version(),
            Plan.titled(before.details(), "Desde el principio"),
            before.schedule(),
            lucia.id(),
            MONDAY,
            Plan.at(MONDAY));

    assertThat(same.id()).isEqualTo(weekly);
    assertThat(plan.occurrences(weekly))
        .hasSize(57)
        .allMatch(o -> o.title().equals("Desde el principio"));
  }

  @Test
  void theRestOfACountedSeriesIsWhatIsLeftOfTheCount() {
    ActivityId ten = plan.series("Diez", profile, MONDAY, Recurrence.weekly(1).times(10), lucia);
    Activity before = activities.findById(ten).orElseThrow();

    Schedule rest = before.schedule().from(MONDAY.plusWeeks(4));

    assertThat(rest.recurrence().count()).isEqualTo(6);
    assertThat(rest.days(MONDAY, MONDAY.plusYears(1))).hasSize(6).startsWith(MONDAY.plusWeeks(4));
  }

  @Test
  void aStaleFormChangesNothing() {
    ActivityId weekly = weekly();
    int seen = version(weekly);
    change(weekly, "Primero", MONDAY);

    Activity now = activities.findById(weekly).orElseThrow();
    assertThatThrownBy(
            () ->
                series.changeAll(
                    weekly, seen, Plan.titled(now.details(), "Tarde"), now.schedule(), MONDAY))
        .isInstanceOf(StaleVersionException.class);
    assertThat(plan.occurrences(weekly)).allMatch(o -> o.title().equals("Primero"));
  }

  @Test
  void whatHappensOnceIsMovedByChangingItsDay() {
    ActivityId once = plan.once("Feria", HourglassPhase.KNOW, profile, MONDAY, lucia);
    Stored was = plan.on(once, MONDAY);
    Activity activity = activities.findById(once).orElseThrow();

    series.changeAll(
        once, activity.version(), activity.details(), Schedule.once(MONDAY.plusDays(3)), MONDAY);

    assertThat(plan.occurrences(once)).hasSize(1);
    assertThat(plan.on(once, MONDAY.plusDays(3)).id()).isEqualTo(was.id());
  }

  @Test
  void whatHappenedOnceKeepsItsDay() {
    ActivityId once = plan.once("Feria", HourglassPhase.KNOW, profile, MONDAY, lucia);
    plan.done(plan.on(once, MONDAY).occurrence(), lucia, MONDAY);
    Activity activity = activities.findById(once).orElseThrow();

    assertThatThrownBy(
            () ->
                series.changeAll(
                    once,
                    activity.version(),
                    activity.details(),
                    Schedule.once(MONDAY.plusDays(3)),
                    MONDAY))
        .isInstanceOf(RefusedException.class);
    assertThat(plan.days(once)).containsExactly(MONDAY);
  }

  @Test
  void whatHappenedOnceCanStillGoOn() {
    ActivityId once = plan.once("Feria", HourglassPhase.KNOW, profile, MONDAY, lucia);
    plan.done(plan.on(once, MONDAY).occurrence(), lucia, MONDAY);
    Activity activity = activities.findById(once).orElseThrow();

    series.changeAll(
        once,
        activity.version(),
        activity.details(),
        Schedule.series(MONDAY, Recurrence.weekly(1).times(3)),
        MONDAY.plusDays(1));

    assertThat(plan.days(once)).containsExactly(MONDAY, MONDAY.plusWeeks(1), MONDAY.plusWeeks(2));
    assertThat(plan.on(once, MONDAY).state()).isEqualTo("DONE");
  }

  @Test
  void aDistantDayIsStoredToo() {
    LocalDate far = MONDAY.plusYears(3);
    ActivityId once =
        planner.plan(
            new NewActivity(
                ActivityId.next(),
                Plan.details("Aniversario", HourglassPhase.REFER, profile, lucia.id()),
                Schedule.once(far)),
            lucia.id(),
            Plan.at(MONDAY));

    assertThat(plan.days(once)).containsExactly(far);
  }

  @Test
  void endingASeriesTakesOnlyWhatIsOpenAndUntouched() {
    ActivityId weekly = weekly();
    plan.done(plan.on(weekly, MONDAY.plusWeeks(4)).occurrence(), lucia, MONDAY.plusWeeks(4));
    planner.touch(
        plan.on(weekly, MONDAY.plusWeeks(5)).occurrence(),
        person(),
        TouchKind.INVITED,
        Plan.at(MONDAY),
        lucia.id());

    Series.Ended ended = series.end(weekly, version(weekly), MONDAY.plusWeeks(2), lucia);

    assertThat(ended.kept()).isOne();
    assertThat(ended.removed()).isEqualTo(57 - 2 - 2);
    assertThat(plan.days(weekly))
        .containsExactly(MONDAY, MONDAY.plusWeeks(1), MONDAY.plusWeeks(4), MONDAY.plusWeeks(5));
    assertThat(series.extend(weekly, MONDAY.plusMonths(2))).isZero();
  }

  @Test
  void deletingWhatHasAPastKeepsThePast() {
    ActivityId weekly = weekly();
    plan.done(plan.on(weekly, MONDAY).occurrence(), lucia, MONDAY);

    assertThat(series.remove(weekly, version(weekly), MONDAY, lucia).gone()).isFalse();
    assertThat(plan.days(weekly)).containsExactly(MONDAY);

    ActivityId fresh = weekly();
    assertThat(series.remove(fresh, version(fresh), MONDAY, lucia).gone()).isTrue();
    assertThat(activities.findById(fresh)).isEmpty();
  }

  @Test
  void oneTimeIsTakenOutUnlessItHasAPast() {
    ActivityId weekly = weekly();
    Stored second = plan.on(weekly, MONDAY.plusWeeks(1));
    Stored third = plan.on(weekly, MONDAY.plusWeeks(2));
    planner.touch(third.occurrence(), person(), TouchKind.READ, Plan.at(MONDAY), null);

    series.removeOne(second.occurrence(), 0, lucia);
    assertThat(plan.days(weekly)).doesNotContain(second.day()).hasSize(56);
    assertThatThrownBy(() -> series.removeOne(third.occurrence(), 0, lucia))
        .hasMessage("occurrence.touched");
    series.extend(weekly, MONDAY.plusMonths(1));
    assertThat(plan.days(weekly)).as("it does not come back").doesNotContain(second.day());
  }

  @Test
  void occurrencesTakeTheHourOfTheActivityAndFollowIt() {
    ActivityId weekly = weekly();
    Activity before = activities.findById(weekly).orElseThrow();
    ActivityDetails d = before.details();
    ActivityDetails atNine =
        new ActivityDetails(
            d.title(),
            d.phase(),
            d.profile(),
            d.owner(),
            d.goal(),
            d.channel(),
            d.investment(),
            d.nature(),
            "Agencia Norte",
            LocalTime.of(9, 0),
            new FollowUp(cast.marcos().id(), 2, 40, 15),
            null,
            null);

    series.changeAll(weekly, before.version(), atNine, before.schedule(), MONDAY);

    assertThat(activities.findById(weekly).orElseThrow().details()).isEqualTo(atNine);
    assertThat(plan.column("start_time", plan.on(weekly, MONDAY).occurrence(), LocalTime.class))
        .isEqualTo(LocalTime.of(9, 0));
  }

  private ActivityId weekly() {
    return plan.series("Boletín", profile, MONDAY, Recurrence.weekly(1, DayOfWeek.MONDAY), lucia);
  }

  private void change(ActivityId id, String title, LocalDate today) {
    Activity activity = activities.findById(id).orElseThrow();
    series.changeAll(
        id, activity.version(), Plan.titled(activity.details(), title), activity.schedule(), today);
  }

  private void vary(Stored stored, String title, String investment) {
    Occurrence occurrence = occurrences.findById(stored.occurrence()).orElseThrow();
    occurrence.change(
        new Occurrence.Variation(
            title,
            occurrence.phase(),
            occurrence.profile(),
            occurrence.owner(),
            new BigDecimal(investment),
            null,
            false));
    occurrences.save(occurrence);
  }

  private int version(ActivityId id) {
    return activities.findById(id).orElseThrow().version();
  }

  private PersonId person() {
    return book.addPerson(
            PersonId.next(),
            PersonDetails.of("Alguien", null, null, null),
            lucia.id(),
            Plan.at(MONDAY))
        .id();
  }
}
