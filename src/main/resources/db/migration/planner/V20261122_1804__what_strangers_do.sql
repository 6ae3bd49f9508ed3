-- What those on a list do where they work, where the list says it (R037).
alter table planner.audience_stranger add column job_title text not null default '';
