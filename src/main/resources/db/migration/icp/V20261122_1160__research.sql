-- What somebody found out about a profile, a company or a market, from where and when (R077, R091).
create table icp.research_note (
  id          uuid primary key,
  profile_id  uuid references icp.profile on delete cascade,
  company_id  uuid references contacts.company on delete cascade,
  market      text check (market <> ''),
  method      text not null check (method in ('INTERVIEW', 'OBSERVATION', 'ONLINE', 'FOCUS_GROUP', 'SURVEY', 'STUDY')),
  -- The experience that customers expect when they try or buy (R076); null for anything else.
  phase       text check (phase in ('TRY', 'BUY')),
  title       text not null check (title <> ''),
  finding     text not null check (finding <> ''),
  source      text not null check (source <> ''),
  link        text,
  found_on    date not null,
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account,
  version     integer not null,
  search      text not null generated always as
    (platform.fold(title || ' ' || finding || ' ' || source || ' ' || coalesce(market, ''))) stored,
  check (num_nonnulls(profile_id, company_id, market) > 0)
);
create index research_note_found_idx on icp.research_note (found_on desc, id desc);
create index research_note_profile_idx on icp.research_note (profile_id, found_on desc, id desc);
create index research_note_company_idx on icp.research_note (company_id, found_on desc, id desc);
create index research_note_created_by_idx on icp.research_note (created_by);
create index research_note_search_idx on icp.research_note using gin (search gin_trgm_ops);

-- What became of the guess that an edition is (R068). The latest counts; an edition without any is
-- still a hypothesis.
create table icp.validation (
  id          uuid primary key,
  edition_id  uuid not null references icp.edition on delete cascade,
  verdict     text not null check (verdict in ('VALIDATED', 'REFUTED', 'REOPENED')),
  conclusion  text not null check (conclusion <> ''),
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account
);
create index validation_edition_idx on icp.validation (edition_id, created_at desc, id desc);
create index validation_created_by_idx on icp.validation (created_by);

-- The notes that a conclusion rests on; they can no longer be deleted.
create table icp.validation_evidence (
  validation_id uuid not null references icp.validation on delete cascade,
  note_id       uuid not null references icp.research_note,
  primary key (validation_id, note_id)
);
create index validation_evidence_note_idx on icp.validation_evidence (note_id);
