package com.arenacrm.identity;

import com.arenacrm.platform.FormReader;
import com.arenacrm.shared.WorkingCalendar.Span;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Working hours in short, as the audit trail keeps them: {@code 1-5 9:00-14:00 15:00-18:00}, where
 * 1 is Monday; and the days off as people type them.
 */
final class HoursText {

  private HoursText() {}

  /** Writes hours, one line for days that are alike. */
  static String write(Map<DayOfWeek, List<Span>> hours) {
    List<String> lines = new ArrayList<>();
    DayOfWeek[] days = DayOfWeek.values();
    for (int i = 0; i < days.length; ) {
      List<Span> spans = hours.getOrDefault(days[i], List.of());
      int last = i;
      while (last + 1 < days.length
          && hours.getOrDefault(days[last + 1], List.of()).equals(spans)) {
        last++;
      }
      if (!spans.isEmpty()) {
        StringBuilder line = new StringBuilder().append(i + 1);
        if (last > i) {
          line.append('-').append(last + 1);
        }
        spans.forEach(
            s ->
                line.append(
                    String.format(
                        Locale.ROOT,
                        " %d:%02d-%d:%02d",
                        s.from().getHour(),
                        s.from().getMinute(),
                        s.until().getHour(),
                        s.until().getMinute())));
        lines.add(line.toString());
      }
      i = last + 1;
    }
    return String.join("\n", lines);
  }

  /** Reads days written as {@code 2026-12-08}, one a line; empty when one is not understood. */
  static Optional<List<LocalDate>> readDays(@Nullable String text) {
    List<String> typed =
        (text == null ? "" : text).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<LocalDate> days =
        typed.stream().flatMap(day -> FormReader.parseDate(day).stream()).toList();
    return days.size() == typed.size() ? Optional.of(days) : Optional.empty();
  }
}
