-- What both teams mean to reach in a quarter. What a goal was before stays, so that one that is moved
-- on the way is seen to have been moved.
create table planner.goal (
  id          uuid primary key,
  quarter     date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  measure     text not null check (measure in ('ACCEPTED', 'REVENUE', 'REPEATS', 'REFERRALS', 'COVERAGE')),
  target      numeric(14, 2) check (target > 0),
  currency    text,
  set_by      uuid not null references identity.user_account,
  set_at      timestamptz not null,
  replaced_at timestamptz,
  check ((measure = 'REVENUE' and target is not null) = (currency is not null)),
  check (measure <> 'COVERAGE' or target <= 100)
);
create unique index goal_in_force_idx on planner.goal (quarter, measure) where replaced_at is null;
create index goal_set_by_idx on planner.goal (set_by);

-- Raised whenever the goals of a quarter are set, so that nobody overwrites another's unseen.
create table planner.goal_quarter (
  quarter date primary key,
  version integer not null
);
