-- Files that come together and refer to one another: companies, their people, their deals.
create table integration.import_set (
  id         uuid primary key,
  state      text not null check (state in ('PREPARING', 'CHECKING', 'CHECKED', 'RUNNING', 'DONE',
               'UNDOING', 'UNDONE')),
  -- Names of files of which nobody could tell what they bring.
  unknown    text[] not null,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account
);
create index import_set_created_by_idx on integration.import_set (created_by);

alter table integration.import_run
  add column set_id uuid references integration.import_set,
  -- In which order the files of a set come in, from 1.
  add column set_position integer,
  -- Whether values or styles of its cells still have to be explained.
  add column asks boolean not null default false;
create index import_run_set_idx on integration.import_run (set_id, set_position) where set_id is not null;
