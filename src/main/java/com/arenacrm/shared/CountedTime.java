package com.arenacrm.shared;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Working time that had counted until the hours were changed, which stays counted as it was.
 *
 * @param until when the hours were changed
 * @param time that had counted until then
 */
public record CountedTime(Instant until, Duration time) {

  /**
   * Working time from one moment until another; what was worked by earlier hours counts by those.
   *
   * @param counted what had counted from the first moment on; null where the hours have not changed
   * @param calendar the hours that hold since
   */
  public static Duration between(
      @Nullable CountedTime counted, WorkingCalendar calendar, Instant since, Instant until) {
    if (counted == null) {
      return calendar.workedBetween(since, until);
    }
    if (!until.isBefore(counted.until())) {
      return counted.time().plus(calendar.workedBetween(counted.until(), until));
    }
    Duration all = calendar.workedBetween(since, until);
    return all.compareTo(counted.time()) < 0 ? all : counted.time();
  }
}
