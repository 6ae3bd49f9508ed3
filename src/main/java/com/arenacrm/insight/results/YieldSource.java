package com.arenacrm.insight.results;

import com.arenacrm.insight.SignalCredit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the rows behind the results come from. Each is one query with the columns {@code
 * activity_id}, {@code phase} and {@code profile_id} (what is credited; null where nothing is),
 * {@code target} and {@code link} (the page of the row), {@code id}, {@code title}, {@code detail},
 * {@code kind}, {@code at}, {@code currency}, and what its measures add up.
 *
 * <p>What belongs to the period (R013): occurrences and their people by the day of the occurrence;
 * signals, leads, handoffs, deals by the day on which they happened. A signal is credited as in the
 * weekly report: to the occurrence that it was noted for, else to the last touch of its person
 * before it and inside the window of demand.
 */
enum YieldSource {
  ACTIVITIES(
      """
      select o.activity_id, a.phase, o.profile_id, 'activity' as target,
             o.activity_id as link, o.activity_id as id, a.title, a.channel as detail,
             null as kind, a.created_at as at, null as currency
      from (select distinct activity_id, profile_id from planner.occurrence
            where day >= :from and day < :until) o
      join planner.activity a on a.id = o.activity_id
      """),

  OCCURRENCES(
      """
      select o.activity_id, o.phase, o.profile_id, 'occurrence' as target, o.id as link, o.id,
             o.title, null as detail, o.state as kind,
             cast(o.day as timestamp) at time zone :zone as at, null as currency, o.spent, o.reach,
             coalesce(planner.invited(o.invited, n.invited), 0) as invited,
             coalesce(planner.attended(o.state, o.attended, n.attended), 0) as attended
      from planner.occurrence o
      left join planner.named n on n.occurrence_id = o.id and n.day >= :from and n.day < :until
      where o.day >= :from and o.day < :until
      """),

  PEOPLE(
      """
      select o.activity_id, o.phase, o.profile_id, 'person' as target, t.person_id as link,
             t.person_id as id, p.name as title, p.company_name as detail, t.kind, t.at,
             null as currency,
             e.id is not null as fresh, f.inside
      from planner.occurrence o
      join planner.counted_touch t on t.occurrence_id = o.id and t.day >= :from and t.day < :until
      left join contacts.person p on p.id = t.person_id
      left join (
        select distinct on (person_id) id from planner.counted_touch order by person_id, at, id) e on e.id = t.id
      left join lateral (
        select bool_or(f.grade in ('A', 'B') and not f.knocked_out) as inside
        from leads.lead_fit f left join leads.lead l on l.id = f.lead_id
        where f.person_id = t.person_id and f.profile_id = o.profile_id and {leads}) f on true
      where o.day >= :from and o.day < :until
      """),

  SIGNALS(
      """
      select c.activity_id, c.phase, c.profile_id, 'person' as target, s.person_id as link, s.id,
             s.person_name as title, s.evidence as detail, s.kind,
             cast(s.happened_on as timestamp) at time zone :zone as at, null as currency
      from leads.demand_signal s
      left join lateral """
          + SignalCredit.ofSignal("o.activity_id, o.phase, o.profile_id", ":zone")
          + """
       c on true
      where s.confirmed_at is not null and s.happened_on >= :from and s.happened_on < :until
        and {signals}
      union all
      select c.activity_id, c.phase, coalesce(c.profile_id, d.profile_id), 'deal' as target,
             d.id as link, g.id, d.name as title, st.name as detail, 'ADVANCE' as kind, g.at,
             null as currency
      from pipeline.stage_change g
      join pipeline.opportunity d on d.id = g.opportunity_id
      left join pipeline.stage st on st.id = g.to_stage
      left join """
          + SignalCredit.ofAdvances(
              "o.activity_id, o.phase, o.profile_id",
              "g.advance and g.at >= :start and g.at < :end")
          + """
       c on c.id = g.id
      where g.advance and g.at >= :start and g.at < :end and {deals}
      """),

  LEADS(
      """
      select l.source_activity_id as activity_id, l.phase, coalesce(a.profile_id, l.profile_id) as profile_id,
             'lead' as target, l.id as link, l.id, l.person_name as title,
             l.company_name as detail, l.origin as kind, l.created_at as at, null as currency
      from leads.lead l left join planner.activity a on a.id = l.source_activity_id
      where l.created_at >= :start and l.created_at < :end and {leads}
      """),

  HANDED(
      """
      select l.source_activity_id as activity_id, l.phase, coalesce(a.profile_id, l.profile_id) as profile_id,
             'lead' as target, l.id as link, h.id, l.person_name as title,
             l.company_name as detail, l.origin as kind, h.handed_at as at, null as currency
      from leads.handoff h join leads.lead l on l.id = h.lead_id
      left join planner.activity a on a.id = l.source_activity_id
      where h.withdrawn_at is null and h.handed_at >= :start and h.handed_at < :end and {leads}
      """),

  ACCEPTED(
      """
      select l.source_activity_id as activity_id, l.phase, coalesce(a.profile_id, l.profile_id) as profile_id,
             'lead' as target, l.id as link, h.id, l.person_name as title,
             l.company_name as detail, l.origin as kind, h.accepted_at as at, null as currency
      from leads.handoff h join leads.lead l on l.id = h.lead_id
      left join planner.activity a on a.id = l.source_activity_id
      where h.accepted_at >= :start and h.accepted_at < :end and {leads}
      """),

  /** Deals opened, each shared out among the touches before that. */
  DEALS(CreditSql.credits("d.opened_at", "true")),

  /** Deals won, each shared out among the touches before that. */
  WON(CreditSql.credits("d.closed_at", "d.kind = 'WON'"));

  /** What is read together. */
  enum Part {
    PLAN,
    DEMAND,
    DEALS
  }

  private final String sql;

  YieldSource(String sql) {
    this.sql = sql;
  }

  /**
   * The query for its rows.
   *
   * @param answered whether deals are credited to no invitation that nobody answered
   * @param visible what the viewer may see, as conditions on leads {@code l}, deals {@code d} and
   *     signals {@code s}
   */
  String rows(AttributionModel model, boolean answered, Visible visible) {
    return CreditSql.of(sql, model, answered)
        .replace("{leads}", visible.leads())
        .replace("{deals}", visible.deals())
        .replace("{signals}", visible.signals());
  }

  Part part() {
    return switch (this) {
      case ACTIVITIES, OCCURRENCES, PEOPLE -> Part.PLAN;
      case SIGNALS, LEADS, HANDED, ACCEPTED -> Part.DEMAND;
      case DEALS, WON -> Part.DEALS;
    };
  }

  /** Whether no two of its rows have the same {@code id}, so that counting rows counts things. */
  boolean countsOnce() {
    return this == SIGNALS || this == LEADS || this == HANDED || this == ACCEPTED;
  }

  /** The measures that it counts. */
  List<Measure> measures() {
    return Stream.of(Measure.values()).filter(m -> m.source() == this).toList();
  }
}
