create schema lists;

-- A filter, an order and columns of a list, under a name.
create table lists.saved_view (
  id         uuid primary key,
  list       text not null,
  name       text not null,
  query      text not null,
  columns    text[] not null,
  -- Who sees it besides its owner.
  audience   text not null check (audience in ('ME', 'MARKETING', 'SALES', 'EVERYONE')),
  owner_id   uuid not null references identity.user_account on delete cascade,
  made_at    timestamptz not null,
  deleted_at timestamptz,
  version    integer not null
);
create index saved_view_list_idx on lists.saved_view (list) where deleted_at is null;
create unique index saved_view_name_key on lists.saved_view (owner_id, list, lower(name))
  where deleted_at is null;

-- With which view somebody begins.
create table lists.first_view (
  user_id uuid not null references identity.user_account on delete cascade,
  list    text not null,
  view_id uuid not null references lists.saved_view on delete cascade,
  primary key (user_id, list)
);
create index first_view_view_idx on lists.first_view (view_id);

-- Which columns somebody chose, for a list or for one of its views.
create table lists.column_choice (
  user_id uuid not null references identity.user_account on delete cascade,
  list    text not null,
  view_id uuid references lists.saved_view on delete cascade,
  columns text[] not null,
  unique nulls not distinct (user_id, list, view_id)
);
create index column_choice_view_idx on lists.column_choice (view_id);

-- Many records of a list changed in one go.
create table lists.bulk_change (
  id         uuid primary key,
  list       text not null,
  kind       text not null,
  -- What they were changed to, by field, as the form sent it.
  given      jsonb not null,
  made_at    timestamptz not null,
  created_by uuid not null references identity.user_account on delete cascade,
  made       integer not null,
  undone_at  timestamptz,
  undone     integer
);
create index bulk_change_maker_idx on lists.bulk_change (created_by, id desc);

-- One record of it: what it was before, and the version that the change left.
create table lists.bulk_change_item (
  change_id     uuid not null references lists.bulk_change on delete cascade,
  record_id     uuid not null,
  version_after integer not null,
  before        jsonb not null,
  primary key (change_id, record_id)
);
