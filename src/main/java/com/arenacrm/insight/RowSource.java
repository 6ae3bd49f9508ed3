package com.arenacrm.insight;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where the rows behind the figures of a week come from. Each is one query with the columns {@code
 * phase} (what is credited; null when no activity is), {@code target}, {@code id}, {@code title},
 * {@code detail}, {@code kind}, {@code state}, {@code at}, {@code investment}, {@code spent},
 * {@code reach}, {@code amount}, occurrences {@code invited} and {@code attended} besides; each
 * reads {@code :from} and {@code :until} as days, {@code :start} and {@code :end} as instants,
 * {@code :known} as the instant until which something has to have been confirmed, and a profile if
 * there is one. What only names a row is joined by {@code left join}, so that PostgreSQL leaves it
 * out where rows are but counted.
 *
 * <p>What is credited (R055): a lead, its source activity's phase, or REFER when somebody
 * recommended us; a deal, the phase of its lead, REPEAT when the company had bought before, BUY
 * when nothing brought it; a signal, the phase of the last touch of its person before it and inside
 * the window.
 */
enum RowSource {
  OCCURRENCES(
      """
      select o.phase, 'occurrence' as target, o.id, o.title, null as detail, null as kind, o.state,
             cast(o.day as timestamp) at time zone :zone as at,
             o.investment, o.spent, o.reach,
             planner.invited(o.invited, n.invited) as invited,
             planner.attended(o.state, o.attended, n.attended) as attended, null::numeric as amount
      from planner.occurrence o
      left join planner.named n on n.occurrence_id = o.id and n.day >= :from and n.day < :until
      where o.day >= :from and o.day < :until %s
      """,
      "o.profile_id"),

  PEOPLE(
      """
      select t.phase, 'person' as target, t.person_id as id, p.name as title,
             p.company_name as detail, null as kind, null as state, t.at,
             null::numeric as investment, null::numeric as spent, null::integer as reach,
             null::numeric as amount
      from (
        select o.phase, t.person_id, min(cast(o.day as timestamp) at time zone :zone) as at
        from planner.occurrence o
        join planner.counted_touch t on t.occurrence_id = o.id and t.day >= :from and t.day < :until
        where o.day >= :from and o.day < :until %s
        group by o.phase, t.person_id) t
      left join contacts.person p on p.id = t.person_id
      """,
      "o.profile_id"),

  SIGNALS(
      """
      select c.phase, 'person' as target, s.person_id as id, s.person_name as title,
             s.evidence as detail, s.kind, null as state, cast(s.happened_on as timestamp) at time zone :zone as at,
             null::numeric as investment, null::numeric as spent, null::integer as reach,
             null::numeric as amount, s.id as signal
      from leads.demand_signal s
      left join lateral """
          + SignalCredit.ofSignal("o.phase, o.profile_id", ":zone")
          + """
       c on true
      where s.confirmed_at <= :known and s.happened_on >= :from and s.happened_on < :until %s
      """,
      "c.profile_id"),

  ADVANCES(
      """
      select c.phase, 'deal' as target, d.id, d.name as title, st.name as detail, 'ADVANCE' as kind,
             null as state, g.at, null::numeric as investment, null::numeric as spent,
             null::integer as reach, d.amount
      from pipeline.stage_change g
      join pipeline.opportunity d on d.id = g.opportunity_id
      left join pipeline.stage st on st.id = g.to_stage
      left join lateral """
          + SignalCredit.ofAdvance("o.phase, o.profile_id")
          + """
       c on true
      where g.advance and g.at >= :start and g.at < :end %s
      """,
      "coalesce(c.profile_id, d.profile_id)"),

  LEADS(
      """
      select l.phase, 'lead' as target, l.id, l.person_name as title, l.company_name as detail,
             l.origin as kind, l.stage as state, l.created_at as at, null::numeric as investment,
             null::numeric as spent, null::integer as reach, null::numeric as amount
      from leads.lead l
      where l.created_at >= :start and l.created_at < :end %s
      """,
      "l.profile_id"),

  QUALIFIED(
      """
      select distinct on (l.id) l.phase, 'lead' as target, l.id, l.person_name as title,
             l.company_name as detail, l.origin as kind, l.stage as state, q.qualified_at as at,
             null::numeric as investment, null::numeric as spent, null::integer as reach,
             null::numeric as amount
      from leads.qualification q join leads.lead l on l.id = q.lead_id
      where q.qualified_at >= :start and q.qualified_at < :end %s
      order by l.id, q.qualified_at
      """,
      "l.profile_id"),

  ACCEPTED(
      """
      select l.phase, 'lead' as target, l.id, l.person_name as title, l.company_name as detail,
             l.origin as kind, l.stage as state, h.accepted_at as at, null::numeric as investment,
             null::numeric as spent, null::integer as reach, null::numeric as amount
      from leads.handoff h join leads.lead l on l.id = h.lead_id
      where h.accepted_at >= :start and h.accepted_at < :end %s
      """,
      "l.profile_id"),

  OPENED(
      """
      select d.phase, 'deal' as target, d.id, d.name as title, d.company_name as detail,
             null as kind, d.kind as state, d.opened_at as at, null::numeric as investment,
             null::numeric as spent, null::integer as reach, d.amount
      from pipeline.opportunity d
      where d.opened_at >= :start and d.opened_at < :end %s
      """,
      "d.profile_id"),

  // Amounts in other currencies than the company's count at the rate at which their deals were
  // entered; where nobody had said any, they are listed, and not added.
  WON(
      """
      select d.won_phase as phase, 'deal' as target, d.id, d.name as title,
             d.company_name as detail, null as kind, d.kind as state, d.closed_at as at,
             null::numeric as investment, null::numeric as spent, null::integer as reach,
             pipeline.worth(d.amount, d.currency, case when :currency = :home then k.rate end,
               :currency, :decimals) as amount
      from pipeline.opportunity d
      left join pipeline.deal_rate k on k.opportunity_id = d.id and k.currency = d.currency
      where d.kind = 'WON' and d.closed_at >= :start and d.closed_at < :end %s
      """,
      "d.profile_id"),

  // Won deals and other purchases of those who had bought before.
  BOUGHT_AGAIN(
      """
      select w.phase, w.target, w.id, w.title, w.detail, null as kind, null as state, w.at,
             null::numeric as investment, null::numeric as spent, null::integer as reach, w.amount
      from (select 'REPEAT' as phase, b.* from (
      """
          + Bought.SQL
          + """
      ) b where b.again) w
      where true %s
      """,
      "w.profile_id");

  private final String sql;
  private final String profileColumn;

  RowSource(String sql, String profileColumn) {
    this.sql = sql;
    this.profileColumn = profileColumn;
  }

  /** The query for its rows. */
  String rows(boolean oneProfile) {
    return sql.formatted(oneProfile ? "and " + profileColumn + " = :profile" : "");
  }

  /** The figures that it counts. */
  List<Figure> figures() {
    return Stream.of(Figure.values()).filter(f -> f.source() == this).toList();
  }
}
