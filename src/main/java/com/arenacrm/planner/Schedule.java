package com.arenacrm.planner;

import com.arenacrm.platform.RefusedException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which days an activity happens.
 *
 * @param firstDay the first of its days
 * @param recurrence how it goes on; null when it happens once
 */
public record Schedule(LocalDate firstDay, @Nullable Recurrence recurrence) {

  /** Once, on that day. */
  public static Schedule once(LocalDate day) {
    return new Schedule(day, null);
  }

  /** In a series that starts on that day, or on the first later one that the rule names. */
  public static Schedule series(LocalDate firstDay, Recurrence recurrence) {
    return new Schedule(firstDay, recurrence);
  }

  public boolean repeats() {
    return recurrence != null;
  }

  /**
   * The same, starting on a day on which it happens.
   *
   * @throws RefusedException when there is no such day
   */
  Schedule startingOnADayOfItsOwn() {
    return recurrence == null
        ? this
        : new Schedule(
            recurrence
                .firstDay(firstDay)
                .orElseThrow(() -> new RefusedException("recurrence.never")),
            recurrence);
  }

  /**
   * What is left of it from one of its days on: of ten times after four, six.
   *
   * @param day a day on which it happens
   */
  Schedule from(LocalDate day) {
    if (recurrence == null || recurrence.count() == null) {
      return new Schedule(day, recurrence);
    }
    int before = recurrence.days(firstDay, firstDay, day.minusDays(1)).size();
    return new Schedule(day, recurrence.times(Math.max(1, recurrence.count() - before)));
  }

  /** Its days between two days, both included. */
  List<LocalDate> days(LocalDate from, LocalDate to) {
    if (recurrence != null) {
      return recurrence.days(firstDay, from, to);
    }
    return firstDay.isBefore(from) || firstDay.isAfter(to) ? List.of() : List.of(firstDay);
  }

  /** Whether no day follows the given one. */
  boolean isOverAfter(LocalDate day) {
    return recurrence == null ? !firstDay.isAfter(day) : recurrence.isOverAfter(firstDay, day);
  }
}
