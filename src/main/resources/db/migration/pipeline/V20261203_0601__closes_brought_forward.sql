-- Each time that the close of an open deal was brought forward, from which day to which. Nobody has to say
-- why, and it is no postponement (R065).
create table pipeline.close_advance (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  from_date      date not null,
  to_date        date not null,
  at             timestamptz not null,
  by_user        uuid references identity.user_account,
  check (to_date < from_date)
);
create index close_advance_opportunity_idx on pipeline.close_advance (opportunity_id, at);
create index close_advance_by_user_idx on pipeline.close_advance (by_user) where by_user is not null;
