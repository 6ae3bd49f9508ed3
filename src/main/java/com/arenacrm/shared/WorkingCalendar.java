package com.arenacrm.shared;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the company works: spans of hours for each day of the week in one time zone, without its
 * holidays. Response times are measured in its minutes and idleness in its days, so that nights,
 * weekends and lunch count for nobody (R062).
 *
 * @param zone the zone in which hours and holidays are meant
 * @param hours for each working day its spans, in order and without overlap; a day that is missing
 *     is free
 * @param holidays days on which nobody works
 */
public record WorkingCalendar(
    ZoneId zone, Map<DayOfWeek, List<Span>> hours, Set<LocalDate> holidays) {

  /** A stretch of one day; {@code until} is not part of it. */
  public record Span(LocalTime from, LocalTime until) {

    /**
     * @throws IllegalArgumentException when the span ends before it starts
     */
    public Span {
      if (!from.isBefore(until)) {
        throw new IllegalArgumentException("A span ends after it starts");
      }
    }
  }

  /** Beyond this, an answer in working minutes helps nobody and would take long to count. */
  private static final int MAX_DAYS = 3660;

  /** Copies defensively; the calendar is a value. */
  public WorkingCalendar {
    hours = Map.copyOf(hours);
    holidays = Set.copyOf(holidays);
  }

  /** Monday to Friday, 9 to 14 and 15 to 18, no holidays: what a new company starts with. */
  public static WorkingCalendar officeHours(ZoneId zone) {
    List<Span> day =
        List.of(
            new Span(LocalTime.of(9, 0), LocalTime.of(14, 0)),
            new Span(LocalTime.of(15, 0), LocalTime.of(18, 0)));
    return new WorkingCalendar(
        zone,
        Map.of(
            DayOfWeek.MONDAY, day,
            DayOfWeek.TUESDAY, day,
            DayOfWeek.WEDNESDAY, day,
            DayOfWeek.THURSDAY, day,
            DayOfWeek.FRIDAY, day),
        Set.of());
  }

  /** Whether anybody works on that day. */
  public boolean isWorkingDay(LocalDate day) {
    return !holidays.contains(day) && !spansOn(day).isEmpty();
  }

  /**
   * Working time from one instant to a later one; zero when the second is not later. Hours are
   * those on the wall clock's time line, so a day on which clocks change counts what was worked.
   */
  public Duration workedBetween(Instant from, Instant until) {
    Duration worked = Duration.ZERO;
    // A day more at each end: where clocks go back over midnight, a day is begun twice.
    LocalDate last = LocalDate.ofInstant(until, zone).plusDays(1);
    LocalDate day = LocalDate.ofInstant(from, zone).minusDays(1);
    for (int i = 0; !day.isAfter(last) && i < MAX_DAYS; i++, day = day.plusDays(1)) {
      for (Span span : workedOn(day)) {
        Instant start = max(at(day, span.from()), from);
        Instant end = min(at(day, span.until()), until);
        if (start.isBefore(end)) {
          worked = worked.plus(Duration.between(start, end));
        }
      }
    }
    return worked;
  }

  /**
   * The instant by which so much working time has passed; when the time ends exactly with a span,
   * the end of that span.
   *
   * @throws IllegalStateException when the calendar has no working time in ten years
   */
  public Instant after(Instant from, Duration workingTime) {
    Duration left = workingTime;
    LocalDate day = LocalDate.ofInstant(from, zone).minusDays(1);
    for (int i = 0; i < MAX_DAYS; i++, day = day.plusDays(1)) {
      for (Span span : workedOn(day)) {
        Instant start = max(at(day, span.from()), from);
        Instant end = at(day, span.until());
        if (!start.isBefore(end)) {
          continue;
        }
        Duration here = Duration.between(start, end);
        if (left.compareTo(here) <= 0) {
          return start.plus(left);
        }
        left = left.minus(here);
      }
    }
    throw new IllegalStateException("The calendar has no working time");
  }

  /** Working days after the first day, up to and including the last: Friday to Monday is one. */
  public int workingDaysBetween(LocalDate from, LocalDate until) {
    int days = 0;
    LocalDate day = from.plusDays(1);
    for (int i = 0; !day.isAfter(until) && i < MAX_DAYS; i++, day = day.plusDays(1)) {
      if (isWorkingDay(day)) {
        days++;
      }
    }
    return days;
  }

  /** The first working day after the given one. */
  public LocalDate nextWorkingDay(LocalDate day) {
    LocalDate next = day.plusDays(1);
    for (int i = 0; i < MAX_DAYS && !isWorkingDay(next); i++) {
      next = next.plusDays(1);
    }
    return next;
  }

  /** The working day with which so many of them have passed after a day; itself for none. */
  public LocalDate workingDayAfter(LocalDate from, int days) {
    LocalDate day = from;
    for (int i = 0, worked = 0; worked < days && i < MAX_DAYS; i++) {
      day = day.plusDays(1);
      if (isWorkingDay(day)) {
        worked++;
      }
    }
    return day;
  }

  /** The day before so many working days that end with the given one. */
  public LocalDate workingDayBack(LocalDate today, int days) {
    LocalDate day = today;
    for (int i = 0, worked = 0; worked < days && i < MAX_DAYS; i++, day = day.minusDays(1)) {
      if (isWorkingDay(day)) {
        worked++;
      }
    }
    return day;
  }

  /** The same for somebody who is away on these days besides. */
  public WorkingCalendar without(Set<LocalDate> days) {
    Set<LocalDate> free = new HashSet<>(holidays);
    free.addAll(days);
    return new WorkingCalendar(zone, hours, free);
  }

  private List<Span> workedOn(LocalDate day) {
    return holidays.contains(day) ? List.of() : spansOn(day);
  }

  private List<Span> spansOn(LocalDate day) {
    return hours.getOrDefault(day.getDayOfWeek(), List.of());
  }

  // A time that clocks skip is the moment at which they skip it, so that no hour counts twice.
  private Instant at(LocalDate day, LocalTime time) {
    LocalDateTime local = day.atTime(time);
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : ZonedDateTime.of(local, zone).toInstant();
  }

  /** Whether that moment is worked. */
  public boolean isWorking(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, zone);
    return workedOn(day).stream()
        .anyMatch(s -> !moment.isBefore(at(day, s.from())) && moment.isBefore(at(day, s.until())));
  }

  private static Instant max(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
