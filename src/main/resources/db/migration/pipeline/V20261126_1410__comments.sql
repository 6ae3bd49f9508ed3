-- What our own people say to one another about a deal; marketing reads it, too.
create table pipeline.comment (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  text           text not null check (text <> ''),
  at             timestamptz not null,
  created_by     uuid not null references identity.user_account
);
create index comment_opportunity_idx on pipeline.comment (opportunity_id, at desc, id desc);
create index comment_created_by_idx on pipeline.comment (created_by);

-- Whom a comment calls by name.
create table pipeline.comment_mention (
  comment_id uuid not null references pipeline.comment on delete cascade,
  user_id    uuid not null references identity.user_account on delete cascade,
  primary key (comment_id, user_id)
);
create index comment_mention_user_idx on pipeline.comment_mention (user_id);
