package com.arenacrm.pipeline.lines;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that we sell.
 *
 * @param series the family of products that it belongs to; null for none
 * @param unit in which it is counted, such as "kg" or "month"; null for pieces
 * @param price of one unit, with up to four decimals; null where it is said deal by deal
 * @param retired whether it is no longer offered for new lines
 * @param used in how many deals it is
 */
public record Product(
    UUID id,
    String name,
    @Nullable String series,
    @Nullable String unit,
    @Nullable BigDecimal price,
    String currency,
    boolean retired,
    int used,
    int version) {

  public String value() {
    return id.toString();
  }

  public String label() {
    return unit == null ? name : name + " (" + unit + ")";
  }

  /** The currency of its price. */
  public Currency inCurrency() {
    return Currency.getInstance(currency);
  }
}
