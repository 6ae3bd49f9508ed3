-- A saved filter over people or companies, so that a group has a name and always its present members
-- (R069, R078).
create table contacts.segment (
  id         uuid primary key,
  name       text collate "und-x-icu" not null check (name <> ''),
  note       text,
  -- The community that its members form, where there is one.
  community  text,
  -- Over companies; otherwise over people.
  companies  boolean not null,
  -- One condition is enough; otherwise all are needed.
  match_any  boolean not null,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account,
  version    integer not null
);
create unique index segment_name_key on contacts.segment (lower(name));
create index segment_order_idx on contacts.segment (name, id);
create index segment_created_by_idx on contacts.segment (created_by);

create table contacts.segment_rule (
  segment_id uuid not null references contacts.segment on delete cascade,
  position   integer not null,
  field      text not null,
  operator   text not null,
  value      text not null,
  primary key (segment_id, position)
);

-- How many people entered a segment in the last months is asked by when they were added.
create index person_created_idx on contacts.person (created_at);
