-- A spreadsheet holds several tables; of a text file there is one, which is the first.
alter table integration.import_chunk add column part integer not null default 0;
alter table integration.import_chunk drop constraint import_chunk_pkey;
alter table integration.import_chunk add primary key (run_id, part, number);
