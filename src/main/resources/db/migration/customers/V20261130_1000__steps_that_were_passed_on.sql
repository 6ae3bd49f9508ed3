-- Who had a step after a sale before whoever has it now, and how it changed hands (R031).
create table customers.task_pass (
  id        uuid primary key,
  task_id   uuid not null references customers.task on delete cascade,
  -- Null for nobody.
  from_id   uuid references identity.user_account,
  to_id     uuid references identity.user_account,
  way       text not null check (way in ('CUSTOMER', 'SALE', 'STEP')),
  note      text check (note <> ''),
  passed_at timestamptz not null,
  -- Null where it went along with the deal, whose own history says who did that.
  passed_by uuid references identity.user_account
);
create index task_pass_task_idx on customers.task_pass (task_id, passed_at);

-- Whoever has a step sees the customer.
create index task_owner_idx on customers.task (owner_id);
