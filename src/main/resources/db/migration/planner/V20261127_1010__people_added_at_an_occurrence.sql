-- Whom one press made known from the attendance lists of an occurrence, as their lines stood, so that
-- it can be taken back: the lines wait again (R037, R043).
create table planner.occurrence_added (
  batch         uuid not null,
  -- The identifier of the line, which the person who was made of it bears too.
  id            uuid not null,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  position      integer not null,
  kind          text not null,
  asked         boolean not null,
  name          text not null,
  email         text not null,
  phone         text not null,
  company       text not null,
  job_title     text not null,
  line          text not null,
  -- When the press began: what was made known since may be of it.
  created_at    timestamptz not null,
  primary key (batch, id)
);
create index occurrence_added_occurrence_idx on planner.occurrence_added (occurrence_id);
