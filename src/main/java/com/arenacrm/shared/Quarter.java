package com.arenacrm.shared;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A calendar quarter: three months from January, April, July or October on, in the company's time
 * zone. What both teams mean to reach is agreed by it (R035).
 *
 * @param number 1 to 4
 */
public record Quarter(int year, int number) implements Comparable<Quarter> {

  private static final Pattern TEXT = Pattern.compile("(\\d{4})-Q([1-4])");

  /**
   * @throws IllegalArgumentException when a year has no such quarter
   */
  public Quarter {
    if (number < 1 || number > 4) {
      throw new IllegalArgumentException("No quarter " + number);
    }
  }

  /** The quarter in which the day lies. */
  public static Quarter of(LocalDate day) {
    return new Quarter(day.getYear(), day.get(IsoFields.QUARTER_OF_YEAR));
  }

  /** Reads {@code 2026-Q4}; empty when the text is none. */
  public static Optional<Quarter> parse(String text) {
    Matcher m = TEXT.matcher(text);
    return m.matches()
        ? Optional.of(new Quarter(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  public LocalDate first() {
    return LocalDate.of(year, 3 * number - 2, 1);
  }

  /** The first day after it; a quarter is half-open. */
  public LocalDate end() {
    return first().plusMonths(3);
  }

  /** The quarter so many later, or earlier when negative. */
  public Quarter plus(int quarters) {
    return of(first().plusMonths(3L * quarters));
  }

  /** Whether it is neither before the one nor after the other. */
  public boolean isWithin(Quarter earliest, Quarter latest) {
    return compareTo(earliest) >= 0 && compareTo(latest) <= 0;
  }

  /** How many days it has, 90 to 92. */
  public int days() {
    return (int) (end().toEpochDay() - first().toEpochDay());
  }

  /** How many of its days have begun on this day, itself included; 0 before it. */
  public int daysBegun(LocalDate today) {
    return (int)
        Math.max(0, Math.min(days(), today.plusDays(1).toEpochDay() - first().toEpochDay()));
  }

  /** The weeks most of which lie in it: those whose Thursday does, 12 to 14. */
  public List<Week> weeks() {
    return Stream.iterate(Week.of(first().minusDays(6)), Week::next)
        .dropWhile(week -> thursday(week).isBefore(first()))
        .takeWhile(week -> thursday(week).isBefore(end()))
        .toList();
  }

  private static LocalDate thursday(Week week) {
    return week.monday().plusDays(3);
  }

  @Override
  public int compareTo(Quarter other) {
    return first().compareTo(other.first());
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return "%04d-Q%d".formatted(year, number);
  }
}
