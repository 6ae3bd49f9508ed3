package com.arenacrm.leads.routing;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who has dealings with a customer beyond leads. Declared here, known on higher floors; asked once
 * for a lead, with one statement.
 */
public interface AccountOwners {

  /**
   * The seller who deals with the customer now or, when nobody does, who sold to them last.
   *
   * @param company the customer; null for a person without one
   * @param person the customer where there is no company
   */
  Optional<UserId> ownerOf(@Nullable CompanyId company, @Nullable PersonId person);
}
