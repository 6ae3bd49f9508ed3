-- Sales approves what it saw: every change of an audience counts one up, and whoever came in or was
-- out says since which count, so that an approval covers nobody who was not on the page (R098).
alter table planner.activity add column audience_version integer not null default 0;
alter table planner.audience_entry add column version integer not null default 0;
alter table planner.audience_exclusion add column version integer not null default 0;
alter table planner.audience_exclusion add column returned_version integer;
alter table planner.audience_ground add column version integer not null default 0;
-- How many would be invited when sales approved it; nobody knows it of earlier approvals.
alter table planner.audience_review add column approved_people integer;
