-- Who won a lead that went to somebody else.
alter table leads.lead add column competitor text;

-- That we mean to talk again, on a day, to somebody who bought elsewhere, nothing, or fell silent
-- (R096). One open one a person.
create table leads.recontact (
  id         uuid primary key,
  person_id  uuid not null references contacts.person on delete cascade,
  lead_id    uuid not null references leads.lead on delete cascade,
  due_on     date not null,
  why        text,
  made_at    timestamptz not null,
  made_by    uuid not null references identity.user_account,
  -- What became of it: the lead was opened again, or we let it be.
  settled_at timestamptz,
  settled_by uuid references identity.user_account,
  settled_as text check (settled_as in ('TAKEN_UP', 'LET_BE')),
  -- How often the day was put off.
  put_off    integer not null default 0,
  version    integer not null,
  check ((settled_at is null) = (settled_as is null))
);
create unique index recontact_open_key on leads.recontact (person_id) where settled_at is null;
create index recontact_due_idx on leads.recontact (due_on, id) where settled_at is null;
create index recontact_lead_idx on leads.recontact (lead_id);
create index recontact_made_by_idx on leads.recontact (made_by);

-- Leads by how long they have been on their way, for asking how they ended.
create index lead_on_its_way_idx on leads.lead (created_at, id) where stage in ('OPEN', 'QUALIFIED');
