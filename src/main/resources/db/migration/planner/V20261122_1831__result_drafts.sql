-- What somebody typed about how an occurrence went and has not said yet, kept while they note people.
create table planner.result_draft (
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  user_id       uuid not null references identity.user_account on delete cascade,
  typed         jsonb not null,
  primary key (occurrence_id, user_id)
);
create index result_draft_user_id_idx on planner.result_draft (user_id);
