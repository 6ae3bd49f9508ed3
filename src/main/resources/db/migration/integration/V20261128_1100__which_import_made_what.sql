-- Which import made a record. It outlives what an undo needs, because reports compare only what
-- comes from the same place; a record is told by its identifier alone.
create table integration.import_made (
  record_id uuid primary key,
  run_id    uuid not null references integration.import_run on delete cascade
);
create index import_made_run_idx on integration.import_made (run_id);
insert into integration.import_made (record_id, run_id)
select distinct on (record_id) record_id, run_id from integration.import_effect
where before is null order by record_id, run_id;
