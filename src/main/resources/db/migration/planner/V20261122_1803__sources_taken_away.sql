-- A source that was taken away, whole, for as long as it can be brought back: its people, the lines
-- that nobody resolved, and who of them was out.
create table planner.audience_source_removed (
  id          uuid primary key,
  activity_id uuid not null references planner.activity on delete cascade,
  whole       jsonb not null,
  removed_at  timestamptz not null,
  removed_by  uuid not null references identity.user_account
);
create index audience_source_removed_activity_idx on planner.audience_source_removed (activity_id);
create index audience_source_removed_at_idx on planner.audience_source_removed (removed_at);
create index audience_source_removed_by_idx on planner.audience_source_removed (removed_by);
