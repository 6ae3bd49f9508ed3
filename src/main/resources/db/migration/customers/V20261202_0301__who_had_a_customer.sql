-- Who was in charge of a customer before whoever is now, and who said so (R031, R021).
create table customers.owner_change (
  id         uuid primary key,
  company_id uuid references contacts.company on delete cascade,
  -- A customer without a company.
  person_id  uuid references contacts.person on delete cascade,
  -- Null for nobody.
  from_id    uuid references identity.user_account,
  to_id      uuid references identity.user_account,
  note       text check (note <> ''),
  at         timestamptz not null,
  by_id      uuid not null references identity.user_account,
  check (num_nonnulls(company_id, person_id) = 1)
);
create index owner_change_company_idx on customers.owner_change (company_id, at) where company_id is not null;
create index owner_change_person_idx on customers.owner_change (person_id, at) where person_id is not null;
