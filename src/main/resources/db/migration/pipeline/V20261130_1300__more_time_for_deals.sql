-- That whoever manages gave a deal more time: it is put aside until then, and counts among none of
-- the times that its seller may put it aside (R065).
create table pipeline.more_time (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  until_day      date not null,
  note           text not null check (note <> ''),
  at             timestamptz not null,
  created_by     uuid not null references identity.user_account
);
create index more_time_opportunity_idx on pipeline.more_time (opportunity_id, at desc);
create index more_time_created_by_idx on pipeline.more_time (created_by);
