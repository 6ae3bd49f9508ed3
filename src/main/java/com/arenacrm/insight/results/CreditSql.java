package com.arenacrm.insight.results;

/**
 * {@link Attribution} for many deals at once, as SQL. The same rule; a test compares the two on
 * random stories.
 */
final class CreditSql {

  private static final String EVIDENCED =
      """
      and exists (select from leads.demand_signal s where s.occurrence_id = t.occurrence_id
                  and s.person_id = t.person_id and s.confirmed_at is not null)
      """;

  /**
   * Whether a touch {@code t} is more than an invitation that nobody answered: something else is
   * known of that person and that occurrence.
   */
  static final String ANSWERED =
      """
      (t.kind <> 'INVITED'
       or exists (select from planner.counted_touch a where a.occurrence_id = t.occurrence_id
                  and a.person_id = t.person_id and a.kind <> 'INVITED')
       or exists (select from leads.demand_signal a where a.occurrence_id = t.occurrence_id
                  and a.person_id = t.person_id and a.dismissed_at is null))
      """;

  private CreditSql() {}

  /**
   * The credits of the deals whose event lies in the period: one row for each touch that gets
   * something, and one without activity for each deal that no touch leads to. The touches are those
   * of the deal's person and of whoever has a buying role in it, before the event and inside the
   * window (R055).
   *
   * @param event when that which is credited happened, a column of {@code d}
   * @param condition which deals take part
   */
  static String credits(String event, String condition) {
    return """
    with event as (
      select d.id, d.name, d.company_name, d.person_id, d.profile_id, d.kind, d.currency,
             %1$s as event_at, cast(coalesce(d.amount, 0) * 100 as numeric(20)) as cents
      from pipeline.opportunity d
      where %2$s and %1$s >= :start and %1$s < :end and {deals}),
    touched as (
      select e.id as deal, e.cents, t.occurrence_id,
             row_number() over (partition by e.id order by t.at, cast(t.id as text) collate "C") as place,
             count(*) over (partition by e.id) as touches
      from (
        select e.id, e.event_at, e.cents, e.person_id as who from event e where e.person_id is not null
        union
        select e.id, e.event_at, e.cents, b.person_id
        from event e join pipeline.buying_role b on b.opportunity_id = e.id) e
      join planner.counted_touch t on t.person_id = e.who
      where t.at < e.event_at and t.at >= e.event_at - make_interval(hours => 24 * :window) {counts}),
    weighed as (select x.*, cast({weight} as numeric) as weight from touched x),
    total as (select w.*, sum(w.weight) over (partition by w.deal) as total from weighed w),
    part as (
      select p.*, div(p.cents * p.weight, p.total) as whole,
             row_number() over (
               partition by p.deal order by mod(p.cents * p.weight, p.total) desc, p.place) as turn
      from total p),
    credit as (
      select p.deal, p.occurrence_id, p.weight,
             p.whole + case when p.turn <= p.cents - sum(p.whole) over (partition by p.deal)
                            then 1 else 0 end as cents
      from part p)
    select o.activity_id, o.phase,
           case when c.deal is null then e.profile_id else o.profile_id end as profile_id,
           'deal' as target, e.id as link, e.id, e.name as title, e.company_name as detail,
           e.kind, e.event_at as at, e.currency,
           cast(coalesce(c.cents, e.cents) / 100 as numeric(20, 2)) as amount
    from event e
    left join credit c on c.deal = e.id and c.weight > 0
    left join planner.occurrence o on o.id = c.occurrence_id
    """
        .formatted(event, condition);
  }

  /** The query with the parts that a model, and which touches count, fill in. */
  static String of(String sql, AttributionModel model, boolean answered) {
    return sql.replace(
            "{counts}",
            (model == AttributionModel.EVIDENCED ? EVIDENCED : "")
                + (answered ? "and " + ANSWERED : ""))
        .replace("{weight}", model.sql());
  }
}
