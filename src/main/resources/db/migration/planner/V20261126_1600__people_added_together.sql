-- Whom one press made known from the lines of a list, as their lines stood, so that it can be taken
-- back: the lines wait again (R037).
create table planner.audience_added (
  batch      uuid not null,
  -- The identifier of the line, which the person who was made of it bears too.
  id         uuid not null,
  source_id  uuid not null references planner.audience_source on delete cascade,
  position   integer not null,
  name       text not null,
  email      text not null,
  phone      text not null,
  company    text not null,
  job_title  text not null,
  line       text,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account,
  primary key (batch, id)
);
create index audience_added_source_idx on planner.audience_added (source_id);
create index audience_added_created_by_idx on planner.audience_added (created_by);
