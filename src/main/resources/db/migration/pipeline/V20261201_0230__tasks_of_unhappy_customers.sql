-- A task that weighs more in the day than others, and the page on which it is settled.
alter table pipeline.task
  add column weight text check (weight in ('UNHAPPY')),
  add column page text check (page like '/%'),
  add check ((weight is null) = (page is null));
