/**
 * What a deal is about, line by line: products, quantities, prices, and what is given away of them
 * with its reason. Where a deal has lines, its amount is their sum.
 *
 * <p>Tables: {@code product}, {@code deal_line} of schema {@code pipeline}. Words: {@code Product},
 * {@code DealLine}.
 */
@NamedInterface("lines")
@NullMarked
package com.arenacrm.pipeline.lines;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
