create schema insight;

-- The activity numbers of a week as they stood when it was closed, for all profiles together
-- (profile_id is null) and for each. A snapshot outlives its profile, so it does not refer to it.
create table insight.week_snapshot (
  monday             date not null,
  profile_id         uuid,
  phase              text not null check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  applicable         boolean not null,
  planned            integer not null,
  done               integer not null,
  not_done           integer not null,
  investment_planned numeric(14, 2) not null,
  investment_spent   numeric(14, 2) not null,
  reach              bigint not null,
  people_touched     integer not null,
  taken_at           timestamptz not null,
  unique nulls not distinct (monday, profile_id, phase)
);
