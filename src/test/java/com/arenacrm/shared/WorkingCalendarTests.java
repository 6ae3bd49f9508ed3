package com.arenacrm.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WorkingCalendarTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final WorkingCalendar OFFICE = WorkingCalendar.officeHours(MADRID);

  @Test
  void nightsLunchAndWeekendsDoNotCount() {
    // Friday 20 November, an hour before closing, to Monday 10:00.
    assertThat(OFFICE.workedBetween(at("2026-11-20T17:00"), at("2026-11-23T10:00"))).hasHours(2);
    assertThat(OFFICE.workedBetween(at("2026-11-20T13:30"), at("2026-11-20T15:30"))).hasHours(1);
    assertThat(OFFICE.workedBetween(at("2026-11-21T09:00"), at("2026-11-22T18:00"))).isZero();
  }

  @Test
  void holidaysDoNotCount() {
    WorkingCalendar withHoliday =
        new WorkingCalendar(MADRID, OFFICE.hours(), Set.of(LocalDate.of(2026, 12, 8)));

    assertThat(withHoliday.workedBetween(at("2026-12-07T17:00"), at("2026-12-09T10:00")))
        .hasHours(2);
    assertThat(withHoliday.nextWorkingDay(LocalDate.of(2026, 12, 7))).isEqualTo("2026-12-09");
  }

  @Test
  void aDeadlineSkipsWhatIsNotWorked() {
    assertThat(OFFICE.after(at("2026-11-20T17:00"), Duration.ofHours(4)))
        .isEqualTo(at("2026-11-23T12:00"));
    assertThat(OFFICE.after(at("2026-11-20T17:00"), Duration.ofHours(1)))
        .isEqualTo(at("2026-11-20T18:00"));
  }

  @Test
  void hoursAcrossTheChangeOfClocksAreThoseWorked() {
    // Clocks go back on Sunday 25 October 2026: Friday 17:00 to Monday 10:00 is still two hours.
    assertThat(OFFICE.workedBetween(at("2026-10-23T17:00"), at("2026-10-26T10:00"))).hasHours(2);
  }

  @Test
  void idleDaysAreWorkingDays() {
    assertThat(OFFICE.workingDaysBetween(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 23)))
        .isEqualTo(1);
    assertThat(OFFICE.workingDaysBetween(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 20)))
        .isZero();
  }

  @Test
  void aCalendarWithoutHoursHasNoDeadline() {
    WorkingCalendar never = new WorkingCalendar(MADRID, Map.of(), Set.of());

    assertThatThrownBy(() -> never.after(at("2026-11-20T17:00"), Duration.ofMinutes(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Property
  void whatADeadlinePromisesIsWhatHasBeenWorkedByThen(
      @ForAll @IntRange(min = 0, max = 2_000_000) int startMinute,
      @ForAll @IntRange(min = 1, max = 6_000) int minutes) {
    Instant from = at("2024-01-01T00:00").plus(Duration.ofMinutes(startMinute));

    Instant due = OFFICE.after(from, Duration.ofMinutes(minutes));

    assertThat(OFFICE.workedBetween(from, due)).hasMinutes(minutes);
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(MADRID).toInstant();
  }
}
