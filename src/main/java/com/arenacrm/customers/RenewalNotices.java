package com.arenacrm.customers;

import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.platform.InBatches;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells whoever is in charge of a customer, once, that something they bought ends soon (R034). */
@Component
@Transactional
class RenewalNotices {

  private static final int BATCH = 100;

  private final Notices notices;
  private final UserNames userNames;
  private final Organizations organizations;
  private final JdbcClient jdbc;

  RenewalNotices(
      Notices notices, UserNames userNames, Organizations organizations, JdbcClient jdbc) {
    this.notices = notices;
    this.userNames = userNames;
    this.organizations = organizations;
    this.jdbc = jdbc;
  }

  private record Due(
      UUID id, String what, LocalDate on, String name, UUID customer, @Nullable UUID owner) {}

  /** Tells of some; answers how many there were. */
  int tellSome(Instant now) {
    boolean any =
        jdbc.sql(
                """
                select exists (select from customers.purchase p
                  where p.deleted_at is null and p.renews_on is not null and p.renewal_as is null
                    and p.renewal_told is distinct from p.renews_on)
                """)
            .query(Boolean.class)
            .single();
    if (!any) {
      return 0;
    }
    LocalDate today = LocalDate.ofInstant(now, organizations.current().timeZone());
    List<Due> due =
        jdbc.sql(
                """
                select p.id, p.what, p.renews_on as "on", c.name,
                  coalesce(c.company_id, c.person_id) as customer, c.owner_id as owner
                from customers.purchase p
                join customers.customer c
                  on coalesce(c.company_id, c.person_id) = coalesce(p.company_id, p.person_id)
                cross join customers.rule u
                where p.deleted_at is null and p.renews_on is not null and p.renewal_as is null
                  and p.renewal_told is distinct from p.renews_on
                  and p.renews_on <= cast(:today as date) + u.renewal_days
                order by p.renews_on, p.id limit :batch for update of p skip locked
                """)
            .param("today", today)
            .param("batch", BATCH)
            .query(Due.class)
            .list();
    for (Due renewal : due) {
      jdbc.sql("update customers.purchase set renewal_told = renews_on where id = :id")
          .param("id", renewal.id())
          .update();
      UUID owner = renewal.owner();
      if (owner != null && userNames.isActive(new UserId(owner))) {
        notices.tell(
            new UserId(owner),
            show ->
                new Line(
                    "renewal",
                    "reminder.renewal",
                    List.of(renewal.name(), renewal.what(), show.date(renewal.on())),
                    "/customers/" + renewal.customer() + "#renewals"),
            now);
      }
    }
    return due.size();
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> tellOfRenewals(RenewalNotices renewals, Clock clock) {
      return InBatches.job("customers-renewals", BATCH, () -> renewals.tellSome(clock.instant()));
    }
  }
}
