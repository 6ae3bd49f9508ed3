-- Each time that the result of a closed occurrence was put right: what it said before and after.
create table planner.correction (
  id            uuid primary key,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  before        jsonb not null,
  after         jsonb not null,
  at            timestamptz not null,
  by_user       uuid not null references identity.user_account
);
create index correction_occurrence_idx on planner.correction (occurrence_id, at);
create index correction_by_user_idx on planner.correction (by_user);

-- Who sat together, marketing and sales, when the week was closed.
create table planner.week_participant (
  monday  date not null references planner.week_review on delete cascade,
  user_id uuid not null references identity.user_account,
  primary key (monday, user_id)
);
create index week_participant_user_idx on planner.week_participant (user_id);
