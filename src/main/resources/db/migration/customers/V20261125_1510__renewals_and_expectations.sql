-- Until when what was bought lasts, and what became of its renewal (R011, R034).
alter table customers.purchase
  add column offer_id uuid references playbook.offer on delete set null,
  add column renews_on date,
  -- For how many months it is renewed, usually.
  add column term_months integer check (term_months between 1 and 120),
  add column renewal_as text check (renewal_as in ('RENEWED', 'ENDED')),
  add column renewal_why text,
  add column renewal_at timestamptz,
  add column renewal_by uuid references identity.user_account,
  add check ((renewal_as is null) = (renewal_at is null));
create index purchase_renewal_idx on customers.purchase (renews_on, id)
  where deleted_at is null and renews_on is not null and renewal_as is null;
create index purchase_offer_idx on customers.purchase (offer_id);

update customers.purchase p set offer_id = o.offer_id
from pipeline.opportunity o where o.id = p.opportunity_id and o.offer_id is not null;

-- When customers are likely to buy again, worked out from their purchases.
alter table customers.customer
  -- The next day on which something they bought ends.
  add column renewal_on date,
  -- The days that usually lie between their purchases.
  add column gap_days numeric(8, 1),
  add column expected_from date,
  add column expected_on date,
  add column expected_until date,
  -- Whether their purchases are yet to be looked at.
  add column rhythm_due boolean not null default true;
create index customer_rhythm_due_idx on customers.customer (id) where rhythm_due;

-- How the intervals between purchases spread around the usual one of each customer, and how often a
-- window made of it came true for customers it was not made of.
create table customers.rhythm (
  single      boolean primary key default true check (single),
  learned_at  timestamptz not null,
  intervals   integer not null,
  customers   integer not null,
  low         double precision,
  middle      double precision,
  high        double precision,
  tried       integer not null,
  inside      integer not null
);

-- From when on a customer counts as silent, and other days that the company sets.
create table customers.rule (
  single       boolean primary key default true check (single),
  silent_days  integer not null check (silent_days between 7 and 730),
  renewal_days integer not null check (renewal_days between 1 and 365),
  version      integer not null
);
insert into customers.rule (silent_days, renewal_days, version) values (90, 60, 0);
