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
public record QuickPick(LocalDate day, String name) {

  private static final String TODAY = "today";

  /** Today, the next working day, the third one from today, Monday, and in a week. */
  public static List<QuickPick> from(LocalDate today, WorkingCalendar calendar) {
    LocalDate next = calendar.nextWorkingDay(today);
    LocalDate third = calendar.nextWorkingDay(calendar.nextWorkingDay(next));
    LocalDate monday = today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    if (!calendar.isWorkingDay(monday)) {
      monday = calendar.nextWorkingDay(monday);
    }
    LocalDate week = today.plusWeeks(1);
    Map<LocalDate, String> picks = new LinkedHashMap<>();
    if (calendar.isWorkingDay(today)) {
      picks.put(today, TODAY);
    }
    picks.put(next, next.equals(today.plusDays(1)) ? "tomorrow" : "weekday");
    picks.put(third, "third");
    picks.merge(monday, "weekday", (taken, weekday) -> taken.equals("tomorrow") ? taken : weekday);
    picks.putIfAbsent(calendar.isWorkingDay(week) ? week : calendar.nextWorkingDay(week), "week");
    return picks.entrySet().stream().map(p -> new QuickPick(p.getKey(), p.getValue())).toList();
  }

  /**
   * What a form proposes: the first one that is not today, because today's work is done by then.
   */
  public static LocalDate usual(List<QuickPick> picks) {
    return picks.stream()
        .filter(p -> !p.name().equals(TODAY))
        .map(QuickPick::day)
        .findFirst()
        .orElseThrow();
  }
}
