-- Which of our people have or had tasks.
create index task_owner_idx on pipeline.task (owner_id) where deleted_at is null;
