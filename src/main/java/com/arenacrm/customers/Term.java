package com.arenacrm.customers;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;

/**
 * How long something lasts that was bought until a day, and each renewal of it again (R034).
 *
 * @param months in whole months; 0 where it lasts days
 * @param days in days; 0 where it lasts months
 */
record Term(int months, int days) {

  Term {
    if (months < 0 || days < 0 || (months == 0) == (days == 0)) {
      throw new IllegalArgumentException("A term is so many months, or so many days");
    }
  }

  static Term ofMonths(int months) {
    return new Term(months, 0);
  }

  /**
   * From one day until another: months where the same day of a month ends it, else days.
   *
   * @param until after the first
   */
  static Term between(LocalDate from, LocalDate until) {
    int months = (int) ChronoUnit.MONTHS.between(from, until.plusDays(1));
    return months > 0 && from.plusMonths(months).equals(until)
        ? ofMonths(months)
        : new Term(0, (int) ChronoUnit.DAYS.between(from, until));
  }

  /**
   * The day until which it lasts from another one.
   *
   * @param day of the month on which whole months end, or the last day of a shorter month: what
   *     began on the 31st ends on February 28th, and on March 31st after that
   */
  LocalDate after(LocalDate from, int day) {
    if (months == 0) {
      return from.plusDays(days);
    }
    YearMonth ends = YearMonth.from(from).plusMonths(months);
    return ends.atDay(Math.min(day, ends.lengthOfMonth()));
  }
}
