package com.arenacrm.identity;

import com.arenacrm.shared.WorkingCalendar.Span;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Working hours as people write them, one line for days that are alike: {@code 1-5 9:00-14:00
 * 15:00-18:00}, where 1 is Monday.
 */
public final class HoursText {

  private static final Pattern LINE =
      Pattern.compile("([1-7])(?:-([1-7]))?((?:\\s+\\d{1,2}:\\d{2}-\\d{1,2}:\\d{2})+)");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,2}:\\d{2})-(\\d{1,2}:\\d{2})");

  private HoursText() {}

  /** Reads the lines; empty when one is not understood, or spans of a day are out of order. */
  public static Optional<Map<DayOfWeek, List<Span>>> read(String text) {
    Map<DayOfWeek, List<Span>> hours = new EnumMap<>(DayOfWeek.class);
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      Matcher m = LINE.matcher(line);
      if (!m.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(m.group(1));
      int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
      Optional<List<Span>> spans = spans(m.group(3));
      if (spans.isEmpty() || last < first) {
        return Optional.empty();
      }
      for (int day = first; day <= last; day++) {
        if (hours.put(DayOfWeek.of(day), spans.get()) != null) {
          return Optional.empty();
        }
      }
    }
    return hours.isEmpty() ? Optional.empty() : Optional.of(hours);
  }

  /** Writes hours so that {@link #read} reads them back. */
  public static String write(Map<DayOfWeek, List<Span>> hours) {
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
  public static Optional<List<LocalDate>> readDays(@Nullable String text) {
    try {
      return Optional.of(
          (text == null ? "" : text)
              .lines()
              .map(String::strip)
              .filter(l -> !l.isEmpty())
              .map(LocalDate::parse)
              .toList());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<Span>> spans(String text) {
    List<Span> spans = new ArrayList<>();
    Matcher m = SPAN.matcher(text);
    while (m.find()) {
      try {
        LocalTime from = time(m.group(1));
        LocalTime until = time(m.group(2));
        if (!from.isBefore(until)
            || (!spans.isEmpty() && from.isBefore(spans.get(spans.size() - 1).until()))) {
          return Optional.empty();
        }
        spans.add(new Span(from, until));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
    return Optional.of(spans);
  }

  private static LocalTime time(String text) {
    String[] parts = text.split(":");
    return LocalTime.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }
}
