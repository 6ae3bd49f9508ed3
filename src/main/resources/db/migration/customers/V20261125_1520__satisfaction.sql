-- That a customer was asked how happy they are, or said so, and what came of it (R029). Of an address
-- only its hash is kept.
create table customers.check_in (
  id          uuid primary key,
  company_id  uuid references contacts.company on delete set null,
  person_id   uuid references contacts.person on delete set null,
  person_name text,
  -- What they were asked about; none when nothing in particular.
  purchase_id uuid references customers.purchase on delete set null,
  hash        bytea unique,
  -- When we asked; null when somebody only wrote down what they said.
  asked_at    timestamptz,
  expires_at  timestamptz,
  -- Another address took its place.
  voided_at   timestamptz,
  answered_at timestamptz,
  answer_id   uuid,
  score       integer check (score between 0 and 10),
  comment     text,
  -- Whoever is in charge has seen to a low score.
  settled_at  timestamptz,
  settled_by  uuid references identity.user_account,
  settled_how text,
  created_at  timestamptz not null,
  created_by  uuid references identity.user_account,
  version     integer not null,
  check ((answered_at is null) = (score is null)),
  check ((hash is null) = (asked_at is null) and (hash is null) = (expires_at is null))
);
create index check_in_customer_idx on customers.check_in
  ((coalesce(company_id, person_id)), (coalesce(answered_at, created_at)) desc);
create index check_in_latest_idx on customers.check_in
  ((coalesce(answered_at, created_at)) desc, id desc) where voided_at is null;
create index check_in_person_idx on customers.check_in (person_id);
create index check_in_company_idx on customers.check_in (company_id);
create index check_in_purchase_idx on customers.check_in (purchase_id);
create index check_in_low_idx on customers.check_in (answered_at)
  where score <= 6 and settled_at is null;

-- From where answers were sent lately, kept for as long as it counts.
create table customers.check_in_try (
  id      uuid primary key,
  address text not null,
  at      timestamptz not null
);
create index check_in_try_idx on customers.check_in_try (address, at);
create index check_in_try_at_idx on customers.check_in_try (at);

alter table customers.customer
  add column score integer,
  add column scored_on date;

-- So many days after a purchase customers are asked by mail; nobody is where it is null. Purchases
-- before somebody said so are not asked about.
alter table customers.rule
  add column ask_days integer check (ask_days between 1 and 180),
  add column ask_since date;
alter table customers.purchase
  -- Whether somebody has looked at asking about it.
  add column asked boolean not null default false;

-- The day of renewal of which whoever is in charge has been told.
alter table customers.purchase add column renewal_told date;
