-- A copied week adds dates to series: such a date is none of its rule, and stays when the rule changes.
alter table planner.occurrence add column added_by uuid references identity.user_account;
create index occurrence_added_by_idx on planner.occurrence (added_by) where added_by is not null;

create table planner.batch_occurrence (
  batch_id      uuid not null references planner.batch on delete cascade,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  primary key (batch_id, occurrence_id)
);
create index batch_occurrence_occurrence_idx on planner.batch_occurrence (occurrence_id);

-- What was asked for, so that whoever plans the activity again asks for it again; nobody knows it of
-- conditions that were put in before.
alter table planner.audience_source add column asked jsonb;
