-- What was known of a lead when it came in: kept once and never changed, so that what is found out
-- later does not foretell the past.
create table leads.captured (
  lead_id uuid primary key references leads.lead on delete cascade,
  at      timestamptz not null,
  facts   jsonb not null
);

-- Each time that Arena learned how likely leads are to buy; asked for, and not done yet, while
-- learned_at is null. Only the newest keeps its knowledge.
create table leads.learning (
  id         uuid primary key,
  asked_at   timestamptz not null,
  asked_by   uuid references identity.user_account,
  learned_at timestamptz,
  verdict    text check (verdict in ('ON', 'TOO_FEW', 'NO_FACTS', 'NO_ORDER', 'NO_BETTER')),
  outcomes   integer,
  bought     integer,
  quality    jsonb,
  doubts     jsonb,
  fields     jsonb,
  knowledge  jsonb,
  check ((learned_at is null) = (verdict is null))
);
create index learning_at_idx on leads.learning (learned_at desc, id desc);
create unique index learning_waiting_key on leads.learning ((true)) where learned_at is null;

-- Facts that somebody put back or took out by hand.
create table leads.learning_field (
  field      text primary key,
  used       boolean not null,
  decided_at timestamptz not null,
  decided_by uuid not null references identity.user_account
);

-- How likely it is to buy, in per cent; null while that is switched off or not known.
alter table leads.lead
  add likelihood smallint check (likelihood between 0 and 100),
  add likelihood_due boolean not null default true;
create index lead_likelihood_idx on leads.lead (coalesce(likelihood, -1) desc, id desc);
create index lead_likelihood_due_idx on leads.lead (id) where likelihood_due;
create index lead_decided_idx on leads.lead (created_at, id) where outcome is not null;
