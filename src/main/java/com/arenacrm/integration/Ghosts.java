package com.arenacrm.integration;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What earlier batches of a rehearsal would have written; empty in a run, where the database is.
 */
public interface Ghosts {

  /**
   * The ghosts of this kind that have one of these keys or one of these identifiers.
   *
   * @param kind the record kind
   * @param keys keys as the ghosts were given them
   * @param ids identifiers of records that the database has, to see whether a ghost stands for them
   */
  List<Ghost> find(String kind, Collection<String> keys, Collection<UUID> ids);

  /** For a run: there are none. */
  static Ghosts none() {
    return (kind, keys, ids) -> List.of();
  }
}
