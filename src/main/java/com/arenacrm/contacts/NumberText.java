package com.arenacrm.contacts;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Numbers in further fields, which hold texts that people and files wrote in their own way: {@code
 * 1250}, {@code 12,5}, {@code 1.250}, {@code 1,250.75}. A single sign before exactly three digits
 * groups thousands. The same is said to the database by {@link #sql}.
 */
final class NumberText {

  private static final String GROUPED_BY_POINT = "^-?[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]{1,6})?$";
  private static final String GROUPED_BY_COMMA = "^-?[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]{1,6})?$";
  private static final String PLAIN = "^-?[0-9]{1,15}([.,][0-9]{1,6})?$";

  private NumberText() {}

  static Optional<BigDecimal> read(String text) {
    if (text.matches(GROUPED_BY_POINT)) {
      return Optional.of(new BigDecimal(text.replace(".", "").replace(',', '.')));
    }
    if (text.matches(GROUPED_BY_COMMA)) {
      return Optional.of(new BigDecimal(text.replace(",", "")));
    }
    return text.matches(PLAIN)
        ? Optional.of(new BigDecimal(text.replace(',', '.')))
        : Optional.empty();
  }

  /** The expression that reads a number from a text expression; null where it holds none. */
  static String sql(String text) {
    return """
    case when %1$s ~ '%2$s' then replace(replace(%1$s, '.', ''), ',', '.')::numeric \
    when %1$s ~ '%3$s' then replace(%1$s, ',', '')::numeric \
    when %1$s ~ '%4$s' then replace(%1$s, ',', '.')::numeric end"""
        .formatted(text, GROUPED_BY_POINT, GROUPED_BY_COMMA, PLAIN);
  }
}
