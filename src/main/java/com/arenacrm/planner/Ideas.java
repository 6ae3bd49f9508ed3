package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Where activities to start from come from; declared here, kept by the templates. */
public interface Ideas {

  /** The one of that key, in the language; empty when there is none, or it is no longer offered. */
  Optional<Idea> idea(String key, Locale locale);

  /**
   * Keeps what an activity is, without its owner, its profile and its days, as something to start
   * others from.
   *
   * @param id chosen by the caller
   * @throws NotFoundException when there is no such activity
   */
  void keep(UUID id, ActivityId from, CurrentUser actor, Instant now);
}
