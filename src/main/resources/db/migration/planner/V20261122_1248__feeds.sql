-- When an occurrence last changed in any way, for calendars that follow it.
alter table planner.occurrence add column changed_at timestamptz not null default now();

create function planner.note_change() returns trigger language plpgsql as $$
begin
  new.changed_at := now();
  return new;
end $$;
create trigger occurrence_change before update on planner.occurrence
  for each row execute function planner.note_change();

-- Private addresses under which calendars outside read the plan. Only the hash of each is kept.
create table planner.feed (
  id         uuid primary key,
  hash       bytea not null unique,
  kind       text not null check (kind in ('PERSON', 'TEAM', 'ALL')),
  created_at timestamptz not null,
  -- Whose it is: it shows what they may see, and stops with them.
  created_by uuid not null references identity.user_account,
  unique (created_by, kind)
);
