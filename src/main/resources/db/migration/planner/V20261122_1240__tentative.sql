-- What is planned may still have to be confirmed; what is closed no longer has.
alter table planner.activity add column tentative boolean not null default false;
alter table planner.occurrence add column tentative boolean not null default false;

-- The numbers of weeks, months and quarters tell them apart, without the table as before.
create index occurrence_days_idx on planner.occurrence (day, phase, start_time, id)
  include (state, profile_id, owner_id, investment, spent, reach, invited, attended, tentative);
drop index planner.occurrence_day_idx;
alter index planner.occurrence_days_idx rename to occurrence_day_idx;
