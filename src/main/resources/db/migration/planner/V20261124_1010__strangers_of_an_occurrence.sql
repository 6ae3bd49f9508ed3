-- The lines of an attendance list that name nobody whom we know, or that nobody understands, until
-- somebody says what becomes of them (R037, R043).
create table planner.occurrence_stranger (
  -- The identifier that the person will have, so that adding them twice adds them once.
  id            uuid primary key,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  position      integer not null,
  -- What they did, and whether they were invited to, besides.
  kind          text not null,
  asked         boolean not null,
  name          text not null,
  email         text not null,
  phone         text not null,
  company       text not null,
  job_title     text not null,
  -- The line as written, where it is not understood; else empty.
  line          text not null,
  -- Whoever pastes a list twice has each line once.
  unique (occurrence_id, name, email, phone, line)
);
