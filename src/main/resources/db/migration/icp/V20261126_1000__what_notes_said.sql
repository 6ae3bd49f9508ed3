-- What a research note said until somebody changed it, so that whoever concluded something from it
-- can be understood later (R068).
create table icp.research_note_before (
  note_id     uuid not null references icp.research_note on delete cascade,
  -- The version of the note that said this.
  version     integer not null,
  profile_id  uuid references icp.profile on delete set null,
  market      text,
  method      text not null,
  phase       text,
  title       text not null,
  finding     text not null,
  source      text not null,
  link        text,
  found_on    date not null,
  replaced_at timestamptz not null,
  replaced_by uuid not null references identity.user_account,
  primary key (note_id, version)
);
create index research_note_before_profile_idx on icp.research_note_before (profile_id);
create index research_note_before_replaced_by_idx on icp.research_note_before (replaced_by);

-- The version of the note on which a conclusion rests. What notes said before today was not kept.
alter table icp.validation_evidence add column note_version integer;
update icp.validation_evidence e set note_version = n.version
from icp.research_note n where n.id = e.note_id;
alter table icp.validation_evidence alter column note_version set not null;
