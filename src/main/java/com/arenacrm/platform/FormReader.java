package com.arenacrm.platform;

import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.math.BigDecimal;
import java.net.URI;
import java.text.DecimalFormatSymbols;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/**
 * Reads what was typed into a form, whose fields are texts, so that nothing typed is ever lost.
 * What cannot be read is refused with a sentence at its field, and null is returned; what was left
 * empty is null too, refused only where it is required.
 */
public final class FormReader {

  private static final Pattern AMOUNT_NOISE = Pattern.compile("[\\s\\u00a0\\u202f\\p{Sc}']");
  private static final Pattern PLAIN_AMOUNT = Pattern.compile("-?\\d{1,13}(\\.\\d{1,4})?");

  /** How many years ahead a day may be said. */
  private static final int FARTHEST_YEARS = 20;

  private static final Pattern WITHOUT_YEAR =
      Pattern.compile("\\d{1,2}[/.-]\\d{1,2}|\\d{1,2}[ .-]+(?:de )?\\p{L}{3,12}\\.?");
  private static final Pattern SHORT_YEAR = Pattern.compile("\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2}");

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ISO_LOCAL_DATE,
          strict("d/M/uuuu"),
          strict("d-M-uuuu"),
          strict("d.M.uuuu"));

  private final BindingResult errors;
  private final Locale locale;

  public FormReader(BindingResult errors, Locale locale) {
    this.errors = errors;
    this.locale = locale;
  }

  /** Whether something has been refused. */
  public boolean failed() {
    return errors.hasErrors();
  }

  /** Refuses a field for a reason of the business. */
  public void refuse(String field, String messageKey, Object... arguments) {
    errors.rejectValue(field, messageKey, arguments, null);
  }

  /** A text that must be there; the empty text when it is refused. */
  public String required(String field, @Nullable String typed, int longest) {
    String text = text(field, typed, longest);
    if (text == null && !errors.hasFieldErrors(field)) {
      refuse(field, "required");
    }
    return text == null ? "" : text;
  }

  /** A text without blanks around it; null when there is none. */
  public @Nullable String text(String field, @Nullable String typed, int longest) {
    String text = clean(typed);
    if (text.length() > longest) {
      refuse(field, "tooLong", longest);
      return null;
    }
    return text.isEmpty() ? null : text;
  }

  public @Nullable EmailAddress email(String field, @Nullable String typed) {
    return read(field, typed, "email.invalid", EmailAddress::parse);
  }

  /**
   * @param region the country of a number without a prefix
   */
  public @Nullable PhoneNumber phone(String field, @Nullable String typed, String region) {
    return read(field, typed, "phone.invalid", text -> PhoneNumber.parse(text, region));
  }

  /** A web address; {@code https://} is added where no scheme was typed. */
  public @Nullable String url(String field, @Nullable String typed) {
    return read(field, typed, "url.invalid", FormReader::parseUrl);
  }

  public @Nullable LocalDate date(String field, @Nullable String typed) {
    String text = clean(typed);
    String wrong =
        WITHOUT_YEAR.matcher(text).matches()
            ? "date.noYear"
            : SHORT_YEAR.matcher(text).matches() ? "date.shortYear" : "date.invalid";
    return read(field, typed, wrong, FormReader::parseDate);
  }

  /**
   * A day that may come; a year far from today's is a slip of the hand.
   *
   * @param known the day that is there already, which may stay; or null
   */
  public @Nullable LocalDate date(
      String field, @Nullable String typed, LocalDate today, @Nullable LocalDate known) {
    LocalDate day = date(field, typed);
    if (day != null && !day.equals(known) && day.isAfter(today.plusYears(FARTHEST_YEARS))) {
      refuse(field, "date.far", FARTHEST_YEARS);
      return null;
    }
    return day;
  }

  public @Nullable LocalTime time(String field, @Nullable String typed) {
    return read(
        field,
        typed,
        "time.invalid",
        text -> {
          try {
            return Optional.of(LocalTime.parse(text.length() == 4 ? "0" + text : text));
          } catch (DateTimeException e) {
            return Optional.empty();
          }
        });
  }

  /** An amount of money that is not negative, as people write it: {@code 1.250,50}. */
  public @Nullable BigDecimal amount(String field, @Nullable String typed) {
    BigDecimal amount = read(field, typed, "amount.invalid", text -> parseAmount(text, locale));
    if (amount != null && amount.signum() < 0) {
      refuse(field, "amount.negative");
      return null;
    }
    return amount;
  }

  /** A whole number within bounds. */
  public @Nullable Integer whole(String field, @Nullable String typed, int least, int most) {
    String text = clean(typed);
    if (text.isEmpty()) {
      return null;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below like a number out of bounds.
    }
    refuse(field, "whole.range", least, most);
    return null;
  }

  /** One of the values of a list. */
  public <E extends Enum<E>> @Nullable E choice(
      String field, @Nullable String typed, Class<E> type) {
    String text = clean(typed);
    if (text.isEmpty()) {
      return null;
    }
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    refuse(field, "choose");
    return null;
  }

  /** The identifier of a chosen record. */
  public @Nullable UUID id(String field, @Nullable String typed) {
    return read(
        field,
        typed,
        "choose",
        text -> {
          try {
            return Optional.of(UUID.fromString(text));
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        });
  }

  /** Refuses a field that is empty and must not be, unless it has been refused already. */
  public void require(String field, @Nullable Object value, String messageKey) {
    if (value == null && !errors.hasFieldErrors(field)) {
      refuse(field, messageKey);
    }
  }

  private <T> @Nullable T read(
      String field,
      @Nullable String typed,
      String messageKey,
      java.util.function.Function<String, Optional<T>> parse) {
    String text = clean(typed);
    if (text.isEmpty()) {
      return null;
    }
    Optional<T> value = text.length() > 2000 ? Optional.empty() : parse.apply(text);
    if (value.isEmpty()) {
      refuse(field, messageKey);
    }
    return value.orElse(null);
  }

  /** A text without blanks around it or signs that no database keeps. */
  public static String clean(@Nullable String typed) {
    return typed == null ? "" : typed.replace("\0", "").strip();
  }

  /** A date as people write it, day before month. */
  public static Optional<LocalDate> parseDate(String text) {
    for (DateTimeFormatter format : DATES) {
      try {
        LocalDate date = LocalDate.parse(text, format);
        if (date.getYear() >= 1900 && date.getYear() <= 2999) {
          return Optional.of(date);
        }
      } catch (DateTimeException e) {
        // The next form may fit.
      }
    }
    return Optional.empty();
  }

  /**
   * An amount as people write it. With both signs, the last one marks the decimals; with one, it
   * does unless it stands where the locale groups thousands.
   */
  public static Optional<BigDecimal> parseAmount(String text, Locale locale) {
    String plain = AMOUNT_NOISE.matcher(text).replaceAll("");
    int comma = plain.lastIndexOf(',');
    int point = plain.lastIndexOf('.');
    if (comma >= 0 && point >= 0) {
      char group = comma > point ? '.' : ',';
      plain = plain.replace(String.valueOf(group), "").replace(',', '.');
    } else if (comma >= 0 || point >= 0) {
      char sign = comma >= 0 ? ',' : '.';
      char grouping =
          DecimalFormatSymbols.getInstance(locale).getDecimalSeparator() == ',' ? '.' : ',';
      boolean several = plain.indexOf(sign) != plain.lastIndexOf(sign);
      boolean grouped = plain.matches("-?\\d{1,3}([.,]\\d{3})+");
      plain =
          grouped && (several || sign == grouping)
              ? plain.replace(String.valueOf(sign), "")
              : plain.replace(sign, '.');
    }
    return PLAIN_AMOUNT.matcher(plain).matches()
        ? Optional.of(new BigDecimal(plain))
        : Optional.empty();
  }

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** A web address as people write it; {@code https://} is added where there is no scheme. */
  public static Optional<String> parseUrl(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "https://" + text);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      return web && uri.getHost() != null && uri.getHost().contains(".")
          ? Optional.of(uri.toString())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
