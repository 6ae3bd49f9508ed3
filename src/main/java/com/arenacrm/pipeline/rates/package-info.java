/**
 * Deals in other currencies than the company's: what those are worth, day by day, and at which rate
 * each deal was entered.
 *
 * <p>Tables: {@code exchange_rate}, {@code deal_rate} of schema {@code pipeline}. Words: {@code
 * Rate}.
 */
@NamedInterface("rates")
@NullMarked
package com.arenacrm.pipeline.rates;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
