-- What open deals add up to month by month, of all sellers and of one.
drop index pipeline.opportunity_forecast_idx;
create index opportunity_forecast_idx on pipeline.opportunity (owner_id, close_date)
  include (id, stage_id, currency, amount) where kind = 'OPEN';

-- The few that have no amount or no close date, which their stage may ask for.
create index opportunity_bare_idx on pipeline.opportunity (stage_id, owner_id)
  where kind = 'OPEN' and (amount is null or close_date is null);

-- The same of what was won, which has a rate by its id.
drop index pipeline.opportunity_closed_idx;
create index opportunity_closed_idx on pipeline.opportunity (closed_at)
  include (id, kind, stage_id, currency, owner_id, amount) where kind <> 'OPEN';
