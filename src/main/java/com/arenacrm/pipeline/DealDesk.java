package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the pages about deals have in common. */
@Component
class DealDesk {

  private final Organizations organizations;
  private final UserNames userNames;

  DealDesk(Organizations organizations, UserNames userNames) {
    this.organizations = organizations;
    this.userNames = userNames;
  }

  Idleness idleness(Instant now) {
    return Idleness.of(organizations.current(), now);
  }

  /** The sales people whose deals this person may see. */
  List<Colleague> sellers(CurrentUser viewer) {
    return viewer.scope().among(userNames.active(Role.SALES));
  }

  /** Whether this person changes deals; marketing only reads them. */
  static boolean mayWrite(CurrentUser viewer) {
    return viewer.isSales() || viewer.isManager();
  }

  /**
   * Where a page wants to go back to: one of ours, or the other one.
   *
   * @param asked what the request says; never trusted
   */
  static String back(@Nullable String asked, String otherwise) {
    return asked != null && asked.matches("/pipeline/[\\w/-]*(\\?[\\w%&=+.-]*)?(#[\\w-]*)?")
        ? asked
        : otherwise;
  }
}
