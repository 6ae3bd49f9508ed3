-- What people say of us in public: reviews, with stars, and mentions (R074).
create table planner.mention (
  id            uuid primary key,
  kind          text not null check (kind in ('REVIEW', 'MENTION')),
  place         text not null check (place <> ''),
  said_on       date not null,
  stars         integer check (stars between 1 and 5),
  tone          text not null check (tone in ('GOOD', 'NEUTRAL', 'BAD')),
  said          text not null check (said <> ''),
  link          text,
  author        text,
  person_id     uuid references contacts.person on delete set null,
  -- The occurrence that moved them to say it: then it is a touch, too.
  occurrence_id uuid references planner.occurrence on delete set null,
  answer        text,
  answered_on   date,
  created_at    timestamptz not null,
  created_by    uuid not null references identity.user_account,
  version       integer not null,
  check ((kind = 'REVIEW') = (stars is not null)),
  check ((answer is null) = (answered_on is null))
);
create index mention_said_idx on planner.mention (said_on desc, id desc);
create index mention_person_idx on planner.mention (person_id, said_on desc);
create index mention_occurrence_idx on planner.mention (occurrence_id);
create index mention_open_idx on planner.mention (said_on desc, id desc) where tone = 'BAD' and answer is null;
create index mention_created_by_idx on planner.mention (created_by);

alter table planner.touch drop constraint touch_kind_check;
alter table planner.touch add constraint touch_kind_check check (kind in
  ('INVITED', 'ATTENDED', 'READ', 'WATCHED', 'REPLIED', 'VISITED', 'SUBMITTED', 'REVIEWED', 'MENTIONED'));
