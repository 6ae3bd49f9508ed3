-- How many days ahead a planned step keeps a lead from going back to the pool: one planned for the
-- year after next is a lead that nobody works.
alter table leads.pool_rule
  add column step_days integer not null default 30 check (step_days between 1 and 365);
