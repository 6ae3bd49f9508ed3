-- Several occurrences that were changed in one go, with what they were before, so that it can be
-- taken back.
create table planner.bulk_change (
  id         uuid primary key,
  kind       text not null check (kind in ('OWNER', 'MOVE', 'CONFIRM', 'CANCEL')),
  made_at    timestamptz not null,
  created_by uuid not null references identity.user_account,
  undone_at  timestamptz
);
create index bulk_change_created_by_idx on planner.bulk_change (created_by);

create table planner.bulk_change_item (
  change_id     uuid not null references planner.bulk_change on delete cascade,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  -- Only what nobody has touched since is taken back.
  version_after integer not null,
  old_owner     uuid not null,
  old_day       date not null,
  old_tentative boolean not null,
  primary key (change_id, occurrence_id)
);
create index bulk_change_item_occurrence_idx on planner.bulk_change_item (occurrence_id);

-- Several activities that were planned in one go: a copied week, a first quarter.
create table planner.batch (
  id         uuid primary key,
  kind       text not null check (kind in ('COPY', 'QUARTER')),
  made_at    timestamptz not null,
  created_by uuid not null references identity.user_account
);
create index batch_created_by_idx on planner.batch (created_by);

create table planner.batch_activity (
  batch_id    uuid not null references planner.batch on delete cascade,
  activity_id uuid not null references planner.activity on delete cascade,
  primary key (batch_id, activity_id)
);
create index batch_activity_activity_idx on planner.batch_activity (activity_id);
