-- Which story an activity told until somebody chose another, so that what was told stays true (R072).
-- Choosing one where there was none is no change of what was told: it only says it.
create table planner.story_before (
  activity_id uuid not null references planner.activity on delete cascade,
  story_id    uuid not null references playbook.story on delete cascade,
  until       timestamptz not null,
  primary key (activity_id, until)
);
create index story_before_story_idx on planner.story_before (story_id);

-- The activity is changed in several places; none of them needs to know.
create function planner.keep_story() returns trigger language plpgsql as $$
begin
  insert into planner.story_before (activity_id, story_id, until)
  select old.id, s.id, now() from playbook.story s where s.id = old.story_id
  on conflict do nothing;
  return null;
end $$;
create trigger activity_story after update of story_id on planner.activity
  for each row when (old.story_id is not null and old.story_id is distinct from new.story_id)
  execute function planner.keep_story();
