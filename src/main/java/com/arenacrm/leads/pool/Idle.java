package com.arenacrm.leads.pool;

import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How long nobody has talked to the customer of a lead, in working days of whoever has it: nights,
 * holidays and their absences do not count against them (R065, complaint 18).
 *
 * @param since the last word with the customer, or when the lead became its owner's if that is
 *     later
 * @param days working days since then
 * @param noticeOn from which day on its owner is to be told; null where nothing returns
 * @param limitOn from which day on it may return; null where nothing returns
 */
record Idle(Instant since, int days, @Nullable LocalDate noticeOn, @Nullable LocalDate limitOn) {

  /**
   * @param presence when the owner works and is not away
   */
  static Idle of(
      Instant theirsSince,
      @Nullable Instant lastTalk,
      PoolRule rule,
      WorkingCalendar presence,
      LocalDate today) {
    Instant since = lastTalk != null && lastTalk.isAfter(theirsSince) ? lastTalk : theirsSince;
    LocalDate from = LocalDate.ofInstant(since, presence.zone());
    int days = presence.workingDaysBetween(from, today);
    Integer limit = rule.idleDays();
    return limit == null
        ? new Idle(since, days, null, null)
        : new Idle(
            since,
            days,
            presence.workingDayAfter(from, Math.max(0, limit - rule.noticeDays())),
            presence.workingDayAfter(from, limit));
  }

  /** Whether its owner is to be told by now. */
  boolean isNoticeDue(LocalDate today) {
    return noticeOn != null && !today.isBefore(noticeOn);
  }

  /**
   * On which day it returns when its owner is told today: never before the limit, and never with
   * less than the agreed notice.
   */
  LocalDate returnsOn(PoolRule rule, WorkingCalendar presence, LocalDate today) {
    LocalDate told = presence.workingDayAfter(today, rule.noticeDays());
    return limitOn == null || told.isAfter(limitOn) ? told : limitOn;
  }
}
