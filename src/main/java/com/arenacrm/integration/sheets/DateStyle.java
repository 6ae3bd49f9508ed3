package com.arenacrm.integration.sheets;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a file writes days. Years first ({@code 2021-04-15}) and months by name ({@code 15 Apr, 2021
 * 00:03:00}) mean the same everywhere and are read in every style; only days and months as two
 * numbers need to be told apart.
 */
public enum DateStyle {
  /** {@code 2026-11-20}; days and months as two numbers are refused. */
  ISO,
  /** {@code 20/11/2026}. */
  DAY_FIRST,
  /** {@code 11/20/2026}. */
  MONTH_FIRST,
  /** {@code 20 nov 2026}; days and months as two numbers are refused. */
  NAMED;

  private static final String TIME =
      "(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d+)?)?\\s*([AaPp])?\\.?\\s*(?:[Mm]\\.?)?)?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})" + TIME);
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})" + TIME);
  private static final Pattern DAY_NAMED =
      Pattern.compile(
          "(\\d{1,2})[ .-]+(?:de )?(\\p{L}{3,12})\\.?,?[ .-]+(?:de )?(\\d{4}|\\d{2})" + TIME);
  private static final Pattern NAMED_DAY =
      Pattern.compile("(\\p{L}{3,12})\\.? (\\d{1,2}),? +(\\d{4})" + TIME);

  private static final Pattern WITHOUT_YEAR =
      Pattern.compile(
          "\\d{1,2}[/.-]\\d{1,2}|(\\d{1,2})[ .-]+(?:de )?(\\p{L}{3,12})\\.?|(\\p{L}{3,12})\\.? (\\d{1,2})");

  private static final Pattern SHORT_YEAR =
      Pattern.compile(
          "(?:\\d{1,2}[/.-]\\d{1,2}[/.-]|\\d{1,2}[ .-]+(?:de )?\\p{L}{3,12}\\.?,?[ .-]+(?:de )?)\\d{2}(?!\\d).*");

  /** Months by the first three letters of their Spanish or English names. */
  private static final Map<String, Integer> MONTHS =
      Map.ofEntries(
          Map.entry("ene", 1),
          Map.entry("jan", 1),
          Map.entry("feb", 2),
          Map.entry("mar", 3),
          Map.entry("abr", 4),
          Map.entry("apr", 4),
          Map.entry("may", 5),
          Map.entry("jun", 6),
          Map.entry("jul", 7),
          Map.entry("ago", 8),
          Map.entry("aug", 8),
          Map.entry("sep", 9),
          Map.entry("set", 9),
          Map.entry("oct", 10),
          Map.entry("nov", 11),
          Map.entry("dic", 12),
          Map.entry("dec", 12));

  /** What a text shows of the style of its file; null when it is no date. */
  public enum Sign {
    YEAR_FIRST,
    NAMED,
    DAY_FIRST,
    MONTH_FIRST,
    EITHER
  }

  /** Whether days and months as two numbers are read, in an order of theirs. */
  public boolean ordersNumbers() {
    return this == DAY_FIRST || this == MONTH_FIRST;
  }

  /** Whether the text shows that it is written in the other order of day and month than this. */
  public boolean isOtherwise(String text) {
    Sign sign = ordersNumbers() ? signOf(text) : null;
    return sign == (this == DAY_FIRST ? Sign.MONTH_FIRST : Sign.DAY_FIRST);
  }

  /** Whether the text is a day of which it does not say the year, such as {@code 15 abr}. */
  public static boolean lacksYear(String text) {
    Matcher m = WITHOUT_YEAR.matcher(text.strip());
    if (!m.matches()) {
      return false;
    }
    String month = m.group(2) == null ? m.group(3) : m.group(2);
    return month == null || month(month) > 0;
  }

  /** A day that lacks its year, with one: {@code 15 abr} is {@code 15 abr 2026}. */
  public static String withYear(String text, int year) {
    String plain = text.strip();
    Matcher m = WITHOUT_YEAR.matcher(plain);
    if (!m.matches()) {
      return text;
    }
    if (m.group(3) != null) {
      return plain + ", " + year;
    }
    return plain + (m.group(2) == null ? plain.replaceAll("[0-9]", "") : " ") + year;
  }

  /**
   * The day and time that spreadsheets number so, as text: {@code 45720} is {@code
   * 2025-03-04T00:00:00}.
   */
  public static String ofSerial(String number) {
    BigDecimal days = new BigDecimal(number.replace(',', '.'));
    long seconds =
        days.remainder(BigDecimal.ONE)
            .multiply(BigDecimal.valueOf(86_400))
            .setScale(0, RoundingMode.HALF_UP)
            .longValue();
    return LocalDate.of(1899, 12, 30)
        .plusDays(days.longValue())
        .atStartOfDay()
        .plusSeconds(seconds)
        .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
  }

  /** Whether the text writes its year with two figures only, so that the century is guessed. */
  public static boolean guessesCentury(String text) {
    return SHORT_YEAR.matcher(text.strip()).matches();
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The day that the text names. */
  public Optional<LocalDate> day(String text) {
    return read(text).map(LocalDateTime::toLocalDate);
  }

  /**
   * The instant that the text names.
   *
   * @param zone in which a time without a zone is meant; a day without a time is its first instant
   */
  public Optional<Instant> moment(String text, ZoneId zone) {
    try {
      return Optional.of(OffsetDateTime.parse(text.strip().replaceFirst(" ", "T")).toInstant());
    } catch (DateTimeException e) {
      return read(text).map(at -> at.atZone(zone).toInstant());
    }
  }

  private Optional<LocalDateTime> read(String text) {
    String plain = text.strip();
    Matcher m = YEAR_FIRST.matcher(withoutZone(plain));
    if (m.matches()) {
      return at(m, number(m, 1), number(m, 2), number(m, 3));
    }
    m = NUMBERS.matcher(plain);
    if (m.matches()) {
      if (this == ISO || this == NAMED) {
        return Optional.empty();
      }
      // Of what can be a day and what can be a month, only one is one: nothing is to be guessed.
      boolean dayFirst = number(m, 1) > 12 || (this == DAY_FIRST && number(m, 2) <= 12);
      return dayFirst
          ? at(m, year(m, 3), number(m, 2), number(m, 1))
          : at(m, year(m, 3), number(m, 1), number(m, 2));
    }
    m = DAY_NAMED.matcher(plain);
    if (m.matches()) {
      return at(m, year(m, 3), month(m.group(2)), number(m, 1));
    }
    m = NAMED_DAY.matcher(plain);
    if (m.matches()) {
      return at(m, number(m, 3), month(m.group(1)), number(m, 2));
    }
    return Optional.empty();
  }

  public static @Nullable Sign signOf(String text) {
    String plain = text.strip();
    if (YEAR_FIRST.matcher(withoutZone(plain)).matches()) {
      return Sign.YEAR_FIRST;
    }
    Matcher m = NUMBERS.matcher(plain);
    if (m.matches()) {
      int first = number(m, 1);
      int second = number(m, 2);
      if (first > 31 || second > 31 || (first > 12 && second > 12)) {
        return null;
      }
      return first > 12 ? Sign.DAY_FIRST : second > 12 ? Sign.MONTH_FIRST : Sign.EITHER;
    }
    m = DAY_NAMED.matcher(plain);
    if (m.matches()) {
      return month(m.group(2)) > 0 ? Sign.NAMED : null;
    }
    m = NAMED_DAY.matcher(plain);
    return m.matches() && month(m.group(1)) > 0 ? Sign.NAMED : null;
  }

  // Where only the day is wanted, the zone behind a time does not matter.
  private static String withoutZone(String text) {
    return text.replaceFirst("(?<=:\\d{2})(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})$", "");
  }

  private static Optional<LocalDateTime> at(Matcher m, int year, int month, int day) {
    try {
      if (year < 1900 || year > 2999) {
        return Optional.empty();
      }
      int time = m.groupCount() - 3;
      LocalTime clock = LocalTime.MIDNIGHT;
      if (m.group(time) != null) {
        int hour = number(m, time);
        String half = m.group(time + 3);
        if (half != null) {
          hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
        }
        clock =
            LocalTime.of(
                hour, number(m, time + 1), m.group(time + 2) == null ? 0 : number(m, time + 2));
      }
      return Optional.of(LocalDate.of(year, month, day).atTime(clock));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }

  private static int year(Matcher m, int group) {
    int year = number(m, group);
    return m.group(group).length() == 4 ? year : year < 70 ? 2000 + year : 1900 + year;
  }

  private static int month(String name) {
    return MONTHS.getOrDefault(
        Words.key(name).substring(0, Math.min(3, Words.key(name).length())), 0);
  }
}
