package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.routing.AccountOwners;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whose a customer is by their deals: the newest open one, or else the last that was won. */
@Component
@Transactional(readOnly = true)
class DealOwners implements AccountOwners {

  private final JdbcClient jdbc;

  DealOwners(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<UserId> ownerOf(@Nullable CompanyId company, @Nullable PersonId person) {
    if (company == null && person == null) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select owner_id from pipeline.opportunity
            where kind in ('OPEN', 'WON') and %s
            order by kind = 'WON', opened_at desc, id desc limit 1
            """
                .formatted(
                    company == null
                        ? "company_id is null and person_id = :customer"
                        : "company_id = :customer"))
        .param("customer", company == null ? person.id() : company.id())
        .query(UUID.class)
        .optional()
        .map(UserId::new);
  }
}
