/**
 * What a deal counts as in the forecast: what its stage says, unless whoever has it says otherwise.
 *
 * <p>Table: {@code deal_forecast} of schema {@code pipeline}. Words: {@code DealForecast}.
 */
@NamedInterface("forecast")
@NullMarked
package com.arenacrm.pipeline.forecast;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
