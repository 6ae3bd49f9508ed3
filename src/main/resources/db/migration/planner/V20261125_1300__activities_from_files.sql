-- Under which name the file of another system knows an activity, so that a later file finds it again.
alter table planner.activity
  add column outside_source text,
  add column outside_id     text,
  add check ((outside_source is null) = (outside_id is null)),
  add unique (outside_source, outside_id);

-- Files name activities by their titles, whatever the capitals.
create index activity_title_idx on planner.activity (lower(title));
