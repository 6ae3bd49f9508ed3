/**
 * Value instead of price: what a purchase costs the customer over the years beside an alternative
 * (R087), and what they fear of buying with what we do about it (R088).
 *
 * <p>Tables: {@code cost_sheet}, {@code cost_row}, {@code buyer_risk} of schema {@code pipeline}.
 * Words: {@code CostSheet}, {@code BuyerRisk}.
 */
@NamedInterface("value")
@NullMarked
package com.arenacrm.pipeline.value;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
