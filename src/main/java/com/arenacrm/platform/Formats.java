package com.arenacrm.platform;

import com.arenacrm.shared.Money;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one reader sees numbers, money, days and times: in their language, the company's region and
 * their own time zone. What is missing is shown as a dash. Made for one request; not for two
 * threads.
 */
public final class Formats {

  /** What stands where there is nothing to show. */
  public static final String NONE = "—";

  private static final Set<String> SPANISH_SPEAKING =
      Set.of(
          "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GQ", "GT", "HN", "MX", "NI", "PA",
          "PE", "PR", "PY", "SV", "UY", "VE");

  private final Locale locale;
  private final ZoneId zone;
  private final Currency currency;
  private final NumberFormat whole;
  private final Map<Currency, NumberFormat> amounts = new HashMap<>();
  private final DateTimeFormatter day;
  private final DateTimeFormatter dayOfYear;

  /**
   * @param locale the reader's language with the company's region, see {@link #localeFor}
   * @param zone the reader's time zone, for instants
   * @param currency the company's own currency, for amounts that name none
   */
  public Formats(Locale locale, ZoneId zone, Currency currency) {
    this.locale = locale;
    this.zone = zone;
    this.currency = currency;
    this.whole = NumberFormat.getIntegerInstance(locale);
    this.day = DateTimeFormatter.ofPattern("d MMM", locale);
    this.dayOfYear = DateTimeFormatter.ofPattern("d MMM yyyy", locale);
  }

  /**
   * The locale for a language as it is written in the company's region; British English and
   * European Spanish where that region speaks something else.
   */
  public static Locale localeFor(String language, String region) {
    if (language.equals("en")) {
      return region.equals("US") ? Locale.US : Locale.UK;
    }
    return new Locale.Builder()
        .setLanguage("es")
        .setRegion(SPANISH_SPEAKING.contains(region) ? region : "ES")
        .build();
  }

  public String number(@Nullable Number value) {
    return value == null ? NONE : whole.format(value);
  }

  /** With at most so many decimals. */
  public String decimal(@Nullable Number value, int decimals) {
    if (value == null) {
      return NONE;
    }
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setMaximumFractionDigits(decimals);
    return format.format(value);
  }

  /**
   * A number that stands as text, with a point before all its decimals; other texts as they are.
   */
  public String figure(String text) {
    return text.matches("-?[0-9]{1,15}(\\.[0-9]{1,6})?") ? decimal(new BigDecimal(text), 6) : text;
  }

  /** A country by its name, where the text is the code of one (ISO 3166-1); else as it is. */
  public String country(String text) {
    String code = text.toUpperCase(Locale.ROOT);
    return Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(code)
        ? new Locale.Builder().setRegion(code).build().getDisplayCountry(locale)
        : text;
  }

  /** A share between 0 and 1 as whole percent. */
  public String percent(@Nullable Number share) {
    return share == null ? NONE : NumberFormat.getPercentInstance(locale).format(share);
  }

  /** A share between 0 and 1 as percent with at most so many decimals. */
  public String percent(@Nullable Number share, int decimals) {
    if (share == null) {
      return NONE;
    }
    NumberFormat format = NumberFormat.getPercentInstance(locale);
    format.setMaximumFractionDigits(decimals);
    return format.format(share);
  }

  /** An amount in the company's currency; without decimals when it has no cents. */
  public String money(@Nullable BigDecimal amount) {
    return amount == null ? NONE : money(amount, currency);
  }

  public String money(@Nullable Money money) {
    return money == null ? NONE : money(money.amount(), money.currency());
  }

  /**
   * @param in ISO 4217 code
   */
  public String money(BigDecimal amount, String in) {
    return money(amount, Currency.getInstance(in));
  }

  public String money(BigDecimal amount, Currency in) {
    NumberFormat format = amounts.computeIfAbsent(in, this::formatOf);
    boolean cents = amount.stripTrailingZeros().scale() > 0;
    int decimals = cents ? Math.max(0, in.getDefaultFractionDigits()) : 0;
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    return format.format(amount);
  }

  /** The price of one, with up to four decimals where it has more than its currency's own. */
  public String price(BigDecimal amount, Currency in) {
    int decimals = amount.stripTrailingZeros().scale();
    if (decimals <= Math.max(0, in.getDefaultFractionDigits())) {
      return money(amount, in);
    }
    NumberFormat format = formatOf(in);
    format.setMinimumFractionDigits(Math.min(4, decimals));
    format.setMaximumFractionDigits(Math.min(4, decimals));
    return format.format(amount);
  }

  private NumberFormat formatOf(Currency of) {
    NumberFormat format = NumberFormat.getCurrencyInstance(locale);
    format.setCurrency(of);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format;
  }

  /** A plain number for a form field, as the reader would type it. */
  public String typed(@Nullable BigDecimal amount) {
    return typed(amount, 0);
  }

  private String typed(@Nullable BigDecimal amount, int decimals) {
    if (amount == null) {
      return "";
    }
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setGroupingUsed(false);
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(4);
    return format.format(amount);
  }

  /** A sum of money as people type it: {@code 180,50}, and {@code 160} where it has no cents. */
  public String typedSum(@Nullable BigDecimal amount) {
    return typed(amount, amount != null && amount.stripTrailingZeros().scale() > 0 ? 2 : 0);
  }

