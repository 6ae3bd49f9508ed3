-- When somebody is away: whole days, the last one included. What is taken out stays until it can no
-- longer be taken back.
create table identity.absence (
  id         uuid primary key,
  user_id    uuid not null references identity.user_account on delete cascade,
  from_day   date not null,
  until_day  date not null,
  note       text,
  removed_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account,
  check (until_day >= from_day)
);
create index absence_user_idx on identity.absence (user_id, until_day);
create index absence_until_idx on identity.absence (until_day);

-- Where people work who keep other holidays or other hours than the company: a country, a region, a
-- branch. The company's own holidays hold everywhere.
create table identity.work_zone (
  id            uuid primary key,
  name          text collate "und-x-icu" not null check (name <> ''),
  -- Null for the company's own.
  time_zone     text,
  working_hours jsonb,
  holidays      date[] not null default '{}',
  created_at    timestamptz not null,
  created_by    uuid not null references identity.user_account,
  version       integer not null
);
create unique index work_zone_name_key on identity.work_zone (lower(name));
alter table identity.user_account
  add work_zone_id uuid references identity.work_zone on delete set null;
create index user_account_work_zone_idx on identity.user_account (work_zone_id)
  where work_zone_id is not null;
