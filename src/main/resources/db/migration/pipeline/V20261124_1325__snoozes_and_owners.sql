-- That a deal was put aside for some days, with a reason; twice at most (R065).
create table pipeline.snooze (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  until_day      date not null,
  reason         text not null check (reason in ('BUDGET', 'DECIDER_AWAY', 'SEASON', 'WAITING_FOR_US', 'OTHER')),
  note           text not null check (note <> ''),
  at             timestamptz not null,
  -- Taken up again before its day.
  ended_at       timestamptz,
  created_by     uuid not null references identity.user_account
);
create index snooze_opportunity_idx on pipeline.snooze (opportunity_id, at desc);
create index snooze_created_by_idx on pipeline.snooze (created_by);

-- Until when a deal is put aside.
alter table pipeline.opportunity add column snoozed_until date;
create index opportunity_snoozed_idx on pipeline.opportunity (snoozed_until) where snoozed_until is not null;

-- That a deal went to somebody else, with what the one who said so had to say.
create table pipeline.owner_change (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  from_user      uuid references identity.user_account on delete set null,
  to_user        uuid references identity.user_account on delete set null,
  note           text,
  at             timestamptz not null,
  -- Null where a rule did it.
  created_by     uuid references identity.user_account
);
create index owner_change_opportunity_idx on pipeline.owner_change (opportunity_id, at desc);
