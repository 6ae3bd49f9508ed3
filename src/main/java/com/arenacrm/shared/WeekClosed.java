package com.arenacrm.shared;

import java.time.Instant;
import java.util.UUID;

/**
 * Marketing has closed a week: each of its occurrences has a state, and its numbers are frozen for
 * the report (R015). Published in the transaction that closes it, once a week.
 *
 * @param week the week that is over
 * @param by the user who closed it
 * @param at when
 */
public record WeekClosed(Week week, UUID by, Instant at) {}
