-- What somebody says after a trial, at a secret address that takes one answer (R076). Only the hash
-- of the address is kept.
create table leads.survey (
  id          uuid primary key,
  trial_id    uuid not null references leads.trial on delete cascade,
  hash        bytea not null unique,
  created_at  timestamptz not null,
  -- Who asked.
  created_by  uuid not null references identity.user_account,
  expires_at  timestamptz not null,
  -- Another address took its place.
  voided_at   timestamptz,
  answered_at timestamptz,
  answer_id   uuid,
  score       integer check (score between 1 and 5),
  expected    text,
  surprised   text,
  -- The research note that marketing made of it.
  note_id     uuid references icp.research_note on delete set null,
  version     integer not null,
  check (expires_at > created_at),
  check ((answered_at is null) = (score is null) and (answered_at is null) = (answer_id is null)),
  check (answered_at is null or voided_at is null)
);
create unique index survey_in_force_idx on leads.survey (trial_id) where voided_at is null;
create index survey_trial_idx on leads.survey (trial_id);
create index survey_latest_idx on leads.survey ((coalesce(answered_at, created_at)) desc, id desc)
  where voided_at is null;
create index survey_note_idx on leads.survey (note_id) where note_id is not null;

-- From where answers were sent lately, kept for as long as it counts.
create table leads.survey_try (
  id      uuid primary key,
  address text not null,
  at      timestamptz not null
);
create index survey_try_idx on leads.survey_try (address, at);
create index survey_try_at_idx on leads.survey_try (at);
