-- Who gets which lead (R099): rules in order; the first whose conditions hold decides. All that is
-- asked must hold; null asks nothing.
create table leads.routing_rule (
  id         uuid primary key,
  place      integer not null,
  profile_id uuid references icp.profile on delete cascade,
  -- Countries, regions or cities, separated by commas; one of them is enough.
  zone       text,
  -- Words, separated by commas, one of which stands in what the lead needs or has tried.
  product    text,
  language   text check (language in ('es', 'en')),
  phase      text check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  origin     text check (origin in ('FORM', 'MANUAL', 'IMPORT', 'REFERRAL')),
  target     text not null check (target in ('OWNER', 'SELLER', 'TEAM', 'GROUP', 'EVERYBODY')),
  to_user    uuid references identity.user_account on delete cascade,
  team_id    uuid references identity.team on delete cascade,
  -- Only whoever is at work at that moment.
  in_hours   boolean not null default false,
  -- What happens when none of them can take it.
  otherwise  text not null check (otherwise in ('NEXT', 'QUEUE')),
  removed_at timestamptz,
  created_at timestamptz not null,
  created_by uuid references identity.user_account,
  version    integer not null default 0,
  check ((target = 'SELLER') = (to_user is not null) and (target = 'TEAM') = (team_id is not null))
);
create index routing_rule_place_idx on leads.routing_rule (place) where removed_at is null;

-- Whom a rule for a group names, and how often each is due.
create table leads.routing_member (
  rule_id uuid not null references leads.routing_rule on delete cascade,
  to_user uuid not null references identity.user_account on delete cascade,
  weight  integer not null check (weight between 0 and 100),
  primary key (rule_id, to_user)
);

-- By how much of a turn each is ahead (negative) or behind in a rule.
create table leads.routing_turn (
  rule_id uuid not null references leads.routing_rule on delete cascade,
  to_user uuid not null references identity.user_account on delete cascade,
  credit  double precision not null,
  primary key (rule_id, to_user)
);

-- How much each seller takes on; without a row, one turn like everybody and no limit.
create table leads.seller_capacity (
  to_user    uuid primary key references identity.user_account on delete cascade,
  takes_part boolean not null,
  weight     integer not null check (weight between 0 and 100),
  -- How many open leads at most; null for no limit.
  most       integer check (most between 1 and 10000),
  version    integer not null
);

-- What has held so far: an account stays with whoever has it, the rest goes round.
insert into leads.routing_rule (id, place, target, otherwise, created_at) values
  (gen_random_uuid(), 1, 'OWNER', 'NEXT', now()),
  (gen_random_uuid(), 2, 'EVERYBODY', 'QUEUE', now());

-- A handoff without a seller waits in the queue.
alter table leads.handoff alter column to_user drop not null,
  add column target_minutes integer check (target_minutes between 1 and 100000);
create index handoff_queue_idx on leads.handoff (due_at, id)
  where to_user is null and accepted_at is null and rejected_at is null and withdrawn_at is null;
create index handoff_unanswered_idx on leads.handoff (due_at, id)
  where first_contact_at is null and rejected_at is null and withdrawn_at is null;
create index lead_load_idx on leads.lead (sales_owner_id) where stage in ('HANDED_OVER', 'ACCEPTED');

-- Who got a handoff, how, and why.
create table leads.assignment (
  id         uuid primary key,
  handoff_id uuid not null references leads.handoff on delete cascade,
  at         timestamptz not null,
  way        text not null check (way in ('RULES', 'HAND', 'TAKEN')),
  -- Null for the queue.
  to_user    uuid references identity.user_account,
  reason     jsonb not null,
  created_by uuid not null references identity.user_account
);
create index assignment_handoff_idx on leads.assignment (handoff_id, at desc, id desc);

-- How soon a lead is answered, where it is not as the company does (R062).
create table leads.response_target (
  id                uuid primary key,
  profile_id        uuid references icp.profile on delete cascade,
  origin            text check (origin in ('FORM', 'MANUAL', 'IMPORT', 'REFERRAL')),
  first_minutes     integer not null check (first_minutes between 1 and 100000),
  following_minutes integer not null check (following_minutes between 1 and 100000),
  created_at        timestamptz not null,
  created_by        uuid not null references identity.user_account,
  version           integer not null,
  unique nulls not distinct (profile_id, origin)
);

-- A customer who waits for an answer after the first word.
create table leads.following_clock (
  id             uuid primary key,
  handoff_id     uuid not null references leads.handoff on delete cascade,
  asked_at       timestamptz not null,
  target_minutes integer not null,
  due_at         timestamptz not null,
  answered_at    timestamptz
);
create unique index following_clock_open_key on leads.following_clock (handoff_id)
  where answered_at is null;
create index following_clock_due_idx on leads.following_clock (due_at, id) where answered_at is null;

-- While we wait for the customer the clock stands still: the time left begins to run again at
-- until_at, or earlier when the pause is ended.
create table leads.clock_pause (
  id           uuid primary key,
  handoff_id   uuid not null references leads.handoff on delete cascade,
  started_at   timestamptz not null,
  until_day    date not null,
  until_at     timestamptz not null,
  left_seconds integer not null,
  note         text,
  ended_at     timestamptz,
  created_by   uuid not null references identity.user_account
);
create unique index clock_pause_open_key on leads.clock_pause (handoff_id) where ended_at is null;

-- That somebody was told of a clock: soon due, late, late by another target.
create table leads.clock_alarm (
  -- The handoff, or the following clock.
  clock_id   uuid not null,
  level      text not null check (level in ('SOON', 'LATE', 'STILL_LATE')),
  handoff_id uuid not null references leads.handoff on delete cascade,
  at         timestamptz not null,
  primary key (clock_id, level)
);
create index clock_alarm_handoff_idx on leads.clock_alarm (handoff_id);

-- Nobody is told now of what was late before anybody was told.
insert into leads.clock_alarm (clock_id, level, handoff_id, at)
select h.id, l.level, h.id, now() from leads.handoff h
cross join (values ('SOON'), ('LATE'), ('STILL_LATE')) l (level)
where h.first_contact_at is null and h.rejected_at is null and h.withdrawn_at is null
  and h.due_at < now();
