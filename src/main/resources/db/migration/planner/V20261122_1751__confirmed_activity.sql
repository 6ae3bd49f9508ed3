-- A change that made certain all that is to come of an activity, also of days not planned yet.
alter table planner.bulk_change
  add column activity_id uuid references planner.activity on delete set null;
create index bulk_change_activity on planner.bulk_change (activity_id) where activity_id is not null;
