-- What the company wants to spend on a phase in a month.
create table planner.budget (
  year       integer not null check (year between 1990 and 2100),
  month      integer not null check (month between 1 and 12),
  phase      text not null check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  amount     numeric(12, 2) not null check (amount >= 0),
  created_by uuid not null references identity.user_account,
  primary key (year, month, phase)
);
create index budget_created_by_idx on planner.budget (created_by);

-- Raised whenever the budget of a year is saved, so that nobody overwrites another's unseen.
create table planner.budget_year (
  year    integer primary key,
  version integer not null
);
