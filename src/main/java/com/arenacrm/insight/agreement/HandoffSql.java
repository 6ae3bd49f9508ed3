package com.arenacrm.insight.agreement;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows that every number of the agreement counts, and what a lead cost.
 *
 * <p>What a lead cost is what its activity has cost so far, divided by the leads that it has
 * brought so far, to the cent. Without an activity, or where nobody noted what it cost, there is no
 * cost: none is invented, and such leads are counted apart (R064).
 */
final class HandoffSql {

  /** What a lead of each activity of {@code base} cost. */
  static final String COST =
      """
      cost as (
        select a.activity_id,
          round((select sum(o.spent) from planner.occurrence o where o.activity_id = a.activity_id)
            / nullif((select count(*) from leads.lead l
                where l.source_activity_id = a.activity_id), 0), 2) as cost
        from (select distinct activity_id from base where activity_id is not null) a)
      """;

  private static final String BASE =
      """
      with base as materialized (
        select h.id, h.lead_id, l.person_name, l.company_name, l.source_activity_id as activity_id,
          l.profile_id, h.from_user, h.to_user, h.rejection, h.rejection_note, h.handed_at, h.due_at,
          h.accepted_at, h.rejected_at, least(h.first_contact_at, h.rejected_at) as responded_at,
          h.return_answer, h.return_answered_at,
          case when h.accepted_at is not null then 'ACCEPTED'
               when h.rejected_at is not null then 'RETURNED' else 'WAITING' end as answer,
          case when least(h.first_contact_at, h.rejected_at) <= h.due_at then 'IN_TIME'
               when least(h.first_contact_at, h.rejected_at) is not null then 'LATE'
               when l.stage = 'ENDED' or h.released_at is not null then 'NEVER'
               when h.due_at < :now then 'OVERDUE' else 'RUNNING' end as pace,
          l.outcome = 'BOUGHT' as bought,
          row_number() over (partition by h.lead_id order by h.handed_at desc, h.id) = 1 as latest
        from leads.handoff h join leads.lead l on l.id = h.lead_id
        where h.withdrawn_at is null and h.handed_at >= :start and h.handed_at < :end
          and (cast(:profile as uuid) is null or l.profile_id = :profile) and %s),
      %s,
      r as (
        select b.*, c.cost,
          case when not b.latest or b.answer = 'RETURNED' or b.bought then null
               when b.pace in ('OVERDUE', 'NEVER') then 'UNTOUCHED'
               when b.pace = 'LATE' then 'LATE' end as risk
        from base b left join cost c on c.activity_id = b.activity_id)
      """;

  private HandoffSql() {}

  static String rows(CurrentUser viewer) {
    return BASE.formatted(viewer.scope().condition("l.sales_owner_id"), COST);
  }

  static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec sql, Span span, CurrentUser viewer, Instant now) {
    ZoneId zone = viewer.company().zone();
    return sql.param("start", span.start(zone))
        .param("end", span.end(zone))
        .param("profile", span.profile())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param(Scope.PARAMETER, viewer.scope().owners());
  }
}
