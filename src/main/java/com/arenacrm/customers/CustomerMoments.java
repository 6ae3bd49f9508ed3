package com.arenacrm.customers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.pipeline.moments.Moments;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts renewals into the day of whoever is in charge of the customer, and into the morning mail. A
 * customer with whom somebody has talked in the last two weeks is left in peace.
 */
@Component
@Transactional(readOnly = true)
class CustomerMoments implements Moments, Reminders {

  private static final int PEACE_DAYS = 14;

  private final JdbcClient jdbc;

  CustomerMoments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A renewal that somebody should talk about. */
  private record Renewal(String customer, String path, String what, LocalDate on) {}

  @Override
  public List<Moment> of(CurrentUser owner, CurrentUser viewer, LocalDate today, Formats show) {
    return renewals(owner, viewer, today).stream()
        .map(
            r ->
                new Moment(
                    "RENEWAL",
                    r.on().isBefore(today),
                    r.customer(),
                    r.path(),
                    r.on().isBefore(today) ? "day.why.renewal.ended" : "day.why.renewal",
                    List.of(r.what(), show.date(r.on())),
                    "day.renewal.do"))
        .toList();
  }

  @Override
  public List<Line> due(CurrentUser user, LocalDate day, Formats show) {
    if (!user.isSales()) {
      return List.of();
    }
    List<Renewal> renewals = renewals(user, user, day);
    if (renewals.isEmpty()) {
      return List.of();
    }
    Renewal first = renewals.get(0);
    return List.of(
        renewals.size() == 1
            ? new Line(
                "renewal",
                "reminder.renewal",
                List.of(first.customer(), first.what(), show.date(first.on())),
                first.path())
            : new Line(
                "renewal",
                "reminder.renewals",
                List.of(show.number(renewals.size()), show.date(first.on())),
                "/customers?show=renewal&owner=" + user.id()));
  }

  private List<Renewal> renewals(CurrentUser owner, CurrentUser viewer, LocalDate today) {
    OffsetDateTime talked =
        today.minusDays(PEACE_DAYS).atStartOfDay(viewer.company().zone()).toOffsetDateTime();
    return jdbc.sql(
            """
            select c.name as customer,
              '/customers/' || coalesce(c.company_id, c.person_id) || '#renewals' as path,
              p.what, p.renews_on as "on"
            from customers.customer c
            join customers.purchase p
              on coalesce(p.company_id, p.person_id) = coalesce(c.company_id, c.person_id)
            cross join customers.rule u
            where c.owner_id = :owner and %s and p.deleted_at is null and p.renewal_as is null
              and p.renews_on <= cast(:today as date) + u.renewal_days
              and c.renewal_on <= cast(:today as date) + u.renewal_days
              and (c.last_contact_at is null or c.last_contact_at < :talked)
            order by p.renews_on, p.id limit :most
            """
                .formatted(Customers.visible(viewer.scope())))
        .param("owner", owner.id().id())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("today", today)
        .param("talked", talked)
        .param("most", MOST)
        .query(Renewal.class)
        .list();
  }
}
