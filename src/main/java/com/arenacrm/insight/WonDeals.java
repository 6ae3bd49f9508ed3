package com.arenacrm.insight;

/**
 * What was said otherwise, after a week had been closed, of the deals that were won in it (R015).
 */
final class WonDeals {

  private WonDeals() {}

  /**
   * One row for each thing that was said: {@code id}, {@code name}, {@code kind}, {@code at},
   * {@code by_user}, {@code visible} by the condition over {@code d} that takes the place of {@code
   * %s}, and the amounts. Reads {@code :start}, {@code :end} of the week and {@code :closed} as
   * instants.
   */
  static final String CHANGED =
      """
      select d.id, d.name, 'AMOUNT' as kind, a.at, a.by_user, %1$s as visible,
             a.amount_before, a.currency_before, a.amount_after, a.currency_after
      from pipeline.amount_change a join pipeline.opportunity d on d.id = a.opportunity_id
      where a.at > :closed and d.kind = 'WON' and d.closed_at >= :start and d.closed_at < :end
      union all
      select d.id, d.name, 'WON', g.noted_at, g.by_user, %1$s, null, null, d.amount, d.currency
      from pipeline.stage_change g join pipeline.opportunity d on d.id = g.opportunity_id
      join pipeline.stage st on st.id = g.to_stage and st.kind = 'WON'
      where g.noted_at > :closed and g.at >= :start and g.at < :end
        and d.kind = 'WON' and d.closed_at = g.at
      union all
      select d.id, d.name, 'REOPENED', coalesce(g.noted_at, g.at), g.by_user, %1$s,
             null, null, d.amount, d.currency
      from pipeline.stage_change g join pipeline.opportunity d on d.id = g.opportunity_id
      join pipeline.stage st on st.id = g.from_stage and st.kind = 'WON'
      where g.at > :closed and exists (select from pipeline.stage_change w
        where w.opportunity_id = d.id and w.to_stage = g.from_stage
          and w.at >= :start and w.at < :end and coalesce(w.noted_at, w.at) <= :closed)
      """;
}
