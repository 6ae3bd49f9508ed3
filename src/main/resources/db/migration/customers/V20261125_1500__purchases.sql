create schema customers;

-- Something that somebody bought from us: a won deal, or what was written down or imported. Names are
-- copied from contacts and follow changes there. A customer is a company, or a person without one.
create table customers.purchase (
  id             uuid primary key,
  company_id     uuid references contacts.company on delete set null,
  person_id      uuid references contacts.person on delete set null,
  company_name   text,
  person_name    text,
  -- The won deal that it is; such a purchase follows its deal.
  opportunity_id uuid unique references pipeline.opportunity on delete cascade,
  what           text not null check (what <> ''),
  bought_on      date not null,
  amount         numeric(14, 2) not null check (amount >= 0),
  currency       text not null check (length(currency) = 3),
  due_on         date,
  paid_on        date,
  note           text,
  owner_id       uuid references identity.user_account,
  outside_source text,
  outside_id     text,
  attributes     jsonb not null default '{}',
  -- Taken away, and can be brought back.
  deleted_at     timestamptz,
  deleted_by     uuid references identity.user_account,
  created_at     timestamptz not null,
  created_by     uuid references identity.user_account,
  version        integer not null,
  search text generated always as (
    platform.fold(what || ' ' || coalesce(company_name, '') || ' ' || coalesce(person_name, ''))) stored
);
create unique index purchase_outside_key on customers.purchase (outside_source, outside_id);
create index purchase_day_idx on customers.purchase (bought_on desc, id desc) where deleted_at is null;
create index purchase_customer_idx on customers.purchase ((coalesce(company_id, person_id)), bought_on)
  include (amount, currency, due_on, paid_on, owner_id) where deleted_at is null;
create index purchase_person_idx on customers.purchase (person_id);
create index purchase_company_idx on customers.purchase (company_id);
create index purchase_unpaid_idx on customers.purchase (due_on, id)
  where deleted_at is null and paid_on is null and due_on is not null;
create index purchase_search_idx on customers.purchase using gin (search gin_trgm_ops);

-- Who bought, who is in charge of them, and what their purchases add up to.
create table customers.customer (
  id              uuid primary key,
  company_id      uuid references contacts.company on delete cascade,
  person_id       uuid references contacts.person on delete cascade,
  name            text collate "und-x-icu" not null,
  owner_id        uuid references identity.user_account,
  last_contact_at timestamptz,
  purchases       integer not null,
  first_on        date,
  last_on         date,
  created_at      timestamptz not null,
  created_by      uuid references identity.user_account,
  version         integer not null,
  check (num_nonnulls(company_id, person_id) = 1)
);
create unique index customer_key on customers.customer ((coalesce(company_id, person_id)));
create index customer_owner_idx on customers.customer (owner_id);
create index customer_company_idx on customers.customer (company_id);
create index customer_person_idx on customers.customer (person_id);

-- Deals that are won already.
insert into customers.purchase
  (id, company_id, person_id, company_name, person_name, opportunity_id, what, bought_on, amount,
   currency, due_on, paid_on, owner_id, created_at, created_by, version)
select gen_random_uuid(), o.company_id, o.person_id, o.company_name, o.person_name, o.id, o.name,
  coalesce(o.close_date, cast(o.closed_at at time zone coalesce(
    (select c.time_zone from identity.organization c limit 1), 'UTC') as date)),
  coalesce(o.amount, 0), o.currency, o.payment_due_on, o.paid_on, o.owner_id, o.closed_at,
  o.created_by, 0
from pipeline.opportunity o
where o.kind = 'WON' and coalesce(o.company_id, o.person_id) is not null;

insert into customers.customer
  (id, company_id, person_id, name, owner_id, purchases, first_on, last_on, created_at, created_by,
   version)
select gen_random_uuid(), p.company_id, case when p.company_id is null then p.person_id end,
  coalesce((array_agg(coalesce(p.company_name, p.person_name) order by p.bought_on desc))[1], '—'),
  (array_agg(p.owner_id order by p.bought_on desc, p.id) filter (where p.owner_id is not null))[1],
  count(*), min(p.bought_on), max(p.bought_on), min(p.created_at),
  (array_agg(p.created_by order by p.bought_on, p.id))[1], 0
from customers.purchase p
group by p.company_id, case when p.company_id is null then p.person_id end;

update customers.customer c set last_contact_at = (
  select max(i.happened_at) from contacts.interaction i
  where i.kind <> 'NOTE' and i.result is distinct from 'NO_ANSWER'
    and (i.company_id = c.company_id or i.person_id = c.person_id
      or i.person_id in (select w.id from contacts.person w where w.company_id = c.company_id)));
