-- Each time that the amount of a deal became another, from what to what, and who said so: a week that
-- was closed with the old one can then say why it reads otherwise now (R015).
create table pipeline.amount_change (
  id              uuid primary key,
  opportunity_id  uuid not null references pipeline.opportunity on delete cascade,
  amount_before   numeric(14,2),
  currency_before text not null,
  amount_after    numeric(14,2),
  currency_after  text not null,
  at              timestamptz not null,
  by_user         uuid references identity.user_account
);
create index amount_change_opportunity_idx on pipeline.amount_change (opportunity_id, at);
create index amount_change_at_idx on pipeline.amount_change (at);
create index amount_change_by_idx on pipeline.amount_change (by_user) where by_user is not null;

-- When a move was written down, which may be days after the deal was won. Unknown of older ones.
alter table pipeline.stage_change add noted_at timestamptz;
create index stage_change_noted_idx on pipeline.stage_change (noted_at);
