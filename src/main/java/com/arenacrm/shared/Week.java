package com.arenacrm.shared;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An ISO-8601 week, Monday to Sunday, by week-based year and number: the unit in which marketing
 * plans and managers review. Days are those of the company's time zone (R015, R017).
 *
 * @param year the week-based year, which can differ from the calendar year around 1 January
 * @param number 1 to 52, or 53 in a long year
 */
public record Week(int year, int number) implements Comparable<Week> {

  private static final Pattern ISO = Pattern.compile("(\\d{4})-W(\\d{2})");

  /**
   * @throws IllegalArgumentException when that year has no such week
   */
  public Week {
    if (number < 1 || number > weeksIn(year)) {
      throw new IllegalArgumentException("No week " + number + " in " + year);
    }
  }

  /** The week in which the day lies. */
  public static Week of(LocalDate day) {
    return new Week(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** The week in which the instant lies for somebody in the zone. */
  public static Week of(Instant instant, ZoneId zone) {
    return of(LocalDate.ofInstant(instant, zone));
  }

  /** Reads {@code 2026-W47}; empty when the text is no week or that year has no such week. */
  public static Optional<Week> parse(String text) {
    Matcher m = ISO.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int year = Integer.parseInt(m.group(1));
    int number = Integer.parseInt(m.group(2));
    return year >= 1 && number >= 1 && number <= weeksIn(year)
        ? Optional.of(new Week(year, number))
        : Optional.empty();
  }

  public LocalDate monday() {
    // 4 January is always in week 1.
    return LocalDate.of(year, 1, 4).with(DayOfWeek.MONDAY).plusWeeks(number - 1L);
  }

  public LocalDate sunday() {
    return monday().plusDays(6);
  }

  /** Monday to Sunday. */
  public List<LocalDate> days() {
    LocalDate monday = monday();
    return IntStream.range(0, 7).mapToObj(monday::plusDays).toList();
  }

  public boolean contains(LocalDate day) {
    return !day.isBefore(monday()) && !day.isAfter(sunday());
  }

  /** The first instant of the week in the zone. */
  public Instant startsIn(ZoneId zone) {
    return monday().atStartOfDay(zone).toInstant();
  }

  /** The first instant after the week in the zone; the week is half-open. */
  public Instant endsIn(ZoneId zone) {
    return monday().plusDays(7).atStartOfDay(zone).toInstant();
  }

  /** The week so many weeks later, or earlier when negative. */
  public Week plus(int weeks) {
    return of(monday().plusWeeks(weeks));
  }

  public Week next() {
    return plus(1);
  }

  public Week previous() {
    return plus(-1);
  }

  @Override
  public int compareTo(Week other) {
    return monday().compareTo(other.monday());
  }

  /** The ISO form, {@code 2026-W47}. */
  @Override
  public String toString() {
    return "%04d-W%02d".formatted(year, number);
  }

  private static int weeksIn(int year) {
    return (int)
        IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(LocalDate.of(year, 7, 1)).getMaximum();
  }
}
