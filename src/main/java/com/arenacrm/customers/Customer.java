package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A company that bought, or a person without one, with what its purchases add up to.
 *
 * @param id of the company or person
 * @param owner who is in charge; null for nobody
 * @param lastContactAt when they last took part in what was said
 * @param purchases how many there are; 0 once all were taken back
 */
public record Customer(
    UUID id,
    boolean company,
    String name,
    @Nullable UUID owner,
    @Nullable Instant lastContactAt,
    int purchases,
    @Nullable LocalDate firstOn,
    @Nullable LocalDate lastOn,
    int version) {

  /** The company; null for a person without one. */
  public @Nullable CompanyId companyId() {
    return company ? new CompanyId(id) : null;
  }

  /** The person who buys without a company; null for a company. */
  public @Nullable PersonId personId() {
    return company ? null : new PersonId(id);
  }

  /** Where it stands among the contacts. */
  public String contact() {
    return (company ? "/contacts/companies/" : "/contacts/people/") + id;
  }
}
