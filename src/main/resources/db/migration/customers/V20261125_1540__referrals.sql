-- Who recommended us to whom: each lead that came by a recommendation, and whether we said thank you
-- (R012, R030). Names are copied from contacts and follow changes there.
create table customers.referral (
  lead_id       uuid primary key references leads.lead on delete cascade,
  person_id     uuid not null references contacts.person on delete cascade,
  person_name   text not null,
  referred_by   uuid not null references contacts.person on delete cascade,
  referrer_name text not null,
  -- Where whoever recommends us was then.
  company_id    uuid references contacts.company on delete set null,
  at            timestamptz not null,
  thanked_at    timestamptz,
  thanked_by    uuid references identity.user_account,
  version       integer not null
);
create index referral_by_idx on customers.referral (referred_by, at);
create index referral_person_idx on customers.referral (person_id);
create index referral_company_idx on customers.referral (company_id);
create index referral_unthanked_idx on customers.referral (at) where thanked_at is null;

-- What came before counts as thanked: nobody knows any more.
insert into customers.referral
  (lead_id, person_id, person_name, referred_by, referrer_name, company_id, at, thanked_at, version)
select l.id, l.person_id, l.person_name, r.id, r.name, r.company_id, l.created_at,
  case when l.created_at < now() - interval '30 days' then l.created_at end, 0
from leads.lead l join contacts.person r on r.id = l.referred_by;

-- That somebody was asked to recommend us, and what they said.
create table customers.referral_ask (
  id          uuid primary key,
  company_id  uuid references contacts.company on delete set null,
  person_id   uuid references contacts.person on delete set null,
  person_name text,
  answer      text not null check (answer in ('YES', 'LATER', 'NO')),
  note        text,
  asked_at    timestamptz not null,
  asked_by    uuid not null references identity.user_account,
  version     integer not null
);
create index referral_ask_customer_idx on customers.referral_ask
  ((coalesce(company_id, person_id)), asked_at desc);
create index referral_ask_person_idx on customers.referral_ask (person_id);
create index referral_ask_company_idx on customers.referral_ask (company_id);

-- What a customer lets us say in their words, where, and since when.
create table customers.testimonial (
  id           uuid primary key,
  company_id   uuid references contacts.company on delete set null,
  person_id    uuid references contacts.person on delete set null,
  said_by      text not null,
  text         text not null check (text <> ''),
  -- How and when they agreed.
  consent_how  text not null check (consent_how <> ''),
  consent_on   date not null,
  places       text[] not null check (cardinality(places) > 0),
  -- The case of the playbook that was made of it.
  material_id  uuid references playbook.material on delete set null,
  withdrawn_at timestamptz,
  withdrawn_by uuid references identity.user_account,
  created_at   timestamptz not null,
  created_by   uuid not null references identity.user_account,
  version      integer not null
);
create index testimonial_customer_idx on customers.testimonial ((coalesce(company_id, person_id)));
create index testimonial_person_idx on customers.testimonial (person_id);
create index testimonial_company_idx on customers.testimonial (company_id);
create index testimonial_material_idx on customers.testimonial (material_id);
