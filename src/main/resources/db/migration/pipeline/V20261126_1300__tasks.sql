-- A small thing that somebody has to do: about a person, a company or a deal, or about nothing of these.
-- The names are copied from contacts and follow changes there.
create table pipeline.task (
  id             uuid primary key,
  what           text not null check (what <> ''),
  note           text,
  -- Null where a file said no day.
  due_on         date,
  owner_id       uuid not null references identity.user_account,
  person_id      uuid references contacts.person on delete set null,
  company_id     uuid references contacts.company on delete set null,
  opportunity_id uuid references pipeline.opportunity on delete cascade,
  person_name    text,
  company_name   text,
  done_at        timestamptz,
  done_by        uuid references identity.user_account,
  -- Taken away, and can be brought back.
  deleted_at     timestamptz,
  outside_source text,
  outside_id     text,
  attributes     jsonb not null default '{}',
  created_at     timestamptz not null,
  created_by     uuid not null references identity.user_account,
  version        integer not null,
  check (num_nonnulls(person_id, company_id, opportunity_id) <= 1),
  search text generated always as (
    platform.fold(what || ' ' || coalesce(person_name, '') || ' ' || coalesce(company_name, ''))) stored
);
create unique index task_outside_key on pipeline.task (outside_source, outside_id);
create index task_open_idx on pipeline.task (owner_id, (coalesce(due_on, date '9999-12-31')), id)
  where done_at is null and deleted_at is null;
create index task_due_idx on pipeline.task ((coalesce(due_on, date '9999-12-31')), id)
  where done_at is null and deleted_at is null;
create index task_done_idx on pipeline.task (done_at desc, id desc)
  where done_at is not null and deleted_at is null;
create index task_done_by_idx on pipeline.task (done_by, done_at) where done_at is not null;
create index task_created_by_idx on pipeline.task (created_by);
create index task_person_idx on pipeline.task (person_id) where person_id is not null;
create index task_company_idx on pipeline.task (company_id) where company_id is not null;
create index task_opportunity_idx on pipeline.task (opportunity_id) where opportunity_id is not null;
create index task_search_idx on pipeline.task using gin (search gin_trgm_ops);
