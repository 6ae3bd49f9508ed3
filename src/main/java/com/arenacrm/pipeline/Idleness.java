package com.arenacrm.pipeline;

import com.arenacrm.identity.Organization;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * How long nobody has spoken with a customer, in working days of the company since the last contact
 * in which the customer took part (R065). Edits, notes and moves of the deal do not start it again;
 * a deal that never had such a contact counts from the day it was opened.
 *
 * @param calendar when the company works
 * @param today the company's day
 * @param after from so many working days on a deal is idle
 */
record Idleness(WorkingCalendar calendar, LocalDate today, int after) {

  static Idleness of(Organization company, Instant now) {
    return new Idleness(
        company.calendar(), LocalDate.ofInstant(now, company.timeZone()), company.idleAfterDays());
  }

  /** Working days since then. */
  int days(Instant lastContact) {
    return calendar.workingDaysBetween(LocalDate.ofInstant(lastContact, calendar.zone()), today);
  }

  /** Days of the calendar since then, for the words "yesterday" and "3 days ago". */
  int calendarDays(Instant lastContact) {
    return (int) ChronoUnit.DAYS.between(LocalDate.ofInstant(lastContact, calendar.zone()), today);
  }

  boolean isIdle(Instant lastContact) {
    return lastContact.isBefore(before());
  }

  /** Whoever was last spoken with before this instant is idle; for queries. */
  Instant before() {
    return calendar
        .workingDayBack(today, after)
        .plusDays(1)
        .atStartOfDay(calendar.zone())
        .toInstant();
  }
}
