package com.arenacrm.integration;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What becomes of a batch of rows, worked out and not yet written. */
public interface BatchPlan {

  /** One for each row, in the order of the rows. */
  List<Outcome> outcomes();

  /**
   * How many records the batch makes besides those of its rows, by record kind: a new company that
   * a row of people names.
   */
  default Map<String, Integer> besides() {
    return Map.of();
  }

  /** Work that rows put off until all rows were read. */
  default List<Deferred> deferred() {
    return List.of();
  }

  /** In a rehearsal: each record as the batch would leave it, for later batches to find. */
  Collection<Ghost> ghosts();

  /**
   * In a run: writes the batch, by a few statements whatever its size, and reports what was made
   * and changed, what others refer to first. A rule of the database that is broken here, because
   * somebody added the same address a moment ago, lets the engine plan the batch again.
   */
  void write(Effects effects);
}
