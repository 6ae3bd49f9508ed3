create schema planner;

-- A planned marketing activity, once or in a series.
create table planner.activity (
  id          uuid primary key,
  title       text collate "und-x-icu" not null check (title <> ''),
  phase       text not null check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  profile_id  uuid not null references icp.profile,
  owner_id    uuid not null references identity.user_account,
  goal        text not null check (goal <> ''),
  channel     text not null check (channel <> ''),
  investment  numeric(12, 2) not null check (investment >= 0),
  nature      text not null check (nature in ('DEMAND', 'RELATIONSHIP', 'AWARENESS')),
  provider    text,
  -- What happens with the people it brings: who follows them up, within how many days, how many
  -- people are expected each time and to how many of them that seller can attend (R097).
  follow_up_by       uuid references identity.user_account,
  follow_up_days     integer check (follow_up_days between 0 and 365),
  expected_people    integer check (expected_people >= 0),
  follow_up_capacity integer check (follow_up_capacity >= 0),
  first_day   date not null,
  start_time  time,
  -- RFC 5545 rule; null for an activity that happens once.
  rule        text,
  -- The day up to which occurrences are stored; 9999-12-31 when none will follow.
  stored_until date not null,
  -- From this day on it no longer happens: somebody ended it, or another continues it.
  ended_on    date,
  -- The activity of which this one is the later part, split off by a change from one day on.
  continues_id uuid references planner.activity on delete set null,
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account,
  version     integer not null,
  search      text not null generated always as
    (platform.fold(title || ' ' || channel || ' ' || goal || ' ' || coalesce(provider, ''))) stored
);
create index activity_created_idx on planner.activity (created_at desc, id desc);
create index activity_profile_idx on planner.activity (profile_id);
create index activity_owner_idx on planner.activity (owner_id);
create index activity_created_by_idx on planner.activity (created_by);
create index activity_continues_idx on planner.activity (continues_id);
create index activity_stored_until_idx on planner.activity (stored_until);
create index activity_provider_idx on planner.activity (provider) where provider is not null;
create index activity_search_idx on planner.activity using gin (search gin_trgm_ops);

-- One time that an activity happens. Carries copies of what the week shows, because an occurrence
-- that is closed keeps what was true then.
create table planner.occurrence (
  id          uuid primary key,
  activity_id uuid not null references planner.activity on delete cascade,
  title       text not null check (title <> ''),
  phase       text not null check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  profile_id  uuid not null references icp.profile,
  owner_id    uuid not null references identity.user_account,
  -- The day that the series gave it; stays when the occurrence is moved.
  series_day  date not null,
  day         date not null,
  start_time  time,
  investment  numeric(12, 2) not null check (investment >= 0),
  state       text not null check (state in ('PLANNED', 'DONE', 'NOT_DONE')),
  reason      text,
  reach       integer check (reach >= 0),
  invited     integer check (invited >= 0),
  attended    integer check (attended >= 0),
  spent       numeric(12, 2) check (spent >= 0),
  closed_at   timestamptz,
  closed_by   uuid references identity.user_account,
  -- When its result was last corrected after it had been closed, and by whom.
  corrected_at timestamptz,
  corrected_by uuid references identity.user_account,
  version     integer not null,
  unique (activity_id, series_day),
  check (state = 'PLANNED' or closed_at is not null),
  check (state <> 'NOT_DONE' or reason is not null)
);
-- Gives each cell of the week its first cards in order, and the numbers of weeks and reports
-- without the table.
create index occurrence_day_idx on planner.occurrence (day, phase, start_time, id)
  include (state, profile_id, owner_id, investment, spent, reach, invited, attended);
create index occurrence_activity_idx on planner.occurrence (activity_id, day);
create index occurrence_open_idx on planner.occurrence (day) where state = 'PLANNED';
create index occurrence_profile_idx on planner.occurrence (profile_id);
create index occurrence_owner_idx on planner.occurrence (owner_id, day);
create index occurrence_closed_by_idx on planner.occurrence (closed_by);

-- An occurrence that was put off: from when to when, why and by whom.
create table planner.rescheduling (
  id            uuid primary key,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  from_day      date not null,
  to_day        date not null,
  reason        text,
  at            timestamptz not null,
  by_user       uuid not null references identity.user_account
);
create index rescheduling_from_day_idx on planner.rescheduling (from_day);
create index rescheduling_occurrence_idx on planner.rescheduling (occurrence_id, at);

-- One person met one occurrence.
create table planner.touch (
  id            uuid primary key,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  person_id     uuid not null references contacts.person on delete cascade,
  kind          text not null check (kind in ('INVITED', 'ATTENDED', 'READ', 'WATCHED', 'REPLIED', 'VISITED', 'SUBMITTED')),
  at            timestamptz not null,
  created_by    uuid references identity.user_account,
  unique (occurrence_id, person_id, kind)
);
create index touch_person_idx on planner.touch (person_id, at desc);
create index touch_created_by_idx on planner.touch (created_by);

-- A week that marketing has closed, with what was learned.
create table planner.week_review (
  monday    date primary key check (extract(isodow from monday) = 1),
  learned   text not null check (learned <> ''),
  closed_at timestamptz not null,
  closed_by uuid not null references identity.user_account
);
