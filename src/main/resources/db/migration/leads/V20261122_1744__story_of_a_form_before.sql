-- Which story a form told until somebody chose another; as planner.story_before.
create table leads.form_story_before (
  form_id  uuid not null references leads.lead_form on delete cascade,
  story_id uuid not null references playbook.story on delete cascade,
  until    timestamptz not null,
  primary key (form_id, until)
);
create index form_story_before_story_idx on leads.form_story_before (story_id);

create function leads.keep_story() returns trigger language plpgsql as $$
begin
  insert into leads.form_story_before (form_id, story_id, until)
  select old.id, s.id, now() from playbook.story s where s.id = old.story_id
  on conflict do nothing;
  return null;
end $$;
create trigger lead_form_story after update of story_id on leads.lead_form
  for each row when (old.story_id is not null and old.story_id is distinct from new.story_id)
  execute function leads.keep_story();
