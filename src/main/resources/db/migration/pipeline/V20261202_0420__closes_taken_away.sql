-- A close date that was taken away, kept with the day that it was, and why: a later one that is said
-- afterwards is put off from there (R065).
alter table pipeline.postponement alter column to_date drop not null;
comment on column pipeline.postponement.to_date is 'Null where the close date was taken away.';
