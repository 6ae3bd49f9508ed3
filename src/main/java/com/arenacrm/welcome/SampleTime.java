package com.arenacrm.welcome;

import com.arenacrm.shared.Week;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The calendar of the sample company: weeks are counted from the present one, so that its story is
 * always the last three months, whenever it is made.
 *
 * @param now when it is made
 * @param zone of the company
 */
record SampleTime(Instant now, ZoneId zone) {

  /** The present week is 0, the last one −1. */
  Week week(int week) {
    return Week.of(now, zone).plus(week);
  }

  LocalDate day(int week, DayOfWeek day) {
    return week(week).monday().with(day);
  }

  LocalDate today() {
    return LocalDate.ofInstant(now, zone);
  }

  /** On the company's clock. */
  Instant at(int week, DayOfWeek day, int hour) {
    return at(day(week, day), LocalTime.of(hour, 0));
  }

  Instant at(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(zone).toInstant();
  }

  /** Whether that is over: the story does not tell what is still to come. */
  boolean isOver(Instant instant) {
    return instant.isBefore(now);
  }
}
