package com.arenacrm.leads.pool;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reminds sellers each morning of the leads that are about to leave their hands. */
@Component
class PoolReminders implements Reminders {

  private record Soon(int leads, @Nullable LocalDate first) {}

  private final JdbcClient jdbc;

  PoolReminders(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Line> due(CurrentUser user, LocalDate day, Formats show) {
    if (!user.isSales()) {
      return List.of();
    }
    Soon soon =
        jdbc.sql(
                """
                select count(*) as leads, min(n.returns_on) as first from leads.pool_notice n
                join leads.lead l on l.id = n.lead_id and l.sales_owner_id = n.to_user
                where n.to_user = :user and (l.spared_until is null or l.spared_until <= :day)
                """)
            .param("user", user.id().id())
            .param("day", day)
            .query(Soon.class)
            .single();
    return soon.leads() == 0
        ? List.of()
        : List.of(
            new Line(
                "pool",
                soon.leads() == 1 ? "reminder.pool" : "reminder.pools",
                List.of(show.number(soon.leads()), show.date(soon.first())),
                "/pipeline/day"));
  }
}
