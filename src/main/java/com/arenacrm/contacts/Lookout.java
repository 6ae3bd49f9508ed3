package com.arenacrm.contacts;

import com.arenacrm.identity.UserId;
import java.time.Instant;
import java.util.Collection;

/** Looks for duplicates, and remembers which two are none. */
public interface Lookout {

  /**
   * Asks for a look; asked again before, it waits for the later moment, so that what comes in by
   * many batches is looked at once, when all of it is there.
   */
  void lookAt(Instant when);

  /**
   * Remembers that a company is none of these, because whoever added it was shown them and said so;
   * as for others who were said to be two, they are proposed only once something makes it surer.
   */
  void keepApart(CompanyId added, Collection<CompanyId> others, UserId actor, Instant now);
}
