/**
 * How soon a customer hears from us (R062): targets, the clock of the first answer and of those
 * that follow, its pauses, and who is told when time runs out. All in working time, by the calendar
 * of whoever has to answer.
 *
 * <p>Tables: {@code response_target}, {@code following_clock}, {@code clock_pause} and {@code
 * clock_alarm} of schema {@code leads}; the first clock is the handoff's own. Words: {@code
 * ResponseTarget}, {@code ResponseClock}, {@code Pause}.
 */
@NamedInterface("clock")
@NullMarked
package com.arenacrm.leads.clock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
