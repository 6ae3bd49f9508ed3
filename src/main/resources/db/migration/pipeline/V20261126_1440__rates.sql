-- What one unit of another currency is worth in that of the company, from a day on.
create table pipeline.exchange_rate (
  currency   text not null check (length(currency) = 3),
  day        date not null,
  rate       numeric(18, 8) not null check (rate > 0),
  at         timestamptz not null,
  created_by uuid not null references identity.user_account,
  primary key (currency, day)
);
create index exchange_rate_created_by_idx on pipeline.exchange_rate (created_by);

-- At which rate a deal in another currency was entered; later rates leave it as it is.
create table pipeline.deal_rate (
  opportunity_id uuid primary key references pipeline.opportunity on delete cascade,
  currency       text not null,
  rate           numeric(18, 8) not null,
  day            date not null
);
create index opportunity_currency_idx on pipeline.opportunity (currency, kind);
