package com.arenacrm.pipeline;

import com.arenacrm.shared.WorkingCalendar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A day that one click chooses for the next step. Only days on which the company works are offered,
 * and each day once.
 *
 * @param name of the message that says it; {@code weekday} means the name of the day itself
 */
record QuickPick(LocalDate day, String name) {

  /** The next working day, the third one from today, and Monday. */
  static List<QuickPick> from(LocalDate today, WorkingCalendar calendar) {
    LocalDate next = calendar.nextWorkingDay(today);
    LocalDate third = calendar.nextWorkingDay(calendar.nextWorkingDay(next));
    LocalDate monday = today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    if (!calendar.isWorkingDay(monday)) {
      monday = calendar.nextWorkingDay(monday);
    }
    Map<LocalDate, String> picks = new LinkedHashMap<>();
    picks.put(next, next.equals(today.plusDays(1)) ? "tomorrow" : "weekday");
    picks.put(third, "third");
    picks.merge(monday, "weekday", (taken, weekday) -> taken.equals("tomorrow") ? taken : weekday);
    return picks.entrySet().stream().map(p -> new QuickPick(p.getKey(), p.getValue())).toList();
  }
}
