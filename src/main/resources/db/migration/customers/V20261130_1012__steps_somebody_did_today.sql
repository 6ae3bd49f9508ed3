-- What somebody has done today counts what they did after a sale.
create index task_done_by_idx on customers.task (done_by, done_at) where done_at is not null;
