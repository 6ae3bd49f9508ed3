package com.arenacrm.shared;

import java.time.Instant;
import java.util.UUID;

/**
 * Marketing has opened a closed week again (R015). Published in the transaction that does so.
 *
 * @param week the week that is open again
 * @param by the user who opened it
 * @param at when
 * @param takenBack whether the close was taken back at once, as if it had not been: what was frozen
 *     by it is forgotten; else it stays until the week is closed again
 */
public record WeekReopened(Week week, UUID by, Instant at, boolean takenBack) {}
