package com.arenacrm.shared;

import java.time.Instant;
import java.util.UUID;

/**
 * Marketing has taken the close of a week back: its numbers are no longer frozen (R015). Published
 * in the transaction that does so.
 *
 * @param week the week that is open again
 * @param by the user who opened it
 * @param at when
 */
public record WeekReopened(Week week, UUID by, Instant at) {}