  /**
   * What stands in a form field, as it is read elsewhere: a day and a sum with cents are written
   * out, anything else stays.
   */
  public String asRead(@Nullable String typed) {
    if (typed == null || typed.isBlank()) {
      return NONE;
    }
    if (typed.matches("\\d{4}-\\d{2}-\\d{2}")) {
      try {
        return date(LocalDate.parse(typed));
      } catch (java.time.DateTimeException e) {
        return typed;
      }
    }
    char point = java.text.DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
    if (!typed.matches(
        "\\d{1,15}" + java.util.regex.Pattern.quote(String.valueOf(point)) + "\\d{1,4}")) {
      return typed;
    }
    String decimals = typed.substring(typed.indexOf(point) + 1);
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setMinimumFractionDigits(decimals.length());
    format.setMaximumFractionDigits(decimals.length());
    return format.format(new BigDecimal(typed.replace(point, '.')));
  }

  /**
   * What stands in a form field for money, as money is read elsewhere: {@code 12.345,67 €}; what is
   * no sum stays.
   *
   * @param in ISO 4217 code; null, empty or unknown for the company's currency
   */
  public String asMoney(@Nullable String typed, @Nullable String in) {
    String plain = typed == null ? "" : typed.strip();
    char point = java.text.DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
    if (!plain.matches(
        "\\d{1,15}(" + java.util.regex.Pattern.quote(String.valueOf(point)) + "\\d{1,4})?")) {
      return asRead(typed);
    }
    Currency of = currency;
    try {
      of = in == null || in.isBlank() ? currency : Currency.getInstance(in.strip());
    } catch (IllegalArgumentException e) {
      // A code that nobody knows is said to be wrong at its own field.
    }
    return price(new BigDecimal(plain.replace(point, '.')), of);
  }

  /** {@code 20 nov 2026}. */
  public String date(@Nullable LocalDate date) {
    return date == null ? NONE : clean(dayOfYear.format(date));
  }

  /** {@code 20 nov}, for places where the year is plain. */
  public String shortDate(@Nullable LocalDate date) {
    return date == null ? NONE : clean(day.format(date));
  }

  /** {@code 20 nov}, and {@code 20 nov 2020} where the year is not this one and so not plain. */
  public String nearDate(@Nullable LocalDate date, LocalDate today) {
    return date == null || date.getYear() == today.getYear() ? shortDate(date) : date(date);
  }

  /** The day on which the instant falls for the reader, for places where the year is plain. */
  public String shortDate(@Nullable Instant instant) {
    return instant == null ? NONE : shortDate(LocalDate.ofInstant(instant, zone));
  }

  /** {@code nov 2026}. */
  public String month(LocalDate date) {
    return clean(DateTimeFormatter.ofPattern("MMM yyyy", locale).format(date));
  }

  /** {@code vie 20}. */
  public String weekday(LocalDate date) {
    return weekdayName(date) + " " + date.getDayOfMonth();
  }

  /** {@code vie}. */
  public String weekdayName(LocalDate date) {
    return clean(date.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale));
  }

  /** {@code viernes 20 de noviembre}. */
  public String longDate(LocalDate date) {
    boolean spanish = locale.getLanguage().equals("es");
    return DateTimeFormatter.ofPattern(spanish ? "EEEE d 'de' MMMM" : "EEEE d MMMM", locale)
        .format(date);
  }

  /** The day on which something happens for the reader. */
  public LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, zone);
  }

  /** The day on which the instant falls for the reader. */
  public String date(@Nullable Instant instant) {
    return instant == null ? NONE : date(LocalDate.ofInstant(instant, zone));
  }

  /** {@code 20 nov 2026 12:30}, on the reader's clock. */
  public String dateTime(@Nullable Instant instant) {
    return instant == null ? NONE : date(instant) + " " + time(instant.atZone(zone).toLocalTime());
  }

  /** {@code 12:30}; on every language's page by the 24-hour clock. */
  public String time(@Nullable LocalTime time) {
    return time == null ? NONE : "%02d:%02d".formatted(time.getHour(), time.getMinute());
  }

  /** A stretch of working time, whatever its sign: {@code 1 h 20 min}. */
  public String working(Duration time) {
    long minutes = time.abs().toMinutes();
    if (minutes == 0) {
      return locale.getLanguage().equals("es") ? "menos de 1 min" : "less than 1 min";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    return minutes % 60 == 0
        ? minutes / 60 + " h"
        : minutes / 60 + " h %02d min".formatted(minutes % 60);
  }

  /** What somebody said, word for word, between the quotation marks of the language. */
  public String quoted(@Nullable String words) {
    if (words == null) {
      return "";
    }
    return locale.getLanguage().equals("es") ? "«" + words + "»" : "“" + words + "”";
  }

  /** The days of a week: {@code 16–22 noviembre 2026}. */
  public String days(Week week) {
    LocalDate monday = week.monday();
    LocalDate sunday = week.sunday();
    DateTimeFormatter full = DateTimeFormatter.ofPattern("d MMMM yyyy", locale);
    if (monday.getMonth() == sunday.getMonth()) {
      return monday.getDayOfMonth() + "–" + full.format(sunday);
    }
    String from = monday.getYear() == sunday.getYear() ? "d MMMM" : "d MMMM yyyy";
    return DateTimeFormatter.ofPattern(from, locale).format(monday) + " – " + full.format(sunday);
  }

  /** The reader's day. */
  public LocalDate dayOf(Instant instant) {
    return LocalDate.ofInstant(instant, zone);
  }

  public Locale locale() {
    return locale;
  }

  public ZoneId zone() {
    return zone;
  }

  public Currency currency() {
    return currency;
  }

  /** The symbol that stands beside amounts to be typed. */
  public String currencySymbol() {
    return currency.getSymbol(locale);
  }

  // Some versions of the locale data end short names with a point, some do not.
  private static String clean(String text) {
    return text.replace(".", "");
  }
}
