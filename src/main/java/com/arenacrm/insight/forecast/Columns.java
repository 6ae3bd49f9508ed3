package com.arenacrm.insight.forecast;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When deals are to be decided, as the forecast shows it: those whose day has passed apart, this
 * month and the next five, later, and those without a day.
 *
 * @param today the day as of which the forecast stands
 */
record Columns(LocalDate today) {

  static final String PAST = "past";
  static final String LATER = "later";
  static final String NONE = "none";

  private static final int MONTHS = 6;

  /** All of them, in their order; months as in 2026-11. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    keys.add(PAST);
    months().forEach(m -> keys.add(m.toString()));
    keys.add(LATER);
    keys.add(NONE);
    return keys;
  }

  List<YearMonth> months() {
    List<YearMonth> months = new ArrayList<>();
    for (int i = 0; i < MONTHS; i++) {
      months.add(YearMonth.from(today).plusMonths(i));
    }
    return months;
  }

  /** The first day that is later than all months shown. */
  LocalDate end() {
    return YearMonth.from(today).plusMonths(MONTHS).atDay(1);
  }

  /** The month that a key means. */
  static Optional<YearMonth> month(String key) {
    try {
      return key.matches("\\d{4}-\\d{2}") ? Optional.of(YearMonth.parse(key)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether that is a column, or a month for which the past is asked. */
  static boolean isKnown(String key) {
    return key.equals(PAST) || key.equals(LATER) || key.equals(NONE) || month(key).isPresent();
  }

  /**
   * Which column a deal {@code d} is in, in SQL. What is won is in the month in which they bought.
   */
  static final String SQL =
      """
      case when d.category = 'WON' then to_char(d.day, 'YYYY-MM')
           when d.day is null then 'none'
           when d.day < :today then 'past'
           when d.day < :end then to_char(d.day, 'YYYY-MM')
           else 'later' end""";
}
