package com.arenacrm.customers;

import com.arenacrm.platform.SampleContent;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes the customers of the sample company away, and what its people did for others. */
@Component
class CustomersSample implements SampleContent {

  private static final List<String> TRACES =
      List.of(
          "delete from customers.task_pass where from_id in (:users) or to_id in (:users) or passed_by in (:users)",
          "delete from customers.owner_change where from_id in (:users) or to_id in (:users) or by_id in (:users)",
          "update customers.task set owner_id = null where owner_id in (:users)",
          "update customers.task set done_by = null, done_at = null where done_by in (:users)",
          "delete from customers.testimonial where created_by in (:users)",
          "update customers.testimonial set withdrawn_by = null where withdrawn_by in (:users)",
          "delete from customers.referral_ask where asked_by in (:users)",
          "update customers.referral set thanked_by = null where thanked_by in (:users)",
          "delete from customers.check_in where created_by in (:users)",
          "update customers.check_in set settled_by = null where settled_by in (:users)",
          "update customers.purchase set renewal_by = null where renewal_by in (:users)",
          "delete from customers.purchase where created_by in (:users)",
          "update customers.purchase set owner_id = null where owner_id in (:users)",
          "update customers.purchase set deleted_by = null where deleted_by in (:users)",
          "update customers.customer set owner_id = null where owner_id in (:users)");

  private final Customers customers;
  private final JdbcClient jdbc;
  private final Clock clock;

  CustomersSample(Customers customers, JdbcClient jdbc, Clock clock) {
    this.customers = customers;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public int floor() {
    return 60;
  }

  @Override
  public Set<String> workedOut() {
    return Set.of("customers.customer.company_id", "customers.customer.person_id");
  }

  @Override
  @Transactional
  public void removeMadeBy(Collection<UUID> sampleUsers, Set<UUID> kept) {
    if (sampleUsers.isEmpty()) {
      return;
    }
    jdbc.sql("delete from customers.checklist_step where (select sample from customers.checklist)")
        .update();
    jdbc.sql("update customers.checklist set sample = false, version = version + 1 where sample")
        .update();
    TRACES.forEach(sql -> jdbc.sql(sql).param("users", sampleUsers).update());
    jdbc.sql(
            """
            delete from customers.customer c where c.created_by in (:users) and not exists (
              select from customers.purchase p
              where coalesce(p.company_id, p.person_id) = coalesce(c.company_id, c.person_id))
            """)
        .param("users", sampleUsers)
        .update();
  }

  /**
   * Counts the purchases of those of whom some have gone with their deals, and forgets how
   * regularly customers buy, which was learned from the sample too.
   */
  @Override
  @Transactional
  public void settle() {
    jdbc.sql("delete from customers.rhythm").update();
    jdbc.sql("update customers.customer set rhythm_due = true").update();
    customers.recount(
        jdbc.sql(
                """
                select coalesce(c.company_id, c.person_id) from customers.customer c
                where c.purchases <> (
                  select count(*) from customers.purchase p where p.deleted_at is null
                    and coalesce(p.company_id, p.person_id) = coalesce(c.company_id, c.person_id))
                """)
            .query(UUID.class)
            .list(),
        clock.instant());
  }
}
