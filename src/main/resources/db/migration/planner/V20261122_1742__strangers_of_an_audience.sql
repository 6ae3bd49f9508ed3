-- The lines of a list that name nobody whom we know, or that nobody understands, until somebody says
-- what becomes of them (R037).
create table planner.audience_stranger (
  -- The identifier that the person will have, so that adding them twice adds them once.
  id        uuid primary key,
  source_id uuid not null references planner.audience_source on delete cascade,
  position  integer not null,
  name      text not null,
  email     text not null,
  phone     text not null,
  company   text not null,
  -- The line as written, where it is not understood.
  line      text
);
create index audience_stranger_source_idx on planner.audience_stranger (source_id, position, id);
