package com.arenacrm.contacts;

import java.time.Instant;

/** Looks for duplicates after many people or companies came in at once. */
public interface Lookout {

  /**
   * Asks for a look in a little while; asked again before, it waits a little longer, so that what
   * comes in by many batches is looked at once, when all of it is there.
   */
  void soon(Instant now);
}
