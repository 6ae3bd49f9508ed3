-- Whoever had bought what is no deal before buys again when they win one: such wins count there from now on.
update pipeline.opportunity o set won_phase = 'REPEAT'
where o.kind = 'WON' and o.won_phase <> 'REPEAT' and exists (
  select from customers.purchase b
  where b.deleted_at is null and b.opportunity_id is null
    and coalesce(b.company_id, b.person_id) = coalesce(o.company_id, o.person_id)
    and b.bought_on < cast(o.closed_at at time zone coalesce(
      (select c.time_zone from identity.organization c limit 1), 'UTC') as date));
