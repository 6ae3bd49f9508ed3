/**
 * What stands in a seller's day besides leads handed over and deals: each part of Arena that knows
 * of something to do declares a {@code DayWork}, and the queue puts all of it in one order (R063,
 * R070).
 *
 * <p>Words: {@code DayWork}, {@code DayItem}, {@code Weight}.
 */
@NamedInterface("day")
@NullMarked
package com.arenacrm.pipeline.day;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
