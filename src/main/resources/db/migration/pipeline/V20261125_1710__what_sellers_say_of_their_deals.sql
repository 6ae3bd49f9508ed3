-- What whoever has a deal says that it counts as in the forecast, where that is not what its stage
-- says; none where the stage decides.
create table pipeline.deal_forecast (
  opportunity_id uuid primary key references pipeline.opportunity on delete cascade,
  category       text not null check (category in ('COMMIT', 'BEST', 'PIPELINE', 'OMITTED')),
  at             timestamptz not null,
  created_by     uuid not null references identity.user_account,
  version        integer not null
);
create index deal_forecast_created_by_idx on pipeline.deal_forecast (created_by);

-- What open deals add up to month by month, without reading them.
create index opportunity_forecast_idx on pipeline.opportunity (close_date)
  include (id, stage_id, owner_id, currency, amount) where kind = 'OPEN';
