-- On what ground people may be written to who never said whether they agree. Without one that has not
-- ended they are left out of the invitations; whoever withdrew consent always is.
create table planner.audience_ground (
  id          uuid primary key,
  activity_id uuid not null references planner.activity on delete cascade,
  text        text not null check (text <> ''),
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account,
  ended_at    timestamptz,
  ended_by    uuid references identity.user_account,
  check ((ended_at is null) = (ended_by is null))
);
create unique index audience_ground_in_force_key on planner.audience_ground (activity_id) where ended_at is null;
create index audience_ground_activity_idx on planner.audience_ground (activity_id, created_at);
create index audience_ground_created_by_idx on planner.audience_ground (created_by);
create index audience_ground_ended_by_idx on planner.audience_ground (ended_by);

-- Earlier launches left nobody out for having said nothing.
alter table planner.launch add column silent integer not null default 0;
alter table planner.launch add column ground_id uuid references planner.audience_ground on delete set null;
create index launch_ground_idx on planner.launch (ground_id);
