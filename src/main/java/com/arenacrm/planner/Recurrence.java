package com.arenacrm.planner;

import com.arenacrm.platform.Formats;
import com.arenacrm.platform.RefusedException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.model.WeekDay;
import net.fortuna.ical4j.transform.recurrence.Frequency;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * How often an activity happens (R014): a small part of the recurrence rules of RFC 5545, which
 * ical4j counts. It speaks of days of the company's calendar, without hours, so no change of clocks
 * can move one. Weeks start on Monday.
 *
 * @param unit what is counted
 * @param every each so many units, 1 to {@value #MOST_EVERY}
 * @param weekdays for weeks: on which days; empty for the weekday of the first day
 * @param monthDays for months: on which dates, −1 being the last; months without such a date are
 *     left out. Empty, with no {@code nth}, for the date of the first day
 * @param nth for months: the second Tuesday, the last Friday; null when it goes by date
 * @param until the last day on which it may happen; null when it ends otherwise or never
 * @param count how often it happens; null when it ends otherwise or never
 */
public record Recurrence(
    Unit unit,
    int every,
    Set<DayOfWeek> weekdays,
    Set<Integer> monthDays,
    @Nullable Nth nth,
    @Nullable LocalDate until,
    @Nullable Integer count) {

  /** The most units between two times. */
  public static final int MOST_EVERY = 99;

  /** The most times that a counted series happens. */
  public static final int MOST_TIMES = 999;

  /** Nobody plans further ahead; asked for more, {@link #days} would work long for nothing. */
  private static final int MOST_YEARS = 30;

  private static final int LONGEST_RULE = 300;

  /** What is counted between two times. */
  public enum Unit {
    DAY,
    WEEK,
    MONTH
  }

  /**
   * A weekday of the month.
   *
   * @param ordinal 1 to 5 from the start, −1 to −5 from the end
   */
  public record Nth(int ordinal, DayOfWeek weekday) {

    public Nth {
      if (ordinal == 0 || Math.abs(ordinal) > 5) {
        throw new IllegalArgumentException("No such weekday in a month: " + ordinal);
      }
    }
  }

  /**
   * @throws IllegalArgumentException when the parts do not go together
   */
  public Recurrence {
    weekdays = Set.copyOf(weekdays);
    monthDays = Set.copyOf(monthDays);
    require(every >= 1 && every <= MOST_EVERY, "every");
    require(unit == Unit.WEEK || weekdays.isEmpty(), "weekdays");
    require(unit == Unit.MONTH || (monthDays.isEmpty() && nth == null), "monthDays");
    require(nth == null || monthDays.isEmpty(), "nth");
    require(monthDays.stream().allMatch(d -> d == -1 || (d >= 1 && d <= 31)), "monthDays");
    require(count == null || (count >= 1 && count <= MOST_TIMES), "count");
    require(count == null || until == null, "until");
  }

  /** Each so many days, without end. */
  public static Recurrence daily(int every) {
    return new Recurrence(Unit.DAY, every, Set.of(), Set.of(), null, null, null);
  }

  /** Each so many weeks on these days, without end. */
  public static Recurrence weekly(int every, DayOfWeek... weekdays) {
    return new Recurrence(Unit.WEEK, every, Set.of(weekdays), Set.of(), null, null, null);
  }

  /** Each so many months on these dates, without end. */
  public static Recurrence monthly(int every, Integer... monthDays) {
    return new Recurrence(Unit.MONTH, every, Set.of(), Set.of(monthDays), null, null, null);
  }

  /** Each so many months on a certain weekday, without end. */
  public static Recurrence monthly(int every, Nth nth) {
    return new Recurrence(Unit.MONTH, every, Set.of(), Set.of(), nth, null, null);
  }

  /** The same up to a last day. */
  public Recurrence until(LocalDate last) {
    return new Recurrence(unit, every, weekdays, monthDays, nth, last, null);
  }

  /** The same, so many times. */
  public Recurrence times(int times) {
    return new Recurrence(unit, every, weekdays, monthDays, nth, null, times);
  }

  /**
   * Reads the value of an {@code RRULE}.
   *
   * @throws RefusedException when it is no rule, or one that is not supported; says which part
   */
  public static Recurrence parse(String rule) {
    Recur<Temporal> recur;
    Temporal until;
    try {
      require(rule.length() <= LONGEST_RULE, "length");
      recur = new Recur<>(rule, false);
      until = recur.getUntil();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new RefusedException("recurrence.notARule", shortened(rule));
    }
    if (until != null && !(until instanceof LocalDate)) {
      throw unsupported("UNTIL");
    }
    refuseUnless(recur.getHourList().isEmpty(), "BYHOUR");
    refuseUnless(recur.getMinuteList().isEmpty(), "BYMINUTE");
    refuseUnless(recur.getSecondList().isEmpty(), "BYSECOND");
    refuseUnless(recur.getMonthList().isEmpty(), "BYMONTH");
    refuseUnless(recur.getYearDayList().isEmpty(), "BYYEARDAY");
    refuseUnless(recur.getWeekNoList().isEmpty(), "BYWEEKNO");
    refuseUnless(recur.getSetPosList().isEmpty(), "BYSETPOS");
    refuseUnless(recur.getSkip() == null, "SKIP");
    int every = recur.getInterval() == -1 ? 1 : recur.getInterval();
    refuseUnless(every >= 1 && every <= MOST_EVERY, "INTERVAL");
    refuseUnless(startsOnMonday(recur) || every == 1, "WKST");
    Integer count = recur.getCount() == -1 ? null : Integer.valueOf(recur.getCount());
    refuseUnless(count == null || (count >= 1 && count <= MOST_TIMES && until == null), "COUNT");
    Unit unit =
        switch (recur.getFrequency()) {
          case DAILY -> Unit.DAY;
          case WEEKLY -> Unit.WEEK;
          case MONTHLY -> Unit.MONTH;
          default -> throw unsupported("FREQ=" + recur.getFrequency());
        };
    List<WeekDay> days = recur.getDayList();
    refuseUnless(days.isEmpty() || unit != Unit.DAY, "BYDAY");
    refuseUnless(unit != Unit.WEEK || days.stream().allMatch(d -> d.getOffset() == 0), "BYDAY");
    refuseUnless(
        unit != Unit.MONTH
            || days.isEmpty()
            || (days.size() == 1 && isOrdinal(days.get(0).getOffset())),
        "BYDAY");
    Set<Integer> dates = new TreeSet<>(recur.getMonthDayList());
    refuseUnless(dates.isEmpty() || (unit == Unit.MONTH && days.isEmpty()), "BYMONTHDAY");
    refuseUnless(dates.stream().allMatch(d -> d >= -1), "BYMONTHDAY");
    return new Recurrence(
        unit,
        every,
        unit == Unit.WEEK
            ? days.stream().map(WeekDay::getDayOfWeek).collect(Collectors.toSet())
            : Set.of(),
        dates,
        unit == Unit.MONTH && !days.isEmpty()
            ? new Nth(days.get(0).getOffset(), WeekDay.getDayOfWeek(days.get(0)))
            : null,
        (LocalDate) until,
        count);
  }

  /** The value of an {@code RRULE}, {@code FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=8}. */
  public String rule() {
    List<String> parts = new ArrayList<>();
    parts.add("FREQ=" + frequency());
    if (every > 1) {
      parts.add("INTERVAL=" + every);
    }
    if (!weekdays.isEmpty()) {
      parts.add("BYDAY=" + joined(sortedWeekdays().map(Recurrence::code)));
    }
    if (!monthDays.isEmpty()) {
      parts.add("BYMONTHDAY=" + joined(sortedMonthDays().map(String::valueOf)));
    }
    if (nth != null) {
      parts.add("BYDAY=" + nth.ordinal() + code(nth.weekday()));
    }
    if (until != null) {
      parts.add(
          "UNTIL=%04d%02d%02d"
              .formatted(until.getYear(), until.getMonthValue(), until.getDayOfMonth()));
    }
    if (count != null) {
      parts.add("COUNT=" + count);
    }
    return String.join(";", parts);
  }

  /**
   * The days on which it happens, in order.
   *
   * @param first from which day the series counts; it is one of its days only if the rule says so
   * @param from the first day of interest
   * @param to the last day of interest; beyond {@value #MOST_YEARS} years from the first day
   *     nothing is given
   */
  public List<LocalDate> days(LocalDate first, LocalDate from, LocalDate to) {
    LocalDate start = from.isBefore(first) ? first : from;
    LocalDate horizon = first.plusYears(MOST_YEARS);
    LocalDate end = Stream.of(to, horizon).min(LocalDate::compareTo).orElse(to);
    if (until != null && until.isBefore(end)) {
      end = until;
    }
    return end.isBefore(start) ? List.of() : recur().getDates(first, start, end);
  }

  /** The first day on or after the given one; empty when the rule never gives one. */
  public Optional<LocalDate> firstDay(LocalDate first) {
    LocalDate horizon = first.plusYears(MOST_YEARS);
    return recur()
        .getDatesAsStream(first, first, horizon, 1)
        .filter(day -> until == null || !day.isAfter(until))
        .findFirst();
  }

  /** Whether the series has no day after the given one. */
  public boolean isOverAfter(LocalDate first, LocalDate day) {
    if (until != null) {
      return !until.isAfter(day);
    }
    return count != null && days(first, first, day).size() >= count;
  }

  /**
   * Says it in words: {@code cada dos semanas, martes y jueves, hasta 30 jun 2027}.
   *
   * @param first the first day, from which an open rule takes its weekday or date
   */
  public String words(LocalDate first, MessageSource messages, Formats show) {
    Words words = new Words(messages, show);
    List<String> parts = new ArrayList<>();
    parts.add(words.every(unit, every));
    switch (unit) {
      case DAY -> {}
      case WEEK ->
          parts.add(words.weekdays(weekdays.isEmpty() ? Set.of(first.getDayOfWeek()) : weekdays));
      case MONTH ->
          parts.add(
              nth != null
                  ? words.nth(nth)
                  : words.dates(
                      monthDays.isEmpty()
                          ? List.of(first.getDayOfMonth())
                          : sortedMonthDays().toList()));
    }
    if (until != null) {
      parts.add(words.text("recurrence.until", show.date(until)));
    }
    if (count != null) {
      parts.add(words.text("recurrence.times", count));
    }
    return String.join(", ", parts);
  }

  private record Words(MessageSource messages, Formats show) {

    String every(Unit unit, int every) {
      String key = "recurrence.every." + unit;
      return every == 1 ? text(key) : text(key + ".many", number(every));
    }

    String weekdays(Set<DayOfWeek> days) {
      if (days.equals(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY))) {
        return text("recurrence.workdays", name(DayOfWeek.MONDAY), name(DayOfWeek.FRIDAY));
      }
      return listed(days.stream().sorted().map(this::name).toList());
    }

    String dates(List<Integer> dates) {
      List<Integer> fromStart = dates.stream().filter(d -> d > 0).toList();
      if (fromStart.isEmpty()) {
        return text("recurrence.lastDay");
      }
      String key = fromStart.size() == 1 ? "recurrence.date" : "recurrence.dates";
      String named = text(key, listed(fromStart.stream().map(String::valueOf).toList()));
      return fromStart.size() == dates.size()
          ? named
          : text("recurrence.and", named, text("recurrence.lastDay"));
    }

    String nth(Nth nth) {
      return text(
          "recurrence.nth", text("recurrence.ordinal." + nth.ordinal()), name(nth.weekday()));
    }

    private String listed(List<String> items) {
      return items.size() == 1
          ? items.get(0)
          : text(
              "recurrence.and",
              String.join(", ", items.subList(0, items.size() - 1)),
              items.get(items.size() - 1));
    }

    private String number(int number) {
      return number <= 12 ? text("recurrence.number." + number) : String.valueOf(number);
    }

    private String name(DayOfWeek day) {
      return day.getDisplayName(TextStyle.FULL, show.locale());
    }

    String text(String key, Object... arguments) {
      return messages.getMessage(key, arguments, show.locale());
    }
  }

  private Recur<LocalDate> recur() {
    Recur.Builder<LocalDate> recur =
        new Recur.Builder<LocalDate>()
            .frequency(frequency())
            .interval(every)
            .weekStartDay(WeekDay.MO)
            .count(count);
    if (!weekdays.isEmpty()) {
      recur.dayList(sortedWeekdays().map(WeekDay::getWeekDay).toList());
    }
    if (nth != null) {
      recur.dayList(new WeekDay(WeekDay.getWeekDay(nth.weekday()), nth.ordinal()));
    }
    if (!monthDays.isEmpty()) {
      recur.monthDayList(sortedMonthDays().toList());
    }
    return recur.build();
  }

  private Frequency frequency() {
    return switch (unit) {
      case DAY -> Frequency.DAILY;
      case WEEK -> Frequency.WEEKLY;
      case MONTH -> Frequency.MONTHLY;
    };
  }

  private Stream<DayOfWeek> sortedWeekdays() {
    return weekdays.stream().sorted();
  }

  // The last day of the month, written −1, comes after all others.
  private Stream<Integer> sortedMonthDays() {
    return monthDays.stream().sorted((a, b) -> Integer.compare(a < 0 ? 32 : a, b < 0 ? 32 : b));
  }

  private static String code(DayOfWeek day) {
    return day.name().substring(0, 2);
  }

  private static String joined(Stream<String> parts) {
    return parts.collect(Collectors.joining(","));
  }

  private static boolean startsOnMonday(Recur<?> recur) {
    return recur.getWeekStartDay() == null || recur.getWeekStartDay().equals(WeekDay.MO);
  }

  private static boolean isOrdinal(int offset) {
    return offset != 0 && Math.abs(offset) <= 5;
  }

  private static void require(boolean holds, String part) {
    if (!holds) {
      throw new IllegalArgumentException("Not a recurrence: " + part);
    }
  }

  private static void refuseUnless(boolean supported, String part) {
    if (!supported) {
      throw unsupported(part);
    }
  }

  private static RefusedException unsupported(String part) {
    return new RefusedException("recurrence.unsupported", part);
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
