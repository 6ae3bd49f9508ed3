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
    return start(MONTHS);
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
   * Which column a deal {@code d} is in, in SQL: its place among {@link #keys}, from 0. What is won
   * is in the month in which they bought. Days are compared, not written out: of tens of thousands
   * of deals that is most of the work.
   */
  String place() {
    StringBuilder sql =
        new StringBuilder(
            "case when d.category = 'WON' then 1 when d.day is null then %d".formatted(MONTHS + 2));
    sql.append(" when d.day < :today then 0");
    for (int i = 1; i <= MONTHS; i++) {
      sql.append(" when d.day < date '%s' then %d".formatted(start(i), i));
    }
    return sql.append(" else ").append(MONTHS + 1).append(" end").toString();
  }

  /**
   * The condition that a deal {@code d} is in a column, in SQL; of a month that is not shown, only
   * what was won is in it.
   */
  String condition(String key) {
    String open = "d.category <> 'WON' and ";
    return switch (key) {
      case PAST -> open + "d.day < :today";
      case LATER -> open + "d.day >= :end";
      case NONE -> open + "d.day is null";
      default -> {
        YearMonth month = month(key).orElseThrow();
        yield "d.day >= date '%s' and d.day < date '%s' and (d.category = 'WON' or d.day >= :today and d.day < :end)"
            .formatted(month.atDay(1), month.plusMonths(1).atDay(1));
      }
    };
  }

  private LocalDate start(int month) {
    return YearMonth.from(today).plusMonths(month).atDay(1);
  }
}
