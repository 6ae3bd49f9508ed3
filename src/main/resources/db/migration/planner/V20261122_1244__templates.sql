-- Activities to start from that the company has kept itself; those that Arena brings are in its texts.
create table planner.template (
  id             uuid primary key,
  title          text collate "und-x-icu" not null check (title <> ''),
  phase          text not null check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  goal           text not null check (goal <> ''),
  channel        text not null check (channel <> ''),
  investment     numeric(12, 2) not null check (investment >= 0),
  nature         text not null check (nature in ('DEMAND', 'RELATIONSHIP', 'AWARENESS')),
  unit           text not null check (unit in ('ONCE', 'DAY', 'WEEK', 'MONTH')),
  every          integer not null check (every between 1 and 99),
  follow_up_days integer check (follow_up_days between 0 and 365),
  created_at     timestamptz not null,
  created_by     uuid not null references identity.user_account,
  -- No longer offered.
  retired_at     timestamptz,
  version        integer not null
);
create index template_phase_idx on planner.template (phase, title, id);
create index template_created_by_idx on planner.template (created_by);
