-- What is done after each sale, as the company wants it (R031).
create table customers.checklist (
  single  boolean primary key default true check (single),
  version integer not null
);
insert into customers.checklist (version) values (0);
create table customers.checklist_step (
  position integer primary key,
  days     integer not null check (days between 0 and 365),
  step     text not null check (step <> '')
);

-- The same for one sale: what is to be done, by whom and by when.
create table customers.task (
  id          uuid primary key,
  purchase_id uuid not null references customers.purchase on delete cascade,
  position    integer not null,
  step        text not null,
  due_on      date not null,
  -- Who does it; null for whoever is in charge of the customer.
  owner_id    uuid references identity.user_account,
  done_at     timestamptz,
  done_by     uuid references identity.user_account,
  created_at  timestamptz not null,
  version     integer not null,
  unique (purchase_id, position),
  check (done_at is null or done_by is not null)
);
create index task_open_idx on customers.task (due_on) where done_at is null;
