package com.arenacrm.identity;

import com.arenacrm.shared.WorkingCalendar.Span;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.Errors;

/**
 * Working hours as typed: for each day from Monday on two stretches, the second of which most
 * companies need for the hours after lunch. A day without a stretch is free.
 *
 * @param from when the stretches begin, two a day; those missing at the end are empty
 * @param until when they end
 * @param same the days, 2 to 7, that are worked as the day before; what else is typed for such a
 *     day does not count
 */
public record HoursForm(List<String> from, List<String> until, List<String> same) {

  private static final int STRETCHES = 2;

  /** One day of the form. */
  public record Row(DayOfWeek day, boolean same, List<Stretch> stretches) {

    public String name(Locale locale) {
      return day.getDisplayName(TextStyle.FULL, locale);
    }

    /** The day before, whose hours may be taken over. */
    public String before(Locale locale) {
      return day.minus(1).getDisplayName(TextStyle.FULL, locale);
    }
  }

  /** A stretch as typed. */
  public record Stretch(String from, String until) {}

  /** Whatever is missing is empty. */
  public HoursForm {
    from = from == null ? List.of() : List.copyOf(from);
    until = until == null ? List.of() : List.copyOf(until);
    same = same == null ? List.of() : List.copyOf(same);
  }

  /** The form that shows these hours. */
  public static HoursForm of(Map<DayOfWeek, List<Span>> hours) {
    List<String> from = new ArrayList<>();
    List<String> until = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Span> spans = hours.getOrDefault(day, List.of());
      for (int i = 0; i < STRETCHES; i++) {
        from.add(i < spans.size() ? spans.get(i).from().toString() : "");
        until.add(i < spans.size() ? spans.get(i).until().toString() : "");
      }
      if (day != DayOfWeek.MONDAY && spans.equals(hours.getOrDefault(day.minus(1), List.of()))) {
        same.add(String.valueOf(day.getValue()));
      }
    }
    return new HoursForm(from, until, same);
  }

  /** The form day by day, as the page shows it. */
  public List<Row> rows() {
    return Stream.of(DayOfWeek.values())
        .map(day -> new Row(day, isSame(day), List.of(stretch(day, 0), stretch(day, 1))))
        .toList();
  }

  /**
   * Reads the hours; says at the field what cannot be meant, and is empty then.
   *
   * @param field of the form's errors
   */
  public Optional<Map<DayOfWeek, List<Span>>> read(Errors errors, String field, Locale locale) {
    Map<DayOfWeek, List<Span>> hours = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Span> spans = isSame(day) ? hours.getOrDefault(day.minus(1), List.of()) : spans(day);
      if (spans == null) {
        errors.rejectValue(
            field,
            "hours.invalid",
            new Object[] {day.getDisplayName(TextStyle.FULL, locale)},
            null);
        return Optional.empty();
      }
      if (!spans.isEmpty()) {
        hours.put(day, spans);
      }
    }
    if (hours.isEmpty()) {
      errors.rejectValue(field, "hours.none");
      return Optional.empty();
    }
    return Optional.of(hours);
  }

  private boolean isSame(DayOfWeek day) {
    return day != DayOfWeek.MONDAY && same.contains(String.valueOf(day.getValue()));
  }

  private Stretch stretch(DayOfWeek day, int which) {
    int i = (day.getValue() - 1) * STRETCHES + which;
    return new Stretch(
        i < from.size() ? from.get(i).strip() : "", i < until.size() ? until.get(i).strip() : "");
  }

  // Null for what cannot be meant: half a stretch, one that ends before it begins, or two that
  // overlap or stand in the wrong order.
  private @Nullable List<Span> spans(DayOfWeek day) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < STRETCHES; i++) {
      Stretch typed = stretch(day, i);
      if (typed.from().isEmpty() && typed.until().isEmpty()) {
        continue;
      }
      try {
        LocalTime from = LocalTime.parse(typed.from());
        LocalTime until = LocalTime.parse(typed.until());
        if (!from.isBefore(until)
            || (!spans.isEmpty() && from.isBefore(spans.get(spans.size() - 1).until()))) {
          return null;
        }
        spans.add(new Span(from, until));
      } catch (DateTimeException e) {
        return null;
      }
    }
    return spans;
  }
}
