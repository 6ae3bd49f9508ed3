package com.arenacrm.identity;

import java.io.Serial;
import java.io.Serializable;
import java.security.Principal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a session remembers of who signed in: no rights, only the person, and the era of their
 * credentials at that moment. Rights are read at each request.
 *
 * @param since when the person signed in; a session ends a week later, however busy
 * @param administrator the administrator who stepped into this person's shoes, or null
 * @param administratorEra that administrator's era
 */
record SignedIn(
    UUID user, int era, Instant since, @Nullable UUID administrator, int administratorEra)
    implements Principal, Serializable {

  @Serial private static final long serialVersionUID = 1;

  @Override
  public String getName() {
    return user.toString();
  }
}
