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
 *
 * <p>All of it rests on what happened: what was accepted stays accepted wherever the lead went
 * afterwards, and a time that passed without a word stays passed.
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

  // Whose a handoff was, from when until when, and what was due then: the time that somebody let
  // pass stays theirs, whoever gets the lead afterwards. Most are never anybody else's, and of
  // those nothing more is looked up.
  private static final String BASE =
      """
      with base as materialized (
        select h.id, h.lead_id, l.person_name, l.company_name, l.source_activity_id as activity_id,
          l.profile_id, h.from_user, k.seller, k.holder, h.rejection, h.rejection_note, h.handed_at,
          h.accepted_at, h.rejected_at, h.first_contact_at, t.responded_at,
          h.return_answer, h.return_answered_at, h.counted_until, h.counted_seconds, coalesce(%3$s, false) as visible, g.missed,
          case when h.accepted_at is not null then 'ACCEPTED'
               when h.rejected_at is not null then 'RETURNED'
               when h.withdrawn_at is not null then 'WITHDRAWN' else 'WAITING' end as answer,
          case when t.responded_at is not null and not g.missed then 'IN_TIME'
               when t.responded_at is not null then 'LATE'
               when g.missed then 'OVERDUE'
               when t.ended_at is not null then 'NEVER'
               when h.released_at is not null or h.withdrawn_at is not null then 'MOVED'
               else 'RUNNING' end as pace,
          coalesce(l.outcome = 'BOUGHT', false) as bought,
          exists (select from leads.handoff o
            where o.lead_id = h.lead_id and o.first_contact_at is not null) as talked,
          g.missed and row_number() over (
            partition by h.lead_id order by g.missed desc, h.handed_at, h.id) = 1 as at_risk
        from leads.handoff h join leads.lead l on l.id = h.lead_id
        cross join lateral (select least(h.first_contact_at, h.rejected_at) as responded_at,
          case when l.ended_at >= h.handed_at then l.ended_at end as ended_at) t
        cross join lateral (select least(t.responded_at, t.ended_at, h.released_at,
          h.withdrawn_at, :now) as stopped_at) u
        cross join lateral (
          select count(*) > 1 as moved from leads.assignment a where a.handoff_id = h.id) m
        cross join lateral (
          select bool_or(o.due < least(o.until, u.stopped_at)) as missed,
            (array_agg(o.to_user order by o.at, o.id)
              filter (where o.due < least(o.until, u.stopped_at)))[1] as missed_by,
            (array_agg(o.to_user order by o.at desc, o.id desc)
              filter (where o.at <= coalesce(t.responded_at, 'infinity')))[1] as had_by,
            (array_agg(o.to_user order by o.at desc, o.id desc)
              filter (where o.at <= coalesce(h.accepted_at, h.rejected_at, 'infinity')))[1] as decided_by
          from (select a.id, a.to_user, a.at, coalesce(lead(a.at) over w, 'infinity') as until,
                  coalesce(lead(a.due_was) over w, h.due_at) as due
                from leads.assignment a where a.handoff_id = h.id and m.moved
                window w as (order by a.at, a.id)) o) o
        cross join lateral (select coalesce(
          case when m.moved then o.missed else h.due_at < u.stopped_at end, false) as missed) g
        cross join lateral (select
          case when not m.moved then h.to_user when g.missed then o.missed_by else o.had_by end
            as holder,
          case when not m.moved then h.to_user
               when h.accepted_at is not null or h.rejected_at is not null then o.decided_by
               when g.missed then o.missed_by else o.had_by end as seller) k
        where h.handed_at >= :start and h.handed_at < :end
          and (cast(:profile as uuid) is null or l.profile_id = :profile) and (%1$s)),
      %2$s,
      r as (
        select b.*, c.cost,
          case when b.at_risk and b.talked then 'LATE'
               when b.at_risk and b.answer = 'RETURNED' then 'LATE'
               when b.at_risk then 'UNTOUCHED' end as risk
        from base b left join cost c on c.activity_id = b.activity_id)
      """;

  private HandoffSql() {}

  static String rows(CurrentUser viewer) {
    Scope scope = viewer.scope();
    return BASE.formatted(
        scope.condition("k.seller") + " or " + scope.condition("k.holder"),
        COST,
        scope.condition("h.to_user"));
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
