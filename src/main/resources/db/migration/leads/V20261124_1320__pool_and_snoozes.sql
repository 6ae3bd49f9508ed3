-- When a lead that nobody talks to goes back to the pool (R065); one row, the company's.
create table leads.pool_rule (
  id           boolean primary key default true check (id),
  -- Working days without a word with the customer; null where nothing returns by rule.
  idle_days    integer check (idle_days between 1 and 250),
  -- Working days before, on which whoever has it is told.
  notice_days  integer not null check (notice_days between 1 and 60),
  -- Days for which whoever lost it may not take it again.
  lockout_days integer not null check (lockout_days between 0 and 365),
  -- How many days ahead something can be put aside.
  snooze_days  integer not null check (snooze_days between 1 and 90),
  version      integer not null
);
insert into leads.pool_rule (idle_days, notice_days, lockout_days, snooze_days, version)
values (10, 2, 14, 14, 0);

-- That the owner of a lead was told on which day it returns. It holds as long as nobody talks to
-- the customer.
create table leads.pool_notice (
  lead_id    uuid primary key references leads.lead on delete cascade,
  to_user    uuid not null references identity.user_account on delete cascade,
  idle_since timestamptz not null,
  given_at   timestamptz not null,
  returns_on date not null
);
create index pool_notice_returns_idx on leads.pool_notice (returns_on, lead_id);

-- That a lead went back to the pool: whose it was, why, and until when they may not take it again.
create table leads.pool_return (
  id           uuid primary key,
  lead_id      uuid not null references leads.lead on delete cascade,
  -- The handoff by which it waits in the pool.
  handoff_id   uuid not null references leads.handoff on delete cascade,
  owner_id     uuid not null references identity.user_account on delete cascade,
  at           timestamptz not null,
  -- Of a return by rule: since when nobody talked to the customer, and what that was.
  idle_since   timestamptz,
  last_talk    text,
  idle_days    integer,
  -- Of a return by hand: why.
  note         text,
  locked_until date not null,
  created_by   uuid references identity.user_account,
  check ((idle_since is null) = (note is not null))
);
create index pool_return_lead_idx on leads.pool_return (lead_id, at desc);
create index pool_return_handoff_idx on leads.pool_return (handoff_id, at desc);
create index pool_return_owner_idx on leads.pool_return (owner_id);

-- That a lead was put aside for some days, with a reason: by its seller twice at most. More time
-- that a manager gives stands beside it.
create table leads.snooze (
  id         uuid primary key,
  lead_id    uuid not null references leads.lead on delete cascade,
  kind       text not null check (kind in ('SNOOZE', 'MORE_TIME')),
  until_day  date not null,
  reason     text check (reason in ('BUDGET', 'DECIDER_AWAY', 'SEASON', 'WAITING_FOR_US', 'OTHER')),
  note       text not null check (note <> ''),
  at         timestamptz not null,
  -- Taken up again before its day.
  ended_at   timestamptz,
  created_by uuid not null references identity.user_account,
  check ((kind = 'SNOOZE') = (reason is not null))
);
create index snooze_lead_idx on leads.snooze (lead_id, at desc);
create index snooze_created_by_idx on leads.snooze (created_by);

-- Until when nothing is due about a lead: the last of what is said above.
alter table leads.lead add column spared_until date;

-- A handoff that was accepted and whose lead went back to the pool by another one.
alter table leads.handoff add column released_at timestamptz;
drop index leads.handoff_unanswered_idx;
create index handoff_unanswered_idx on leads.handoff (due_at, id)
  where first_contact_at is null and rejected_at is null and withdrawn_at is null
    and released_at is null;

alter table leads.assignment
  alter column created_by drop not null,
  add column note text,
  drop constraint assignment_way_check,
  add constraint assignment_way_check check (way in ('RULES', 'HAND', 'TAKEN', 'RETURNED'));
