create schema icp;

-- Whom we want: what stays the same while editions come and go.
create table icp.profile (
  id         uuid primary key,
  name       text collate "und-x-icu" not null check (name <> ''),
  retired_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account,
  version    integer not null
);
create unique index profile_name_key on icp.profile (lower(name));
create index profile_list_idx on icp.profile (name, id);
create index profile_created_by_idx on icp.profile (created_by);

-- One wording of a profile. Marketing proposes, sales signs; a signed one never changes again.
create table icp.edition (
  id              uuid primary key,
  profile_id      uuid not null references icp.profile on delete cascade,
  number          integer not null check (number >= 1),
  state           text not null check (state in ('DRAFT', 'PROPOSED', 'SIGNED', 'SUPERSEDED')),
  not_wanted      text,
  motivators      text,
  channels        text,
  value_statement text,
  created_at      timestamptz not null,
  created_by      uuid not null references identity.user_account,
  proposed_at     timestamptz,
  signed_at       timestamptz,
  version         integer not null,
  unique (profile_id, number),
  check (state in ('DRAFT', 'PROPOSED') or signed_at is not null)
);
create index edition_created_by_idx on icp.edition (created_by);
-- Of each profile one edition at most is signed and in force, and one at most is being written.
create unique index edition_signed_key on icp.edition (profile_id) where state = 'SIGNED';
create unique index edition_open_key on icp.edition (profile_id) where state in ('DRAFT', 'PROPOSED');

-- A rule about a person or a company: an exclusion, or a criterion with a weight.
create table icp.criterion (
  edition_id uuid not null references icp.edition on delete cascade,
  position   integer not null,
  exclusion  boolean not null,
  field      text not null,
  operator   text not null,
  value      text not null,
  weight     integer not null check (weight between 0 and 100),
  knock_out  boolean not null,
  primary key (edition_id, position)
);

-- Who takes part in buying, and how to talk to each.
create table icp.buying_role (
  edition_id uuid not null references icp.edition on delete cascade,
  position   integer not null,
  name       text not null,
  reality    text,
  words      text,
  solution   text,
  primary key (edition_id, position)
);

-- Phases that do not apply to this product, with the reason.
create table icp.phase_exclusion (
  edition_id uuid not null references icp.edition on delete cascade,
  phase      text not null check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  reason     text not null check (reason <> ''),
  primary key (edition_id, phase)
);

create table icp.signature (
  edition_id uuid not null references icp.edition on delete cascade,
  side       text not null check (side in ('MARKETING', 'SALES')),
  user_id    uuid not null references identity.user_account,
  signed_at  timestamptz not null,
  primary key (edition_id, side)
);
create index signature_user_idx on icp.signature (user_id);

-- Why sales sent a proposal back; kept, so that the next one answers it.
create table icp.objection (
  edition_id uuid not null references icp.edition on delete cascade,
  position   integer not null,
  comment    text not null check (comment <> ''),
  user_id    uuid not null references identity.user_account,
  at         timestamptz not null,
  primary key (edition_id, position)
);
create index objection_user_idx on icp.objection (user_id);

-- The edition that counts: the latest signed one, or the latest of all while none is signed.
create view icp.edition_in_force as
  select distinct on (profile_id) *
  from icp.edition
  order by profile_id, (state = 'SIGNED') desc, number desc;
