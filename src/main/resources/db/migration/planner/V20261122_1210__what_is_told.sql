-- Which story an activity tells, what it offers, and the kit that goes with every lead it brings.
alter table planner.activity
  add story_id uuid references playbook.story on delete set null,
  add offer_id uuid references playbook.offer on delete set null;
create index activity_story_idx on planner.activity (story_id) where story_id is not null;
create index activity_offer_idx on planner.activity (offer_id) where offer_id is not null;

create table planner.activity_kit (
  activity_id uuid not null references planner.activity on delete cascade,
  script_id   uuid references playbook.script on delete cascade,
  material_id uuid references playbook.material on delete cascade,
  check (num_nonnulls(script_id, material_id) = 1),
  unique (activity_id, script_id),
  unique (activity_id, material_id)
);
create index activity_kit_script_idx on planner.activity_kit (script_id);
create index activity_kit_material_idx on planner.activity_kit (material_id);
