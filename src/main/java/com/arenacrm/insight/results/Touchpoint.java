package com.arenacrm.insight.results;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * A touch as far as credit goes.
 *
 * @param evidenced whether its person gave a confirmed signal, with evidence, of that occurrence
 */
record Touchpoint(UUID id, Instant at, boolean evidenced) {

  /** The order in time; of the same moment, that of their identifiers as texts. */
  static final Comparator<Touchpoint> IN_TIME =
      Comparator.comparing(Touchpoint::at).thenComparing(t -> t.id().toString());
}
