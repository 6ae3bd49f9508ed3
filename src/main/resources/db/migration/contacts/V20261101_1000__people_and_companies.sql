create schema contacts;

create table contacts.company (
  id             uuid primary key,
  name           text collate "und-x-icu" not null check (name <> ''),
  website        text,
  domain         text,
  industry       text,
  employees      integer check (employees >= 0),
  region         text,
  city           text,
  country        text,
  phone          text,
  links          text[] not null default '{}',
  notes          text,
  -- Any further field, by its label.
  attributes     jsonb not null default '{}',
  -- Under which name another system knows it, so that importing again adds nothing.
  outside_source text,
  outside_id     text,
  created_at     timestamptz not null,
  created_by     uuid references identity.user_account,
  version        integer not null,
  search         text not null generated always as
    (platform.fold(name || ' ' || coalesce(domain, '') || ' ' || coalesce(city, ''))) stored,
  unique (outside_source, outside_id)
);
create index company_name_idx on contacts.company (name, id);
create index company_folded_name_idx on contacts.company (platform.fold(name));
create index company_domain_idx on contacts.company (domain);
create index company_search_idx on contacts.company using gin (search gin_trgm_ops);
create index company_created_by_idx on contacts.company (created_by);

create table contacts.person (
  id             uuid primary key,
  name           text collate "und-x-icu" not null check (name <> ''),
  email          text check (email = lower(email)),
  phone          text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  company_id     uuid references contacts.company,
  -- A copy, so that lists and searches need no second table.
  company_name   text,
  job_title      text,
  region         text,
  city           text,
  country        text,
  influencer     boolean not null default false,
  links          text[] not null default '{}',
  notes          text,
  attributes     jsonb not null default '{}',
  -- The latest word on marketing mail: what consent says.
  consent        text not null default 'UNKNOWN' check (consent in ('UNKNOWN', 'GIVEN', 'WITHDRAWN')),
  outside_source text,
  outside_id     text,
  created_at     timestamptz not null,
  created_by     uuid references identity.user_account,
  version        integer not null,
  search         text not null generated always as
    (platform.fold(name || ' ' || coalesce(company_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone, ''))) stored,
  constraint person_email_key unique (email),
  constraint person_phone_key unique (phone),
  unique (outside_source, outside_id)
);
create index person_name_idx on contacts.person (name, id);
create index person_company_idx on contacts.person (company_id);
create index person_search_idx on contacts.person using gin (search gin_trgm_ops);
create index person_created_by_idx on contacts.person (created_by);

-- Which further fields there are, so that profiles and imports can offer them.
create table contacts.attribute (
  subject text not null check (subject in ('PERSON', 'COMPANY')),
  name    text not null,
  primary key (subject, name)
);

-- Something said between us and them; what people and companies remember.
create table contacts.interaction (
  id          uuid primary key,
  kind        text not null check (kind in ('CALL', 'MEETING', 'EMAIL', 'MESSAGE', 'VISIT', 'NOTE')),
  person_id   uuid references contacts.person on delete cascade,
  company_id  uuid references contacts.company on delete cascade,
  -- what came out of it; null where nobody said
  result      text check (result in ('TALKED', 'MEETING_AGREED', 'ASKED_FOR_TIME', 'NOT_INTERESTED', 'NO_ANSWER', 'SENT', 'DONE')),
  summary     text not null,
  happened_at timestamptz not null,
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account,
  check (person_id is not null or company_id is not null),
  check (summary <> '' or result is not null)
);
create index interaction_person_idx on contacts.interaction (person_id, happened_at desc);
create index interaction_company_idx on contacts.interaction (company_id, happened_at desc);
create index interaction_created_by_idx on contacts.interaction (created_by);

-- Who has to do with whom: customers of a company, owners, people who influence it (R047, R048).
create table contacts.relationship (
  id           uuid primary key,
  kind         text not null check (kind in ('CUSTOMER_OF', 'SUPPLIER_OF', 'PART_OF', 'INFLUENCES', 'KNOWS', 'WORKED_AT')),
  from_person  uuid references contacts.person on delete cascade,
  from_company uuid references contacts.company on delete cascade,
  to_person    uuid references contacts.person on delete cascade,
  to_company   uuid references contacts.company on delete cascade,
  note         text,
  created_at   timestamptz not null,
  created_by   uuid not null references identity.user_account,
  check (num_nonnulls(from_person, from_company) = 1 and num_nonnulls(to_person, to_company) = 1)
);
-- What is said twice is the same.
create unique index relationship_key on contacts.relationship
  (kind, from_person, from_company, to_person, to_company) nulls not distinct;
create index relationship_from_person_idx on contacts.relationship (from_person);
create index relationship_from_company_idx on contacts.relationship (from_company);
create index relationship_to_person_idx on contacts.relationship (to_person);
create index relationship_to_company_idx on contacts.relationship (to_company);

-- Every word on consent that was ever given or withdrawn; rows are only added.
create table contacts.consent (
  id          uuid primary key,
  person_id   uuid not null references contacts.person on delete cascade,
  state       text not null check (state in ('GIVEN', 'WITHDRAWN')),
  wording     text,
  source      text not null,
  at          timestamptz not null,
  recorded_by uuid references identity.user_account
);
create index consent_person_idx on contacts.consent (person_id, at desc);
