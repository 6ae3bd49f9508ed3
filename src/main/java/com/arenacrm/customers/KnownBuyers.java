package com.arenacrm.customers;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.pipeline.wins.Buyers;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who has bought, by the purchases that are kept here: won deals, written down, or imported. */
@Component
class KnownBuyers implements Buyers {

  private static final String PURCHASES =
      """
      select p.id, p.person_id, p.company_id from customers.purchase p where p.deleted_at is null
      """;

  private final ContactSets sets;

  KnownBuyers(ContactSets sets) {
    this.sets = sets;
  }

  @Override
  public PeopleQuery people(int times, @Nullable LocalDate since, String prefix) {
    return sets.whoDid(
        since == null
            ? new PeopleQuery(PURCHASES, Map.of())
            : new PeopleQuery(
                PURCHASES + " and p.bought_on >= :" + prefix + "since",
                Map.of(prefix + "since", since)),
        times);
  }

  @Override
  public String deeds() {
    return """
    select p.person_id, cast(p.bought_on + 1 as timestamptz) as at from customers.purchase p
    where p.deleted_at is null and p.person_id is not null
    union all
    select c.person_id, c.answered_at from customers.check_in c
    where c.answered_at is not null and c.person_id is not null
    union all
    """
        + sets.byEachOf(
            """
            select p.company_id, cast(p.bought_on + 1 as timestamptz) as at
            from customers.purchase p
            where p.deleted_at is null and p.person_id is null and p.company_id is not null
            """);
  }

  @Override
  public String boughtElsewhere(String customer, String moment) {
    return """
    exists (select from customers.purchase b
      where b.deleted_at is null and b.opportunity_id is null
        and coalesce(b.company_id, b.person_id) = %s
        and b.bought_on < cast(%s at time zone :zone as date))
    """
        .formatted(customer, moment);
  }
}
