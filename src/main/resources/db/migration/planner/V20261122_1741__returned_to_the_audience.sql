-- Who was taken out and brought back: the reason stays to be read, with who brought them back (R098).
alter table planner.audience_exclusion add column returned_at timestamptz;
alter table planner.audience_exclusion
  add column returned_by uuid references identity.user_account;
alter table planner.audience_exclusion
  add check ((returned_at is null) = (returned_by is null));
alter table planner.audience_exclusion
  drop constraint audience_exclusion_activity_id_person_id_key;
-- Somebody is out of an audience once, however often they were before.
create unique index audience_exclusion_out_key
  on planner.audience_exclusion (activity_id, person_id) where returned_at is null;
create index audience_exclusion_activity_idx
  on planner.audience_exclusion (activity_id, person_id, returned_at);
create index audience_exclusion_returned_by_idx on planner.audience_exclusion (returned_by);
