-- The task of whoever is in charge to see to a low score; null where there is none.
alter table customers.check_in add column task_id uuid references pipeline.task on delete set null;
create index check_in_task_idx on customers.check_in (task_id) where task_id is not null;
