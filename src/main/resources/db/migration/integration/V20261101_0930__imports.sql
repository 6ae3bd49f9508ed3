create schema integration;

-- A file that somebody brings in, from its upload to its result and undo.
create table integration.import_run (
  id           uuid primary key,
  importer     text not null,
  file_name    text not null,
  file_bytes   bigint not null check (file_bytes >= 0),
  -- Line breaks of the file, for the progress of the rehearsal.
  file_lines   bigint not null check (file_lines >= 0),
  state        text not null check (state in ('UPLOADED', 'READ', 'CHECKING', 'REFUSED', 'CHECKED',
                 'RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'UNDOING', 'UNDONE')),
  -- How the file is read; what its columns mean, null until somebody has said so.
  settings     jsonb not null,
  mapping      jsonb,
  created_at   timestamptz not null,
  created_by   uuid not null references identity.user_account,
  version      integer not null
);
create index import_run_created_idx on integration.import_run (created_at desc, id desc);
create index import_run_created_by_idx on integration.import_run (created_by, created_at desc, id desc);

-- The file, in pieces; gone once it is no longer needed. The pieces come before what is known of them.
create table integration.import_chunk (
  run_id uuid not null references integration.import_run on delete cascade deferrable initially deferred,
  number integer not null,
  bytes  bytea not null,
  primary key (run_id, number)
);
-- Kept as they are: compressing them costs more than it saves.
alter table integration.import_chunk alter column bytes set storage external;

-- One way through: the rehearsal, the run, the undo. Changes in the transaction of each batch.
create table integration.import_pass (
  run_id       uuid not null references integration.import_run on delete cascade,
  kind         text not null check (kind in ('CHECK', 'RUN', 'UNDO')),
  -- Raised when a rehearsal begins anew, so that a worker that was away notices.
  attempt      integer not null,
  -- Rows handled so far (effects, in an undo), up to which line, and of how many once that is known.
  handled      bigint not null,
  line         bigint not null,
  total        bigint,
  created      bigint not null,
  updated      bigint not null,
  unchanged    bigint not null,
  refused      bigint not null,
  noted        bigint not null,
  -- Records made besides those of the rows, by kind; in an undo, records deleted.
  besides      jsonb not null,
  effects      bigint not null,
  cancel_asked boolean not null,
  -- Why it ended without result, as a message.
  failure      text,
  failure_arguments text[],
  asked_by     uuid not null references identity.user_account,
  started_at   timestamptz not null,
  finished_at  timestamptz,
  primary key (run_id, kind)
);

-- Why a row was refused, or what to know about one that was taken.
create table integration.import_remark (
  run_id    uuid not null references integration.import_run on delete cascade,
  pass      text not null check (pass in ('CHECK', 'RUN')),
  line      bigint not null,
  number    integer not null,
  refused   boolean not null,
  reason    text not null,
  arguments text[] not null,
  -- The row as it stands in the file; only where it was refused.
  cells     text[],
  primary key (run_id, pass, refused, line, number)
);

-- Work that rows put off until all rows were read.
create table integration.import_deferred (
  run_id uuid not null references integration.import_run on delete cascade,
  pass   text not null check (pass in ('CHECK', 'RUN')),
  line   bigint not null,
  number integer not null,
  work   text not null,
  primary key (run_id, pass, line, number)
);

-- What a rehearsal would have written, for its later rows to find.
create table integration.import_ghost (
  run_id    uuid not null references integration.import_run on delete cascade,
  kind      text not null,
  record_id uuid not null,
  content   text not null,
  primary key (run_id, kind, record_id)
);
create table integration.import_ghost_key (
  run_id    uuid not null references integration.import_run on delete cascade,
  kind      text not null,
  key       text not null,
  record_id uuid not null,
  primary key (run_id, kind, key, record_id)
);
create index import_ghost_key_record_idx on integration.import_ghost_key (run_id, kind, record_id);

-- What a run wrote, in order, so that it can be undone in the opposite order.
create table integration.import_effect (
  run_id    uuid not null references integration.import_run on delete cascade,
  number    bigint not null,
  kind      text not null,
  record_id uuid not null,
  name      text not null,
  -- The record as it was; null for one that the run made.
  before    text,
  mark      text not null,
  primary key (run_id, number)
);

-- What an undo had to leave, and why.
create table integration.import_left (
  run_id    uuid not null references integration.import_run on delete cascade,
  number    bigint not null,
  kind      text not null,
  record_id uuid not null,
  name      text not null,
  reason    text not null,
  arguments text[] not null,
  primary key (run_id, number)
);

-- What somebody chose for files with these columns, so that the next one starts with it.
create table integration.import_memory (
  user_id   uuid not null references identity.user_account on delete cascade,
  importer  text not null,
  signature text not null,
  mapping   jsonb not null,
  used_at   timestamptz not null,
  primary key (user_id, importer, signature)
);
