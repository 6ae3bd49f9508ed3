package com.arenacrm.integration;

import java.util.UUID;

/**
 * Where a batch reports what it wrote, in the order of writing, so that it can be undone in the
 * opposite order.
 */
public interface Effects {

  /**
   * A record was made.
   *
   * @param kind its {@link RecordKind}
   * @param name as people know it, for the list of what an undo had to leave
   * @param mark a digest of the record as it was written: while it is the same, nobody touched it
   */
  void created(String kind, UUID id, String name, String mark);

  /**
   * A record was changed.
   *
   * @param before the record as it was, in a form that its {@link RecordKind} can restore exactly
   * @param mark a digest of the record as it was written
   */
  void updated(String kind, UUID id, String name, String before, String mark);
}
