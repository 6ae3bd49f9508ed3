package com.arenacrm.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.shared.WorkingCalendar.Span;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

  /** Wherever and whenever clocks change, by whatever, and with hours around midnight (Q10). */
  @Property(tries = 3000)
  void timeIsAddedUpRightInEveryZoneThereIs(
      @ForAll("zones") ZoneId zone,
      @ForAll @IntRange(min = 0, max = 120 * 366) int startHour,
      @ForAll @IntRange(min = 0, max = 59) int startMinute,
      @ForAll @IntRange(min = 1, max = 4_000) int minutes,
      @ForAll @IntRange(min = 0, max = 4_000) int between) {
    Instant from =
        Instant.parse("1990-01-01T00:00:00Z")
            .plus(Duration.ofHours(startHour * 24L / 10).plusMinutes(startMinute));
    WorkingCalendar calendar = aroundTheClock(zone);

    Instant due = calendar.after(from, Duration.ofMinutes(minutes));

    assertThat(due).isAfter(from);
    assertThat(calendar.workedBetween(from, due)).hasMinutes(minutes);
    Instant middle = from.plus(Duration.ofMinutes(between));
    Instant end = middle.plus(Duration.ofDays(3));
    assertThat(calendar.workedBetween(from, middle).plus(calendar.workedBetween(middle, end)))
        .isEqualTo(calendar.workedBetween(from, end));
    assertThat(calendar.workedBetween(from, end)).isLessThanOrEqualTo(Duration.between(from, end));
  }

  @Test
  void aDayThatAZoneLeftOutIsNotWorked() {
    // Samoa went from 29 to 31 December 2011.
    WorkingCalendar samoa = WorkingCalendar.officeHours(ZoneId.of("Pacific/Apia"));
    Instant thursday = LocalDateTime.parse("2011-12-29T17:00").atZone(samoa.zone()).toInstant();
    Instant monday = LocalDateTime.parse("2012-01-02T10:00").atZone(samoa.zone()).toInstant();

    assertThat(samoa.workedBetween(thursday, monday)).hasHours(2);
  }

  @Test
  void anHourThatClocksSkipIsNotWorkedTwice() {
    Span night = new Span(LocalTime.of(1, 0), LocalTime.of(2, 45));
    Span morning = new Span(LocalTime.of(3, 0), LocalTime.of(5, 0));
    WorkingCalendar nights =
        new WorkingCalendar(MADRID, Map.of(DayOfWeek.SUNDAY, List.of(night, morning)), Set.of());

    // On 29 March 2026 two o'clock is three o'clock.
    assertThat(nights.workedBetween(at("2026-03-29T00:00"), at("2026-03-29T06:00"))).hasHours(3);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList()).map(ZoneId::of);
  }

  private static WorkingCalendar aroundTheClock(ZoneId zone) {
    List<Span> spans =
        List.of(
            new Span(LocalTime.of(0, 0), LocalTime.of(2, 30)),
            new Span(LocalTime.of(2, 40), LocalTime.of(14, 0)),
            new Span(LocalTime.of(15, 0), LocalTime.of(23, 59)));
    return new WorkingCalendar(
        zone,
        Arrays.stream(DayOfWeek.values()).collect(Collectors.toMap(d -> d, d -> spans)),
        Set.of());
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(MADRID).toInstant();
  }
}
