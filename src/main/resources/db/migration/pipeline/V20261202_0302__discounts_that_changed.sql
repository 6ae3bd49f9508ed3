-- Each time that what is given away of a deal became another, from what to what, why, and who said so
-- (R079, R080).
create table pipeline.discount_change (
  id              uuid primary key,
  opportunity_id  uuid not null references pipeline.opportunity on delete cascade,
  -- Null for nothing.
  discount_before numeric(15, 2),
  currency_before text not null,
  discount_after  numeric(15, 2),
  currency_after  text not null,
  reason          text,
  at              timestamptz not null,
  by_user         uuid references identity.user_account
);
create index discount_change_opportunity_idx on pipeline.discount_change (opportunity_id, at);
create index discount_change_by_idx on pipeline.discount_change (by_user) where by_user is not null;

insert into pipeline.discount_change (id, opportunity_id, currency_before, discount_after,
  currency_after, reason, at, by_user)
select gen_random_uuid(), id, currency, discount, currency, discount_reason, discount_at, discount_by
from pipeline.opportunity where discount is not null and discount_at is not null;
