package com.arenacrm.contacts;

import java.time.Instant;

/** Looks for duplicates when many people or companies have come in at once. */
public interface Lookout {

  /**
   * Asks for a look; asked again before, it waits for the later moment, so that what comes in by
   * many batches is looked at once, when all of it is there.
   */
  void lookAt(Instant when);
}
