-- What the open deals looked like at the start of each week, so that what changed since, and how right
-- the forecast was, is exact. Deals and stages may go; what was said of them stays.
create table insight.forecast_snapshot (
  monday     date primary key,
  -- When the deals were truly looked at: later than the Monday where Arena was not running then.
  taken_at   timestamptz not null,
  -- Who told it, for the sample company's; null for those that Arena took itself.
  created_by uuid references identity.user_account
);

create table insight.forecast_deal (
  monday         date not null references insight.forecast_snapshot on delete cascade,
  opportunity_id uuid not null,
  owner_id       uuid,
  stage_id       uuid not null,
  category       text not null check (category in ('COMMIT', 'BEST', 'PIPELINE', 'OMITTED')),
  probability    integer not null,
  amount         numeric(14, 2),
  currency       text not null,
  close_date     date,
  primary key (monday, opportunity_id)
);
create index forecast_deal_month_idx on insight.forecast_deal (monday, close_date)
  include (owner_id, currency, category, probability, amount);
create index forecast_deal_deal_idx on insight.forecast_deal (opportunity_id);
