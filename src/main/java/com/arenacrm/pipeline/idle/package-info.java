/**
 * Which talk starts the idle clock of which deal again, and how often nobody answered (R065).
 *
 * <p>Table: {@code talk} of schema {@code pipeline}. Words: {@code IdleClock}, {@code Told}.
 */
@NullMarked
package com.arenacrm.pipeline.idle;

import org.jspecify.annotations.NullMarked;
