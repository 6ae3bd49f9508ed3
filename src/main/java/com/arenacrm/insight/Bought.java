package com.arenacrm.insight;

/**
 * What was sold, each time once: deals that were won, and purchases that are no deal's. Whether a
 * customer had bought before is said here alone, so that goals, the weekly report and the report on
 * winning and keeping customers cannot disagree (R020, R035).
 */
final class Bought {

  /**
   * One query with the columns {@code target}, {@code id}, {@code title}, {@code detail}, {@code
   * customer}, {@code at}, {@code amount} (in {@code :currency}; null where it is in another
   * without a rate), {@code profile_id}, {@code again} (whether the customer had bought before) and
   * {@code days} since the last day before it on which they bought (null when it is not known). It
   * reads {@code :from} and {@code :until} as days, {@code :start} and {@code :end} as the instants
   * at which they begin, {@code :zone}, and {@code :home} with its {@code :decimals}, in which
   * rates are said.
   */
  static final String SQL =
      """
      select 'deal' as target, d.id, d.name as title, d.company_name as detail,
             coalesce(d.company_id, d.person_id, d.id) as customer, d.closed_at as at,
             pipeline.worth(d.amount, d.currency, case when :currency = :home then k.rate end,
               :currency, :decimals) as amount, d.profile_id,
             d.won_phase = 'REPEAT' or exists (select from customers.purchase b
               where b.deleted_at is null and b.opportunity_id is null
                 and coalesce(b.company_id, b.person_id) = coalesce(d.company_id, d.person_id)
                 and b.bought_on < cast(d.closed_at at time zone :zone as date)) as again,
             cast(d.closed_at at time zone :zone as date) - (
               select max(b.bought_on) from customers.purchase b
               where b.deleted_at is null and b.opportunity_id is distinct from d.id
                 and coalesce(b.company_id, b.person_id) = coalesce(d.company_id, d.person_id)
                 and b.bought_on < cast(d.closed_at at time zone :zone as date)) as days
      from pipeline.opportunity d
      left join pipeline.deal_rate k on k.opportunity_id = d.id and k.currency = d.currency
      where d.kind = 'WON' and d.closed_at >= :start and d.closed_at < :end
      union all
      select 'purchase', p.id, p.what, coalesce(p.company_name, p.person_name),
             coalesce(p.company_id, p.person_id, p.id),
             cast(p.bought_on as timestamp) at time zone :zone,
             case when p.currency = :currency then p.amount end, null,
             exists (select from customers.purchase b
               where b.deleted_at is null
                 and coalesce(b.company_id, b.person_id) = coalesce(p.company_id, p.person_id)
                 and b.bought_on < p.bought_on),
             p.bought_on - (
               select max(b.bought_on) from customers.purchase b
               where b.deleted_at is null
                 and coalesce(b.company_id, b.person_id) = coalesce(p.company_id, p.person_id)
                 and b.bought_on < p.bought_on)
      from customers.purchase p
      where p.opportunity_id is null and p.deleted_at is null
        and p.bought_on >= :from and p.bought_on < :until
      """;

  private Bought() {}
}
