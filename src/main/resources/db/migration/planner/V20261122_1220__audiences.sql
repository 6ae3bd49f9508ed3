-- Whom an activity is for (R037, R038, R041, R098). A source is one way in which people were put in;
-- a person found by several counts once, and stays until the last of them is taken away.
create table planner.audience_source (
  id          uuid primary key,
  activity_id uuid not null references planner.activity on delete cascade,
  kind        text not null check (kind in ('SEGMENT', 'FILTER', 'LIST', 'PICKED')),
  label       text not null check (label <> ''),
  segment_id  uuid references contacts.segment on delete set null,
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account
);
create index audience_source_activity_idx on planner.audience_source (activity_id, created_at);
create index audience_source_segment_idx on planner.audience_source (segment_id);
create index audience_source_created_by_idx on planner.audience_source (created_by);

create table planner.audience_entry (
  source_id   uuid not null references planner.audience_source on delete cascade,
  person_id   uuid not null references contacts.person on delete cascade,
  activity_id uuid not null references planner.activity on delete cascade,
  added_at    timestamptz not null,
  primary key (source_id, person_id)
);
create index audience_entry_activity_idx on planner.audience_entry (activity_id, person_id);
create index audience_entry_person_idx on planner.audience_entry (person_id);

-- Who was taken out, why and by whom; those taken out together share a batch.
create table planner.audience_exclusion (
  id          uuid primary key,
  activity_id uuid not null references planner.activity on delete cascade,
  person_id   uuid not null references contacts.person on delete cascade,
  why         text not null check (why in ('REPEATED', 'CONSENT', 'SALES', 'MARKETING')),
  reason      text,
  batch       uuid not null,
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account,
  unique (activity_id, person_id)
);
create index audience_exclusion_person_idx on planner.audience_exclusion (person_id);
create index audience_exclusion_created_by_idx on planner.audience_exclusion (created_by);

-- Why marketing goes on although the share inside the profile is below the agreed one, with the
-- numbers of that moment.
create table planner.audience_justification (
  id          uuid primary key,
  activity_id uuid not null references planner.activity on delete cascade,
  text        text not null check (text <> ''),
  people      integer not null,
  inside      integer not null,
  agreed      integer not null,
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account
);
create index audience_justification_activity_idx on planner.audience_justification (activity_id, created_at);
create index audience_justification_created_by_idx on planner.audience_justification (created_by);

-- Marketing asks sales to look at it; a seller approves it or sends it back.
create table planner.audience_review (
  id          uuid primary key,
  activity_id uuid not null references planner.activity on delete cascade,
  note        text,
  people      integer not null,
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account,
  decided_at  timestamptz,
  decided_by  uuid references identity.user_account,
  approved    boolean,
  comment     text,
  check ((decided_at is null) = (approved is null) and (decided_at is null) = (decided_by is null))
);
create index audience_review_activity_idx on planner.audience_review (activity_id, created_at);
create unique index audience_review_open_key on planner.audience_review (activity_id) where decided_at is null;
create index audience_review_created_by_idx on planner.audience_review (created_by);
create index audience_review_decided_by_idx on planner.audience_review (decided_by);

-- Whom marketing asked in particular; nobody means any seller.
create table planner.audience_reviewer (
  review_id uuid not null references planner.audience_review on delete cascade,
  to_user   uuid not null references identity.user_account on delete cascade,
  primary key (review_id, to_user)
);
create index audience_reviewer_to_user_idx on planner.audience_reviewer (to_user);

create table planner.audience_comment (
  id          uuid primary key,
  activity_id uuid not null references planner.activity on delete cascade,
  text        text not null check (text <> ''),
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account
);
create index audience_comment_activity_idx on planner.audience_comment (activity_id, created_at);
create index audience_comment_created_by_idx on planner.audience_comment (created_by);

-- The invitations of an occurrence went out, with the numbers of that moment.
create table planner.launch (
  id              uuid primary key,
  activity_id     uuid not null references planner.activity on delete cascade,
  occurrence_id   uuid not null references planner.occurrence on delete cascade,
  people          integer not null check (people > 0),
  inside          integer not null,
  outside         integer not null,
  unjudged        integer not null,
  repeated        integer not null,
  consent_unknown integer not null,
  withdrawn       integer not null,
  taken_out       integer not null,
  review_id       uuid references planner.audience_review on delete set null,
  unapproved      text,
  created_at      timestamptz not null,
  created_by      uuid not null references identity.user_account
);
create index launch_occurrence_idx on planner.launch (occurrence_id);
create index launch_activity_idx on planner.launch (activity_id, created_at);
create index launch_review_idx on planner.launch (review_id);
create index launch_created_by_idx on planner.launch (created_by);

-- An invitation that a launch noted goes when the launch is taken back.
alter table planner.touch add column launch_id uuid references planner.launch on delete cascade;
create index touch_launch_idx on planner.touch (launch_id) where launch_id is not null;
