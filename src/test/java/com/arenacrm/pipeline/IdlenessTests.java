package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** How long nobody has spoken with a customer, in working days; and the days offered for a step. */
class IdlenessTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);
  private static final WorkingCalendar OFFICE = WorkingCalendar.officeHours(MADRID);

  @Test
  void weekendsAndHolidaysDoNotCount() {
    LocalDate tuesday = LocalDate.of(2026, 12, 8);
    WorkingCalendar calendar = new WorkingCalendar(MADRID, OFFICE.hours(), Set.of(tuesday));
    Idleness idleness = new Idleness(calendar, LocalDate.of(2026, 12, 9), 3);

    assertThat(idleness.days(noon(LocalDate.of(2026, 12, 4))))
        .as("Friday to Wednesday")
        .isEqualTo(2);
    assertThat(idleness.isIdle(noon(LocalDate.of(2026, 12, 4)))).isFalse();
    assertThat(idleness.isIdle(noon(LocalDate.of(2026, 12, 3)))).isTrue();
  }

  @Test
  void aTalkTodayIsNoDayAgoWhateverTheHour() {
    Idleness idleness = new Idleness(OFFICE, FRIDAY, 5);

    assertThat(idleness.days(FRIDAY.atStartOfDay(MADRID).toInstant())).isZero();
    assertThat(idleness.days(Instant.parse("2026-11-20T22:59:00Z"))).isZero();
    assertThat(idleness.days(Instant.parse("2026-11-19T22:59:00Z"))).as("still Thursday").isOne();
  }

  @Test
  void peopleCountTheDaysOfTheCalendar() {
    Idleness monday = new Idleness(OFFICE, FRIDAY.plusDays(3), 5);

    assertThat(monday.calendarDays(noon(FRIDAY))).isEqualTo(3);
    assertThat(monday.days(noon(FRIDAY))).isOne();
    assertThat(monday.calendarDays(noon(FRIDAY.plusDays(2)))).as("yesterday").isOne();
    assertThat(monday.calendarDays(noon(FRIDAY.plusDays(3)))).isZero();
  }

  @Property
  void theInstantForQueriesAgreesWithTheDaysCounted(
      @ForAll @IntRange(min = 0, max = 800) int ago,
      @ForAll @IntRange(min = 0, max = 1439) int minute,
      @ForAll @IntRange(min = 1, max = 40) int after,
      @ForAll @IntRange(min = 0, max = 30) int shift) {
    Idleness idleness = new Idleness(OFFICE, FRIDAY.plusDays(shift), after);
    Instant talk =
        FRIDAY.plusDays(shift).minusDays(ago).atStartOfDay(MADRID).plusMinutes(minute).toInstant();

    assertThat(idleness.isIdle(talk)).isEqualTo(idleness.days(talk) >= after);
  }

  @Test
  void quickPicksAreWorkingDaysAndEachStandsOnce() {
    assertThat(QuickPick.from(LocalDate.of(2026, 11, 17), OFFICE))
        .as("on a Tuesday")
        .containsExactly(
            new QuickPick(LocalDate.of(2026, 11, 17), "today"),
            new QuickPick(LocalDate.of(2026, 11, 18), "tomorrow"),
            new QuickPick(LocalDate.of(2026, 11, 20), "third"),
            new QuickPick(LocalDate.of(2026, 11, 23), "weekday"),
            new QuickPick(LocalDate.of(2026, 11, 24), "week"));
    assertThat(QuickPick.usual(QuickPick.from(LocalDate.of(2026, 11, 17), OFFICE)))
        .as("what comes next is not for today, unless somebody says so")
        .isEqualTo(LocalDate.of(2026, 11, 18));
    assertThat(QuickPick.from(LocalDate.of(2026, 11, 16), OFFICE))
        .as("on a Monday the next one is in a week")
        .extracting(QuickPick::name)
        .containsExactly("today", "tomorrow", "third", "weekday");
    assertThat(QuickPick.from(FRIDAY, OFFICE))
        .as("on a Friday tomorrow is Monday")
        .containsExactly(
            new QuickPick(FRIDAY, "today"),
            new QuickPick(LocalDate.of(2026, 11, 23), "weekday"),
            new QuickPick(LocalDate.of(2026, 11, 25), "third"),
            new QuickPick(LocalDate.of(2026, 11, 27), "week"));
    assertThat(QuickPick.from(LocalDate.of(2026, 11, 22), OFFICE))
        .as("on a Sunday Monday is tomorrow")
        .startsWith(new QuickPick(LocalDate.of(2026, 11, 23), "tomorrow"));
  }

  private static Instant noon(LocalDate day) {
    return day.atTime(12, 0).atZone(MADRID).toInstant();
  }
}
