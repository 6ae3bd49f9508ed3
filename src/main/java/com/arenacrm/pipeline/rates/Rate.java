package com.arenacrm.pipeline.rates;

import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;

/**
 * What one unit of a currency is worth in the company's.
 *
 * @param currency ISO 4217
 * @param rate so many units of the company's currency, with up to eight decimals
 * @param day from which on, in the company's calendar
 */
public record Rate(String currency, BigDecimal rate, LocalDate day) {

  /** An amount of the currency in the company's, rounded half up to its decimals. */
  public Money worth(BigDecimal amount, Currency home) {
    return Money.of(amount.multiply(rate), home);
  }
}
