-- Every close of a week, also those that were taken back: who closed it, who opened it again, and
-- when (R015). planner.week_review says which weeks are closed now.
create table planner.week_closing (
  id          uuid primary key,
  monday      date not null check (extract(isodow from monday) = 1),
  learned     text not null check (learned <> ''),
  closed_at   timestamptz not null,
  closed_by   uuid not null references identity.user_account,
  -- When it was written down: what was noted afterwards came after the close, whatever its own day.
  recorded_at timestamptz not null default clock_timestamp(),
  opened_at   timestamptz,
  opened_by   uuid references identity.user_account,
  check ((opened_at is null) = (opened_by is null))
);
create unique index week_closing_in_force_key on planner.week_closing (monday) where opened_at is null;
create index week_closing_monday_idx on planner.week_closing (monday, closed_at);
create index week_closing_closed_by_idx on planner.week_closing (closed_by);
create index week_closing_opened_by_idx on planner.week_closing (opened_by);

-- What each occurrence of a week came to when the week was closed.
create table planner.closed_occurrence (
  closing_id    uuid not null references planner.week_closing on delete cascade,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  state         text not null check (state in ('PLANNED', 'DONE', 'NOT_DONE')),
  reason        text,
  reach         integer,
  invited       integer,
  attended      integer,
  spent         numeric(12, 2),
  -- Null where a week was closed before it kept them: they are shown as they are now.
  signals       integer,
  primary key (closing_id, occurrence_id)
);
create index closed_occurrence_occurrence_idx on planner.closed_occurrence (occurrence_id);

-- When a touch was written down, which is not when it took place. Of those before today nobody knows.
alter table planner.touch add column noted_at timestamptz;
update planner.touch set noted_at = least(at, now());
alter table planner.touch
  alter column noted_at set default clock_timestamp(),
  alter column noted_at set not null;

-- People who were taken off an occurrence.
create table planner.touch_removal (
  id            uuid primary key,
  occurrence_id uuid not null references planner.occurrence on delete cascade,
  person_id     uuid not null references contacts.person on delete cascade,
  kind          text not null,
  noted_at      timestamptz not null,
  at            timestamptz not null,
  removed_at    timestamptz not null default clock_timestamp(),
  by_user       uuid not null references identity.user_account
);
create index touch_removal_occurrence_idx on planner.touch_removal (occurrence_id);
create index touch_removal_person_idx on planner.touch_removal (person_id);
create index touch_removal_by_user_idx on planner.touch_removal (by_user);

-- The weeks that are closed: as their occurrences are, what was corrected since put back.
insert into planner.week_closing (id, monday, learned, closed_at, closed_by)
select gen_random_uuid(), monday, learned, closed_at, closed_by from planner.week_review;

insert into planner.closed_occurrence
  (closing_id, occurrence_id, state, reason, reach, invited, attended, spent)
select w.id, o.id,
  case when c.before is null then o.state
       when (c.before ->> 'done')::boolean then 'DONE' else 'NOT_DONE' end,
  case when c.before is null then o.reason else c.before ->> 'reason' end,
  case when c.before is null then o.reach else (c.before ->> 'reach')::integer end,
  case when c.before is null then o.invited else (c.before ->> 'invited')::integer end,
  case when c.before is null then o.attended else (c.before ->> 'attended')::integer end,
  case when c.before is null then o.spent else (c.before ->> 'spent')::numeric end
from planner.week_closing w
join planner.occurrence o on o.day between w.monday and w.monday + 6
left join lateral (
  select c.before from planner.correction c
  where c.occurrence_id = o.id and c.at > w.closed_at order by c.at, c.id limit 1) c on true;
