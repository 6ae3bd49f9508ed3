-- What the company means by a qualified prospect, edition by edition: the five facts are always part
-- of it, further criteria stand below. Signed by one of each team it is in force and never changes.
create table leads.definition (
  id          uuid primary key,
  number      integer not null unique check (number > 0),
  state       text not null check (state in ('DRAFT', 'PROPOSED', 'IN_FORCE', 'REPLACED')),
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account,
  proposed_at timestamptz,
  in_force_at timestamptz,
  replaced_at timestamptz,
  version     integer not null
);
-- One is being written or waits for the other team, and one is in force, at the most.
create unique index definition_open_key on leads.definition ((true)) where state in ('DRAFT', 'PROPOSED');
create unique index definition_in_force_key on leads.definition ((true)) where state = 'IN_FORCE';

create table leads.definition_criterion (
  definition_id uuid not null references leads.definition on delete cascade,
  position      integer not null,
  -- The same in each edition that keeps the criterion, so that what was answered still counts.
  id            uuid not null,
  kind          text not null check (kind in ('QUESTION', 'CONTACT', 'FIT')),
  text          text not null check (text <> ''),
  field         text,
  operator      text,
  value         text,
  required      boolean not null,
  primary key (definition_id, position),
  unique (definition_id, id),
  check (kind <> 'CONTACT' or field is not null and operator is not null),
  check (kind <> 'FIT' or value in ('A', 'B', 'C'))
);

create table leads.definition_signature (
  definition_id uuid not null references leads.definition on delete cascade,
  side          text not null check (side in ('MARKETING', 'SALES')),
  user_id       uuid not null references identity.user_account,
  signed_at     timestamptz not null,
  primary key (definition_id, side)
);

create table leads.definition_objection (
  definition_id uuid not null references leads.definition on delete cascade,
  position      integer not null,
  comment       text not null,
  user_id       uuid not null references identity.user_account,
  at            timestamptz not null,
  primary key (definition_id, position)
);

-- What somebody answered to a question of the definition about a lead.
create table leads.criterion_answer (
  lead_id      uuid not null references leads.lead on delete cascade,
  criterion_id uuid not null,
  met          boolean not null,
  note         text,
  answered_at  timestamptz not null,
  answered_by  uuid not null references identity.user_account,
  primary key (lead_id, criterion_id)
);
create index criterion_answer_by_idx on leads.criterion_answer (answered_by);

-- What the seller found when checking a handoff against the definition, before answering it.
create table leads.handoff_check (
  handoff_id uuid not null references leads.handoff on delete cascade,
  -- One of the five facts, or the id of a criterion.
  item       text not null,
  holds      boolean not null,
  checked_at timestamptz not null,
  checked_by uuid not null references identity.user_account,
  primary key (handoff_id, item)
);
create index handoff_check_at_idx on leads.handoff_check (checked_at);
create index handoff_check_by_idx on leads.handoff_check (checked_by);

-- By which edition a lead was judged; none where only the five facts were asked for.
alter table leads.qualification add column definition_id uuid references leads.definition on delete set null;
