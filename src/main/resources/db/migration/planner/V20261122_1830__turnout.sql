-- Whether a touch counts. Those of what was not done are kept as they were noted, and count nowhere;
-- when it turns out to have been done, they count again.
alter table planner.touch add column counts boolean not null default true;
update planner.touch t set counts = false
from planner.occurrence o where o.id = t.occurrence_id and o.state = 'NOT_DONE';

-- Nobody who notes a touch needs to know. The lock keeps an occurrence from being moved or closed
-- meanwhile.
create or replace function planner.take_day() returns trigger language plpgsql as $$
begin
  select o.day, o.state <> 'NOT_DONE' into new.day, new.counts
  from planner.occurrence o where o.id = new.occurrence_id for share;
  return new;
end $$;

create function planner.count_touches() returns trigger language plpgsql as $$
begin
  update planner.touch set counts = new.state <> 'NOT_DONE' where occurrence_id = new.id;
  return null;
end $$;
create trigger occurrence_state after update of state on planner.occurrence
  for each row when ((old.state = 'NOT_DONE') <> (new.state = 'NOT_DONE'))
  execute function planner.count_touches();

drop index planner.touch_day_idx;
create index touch_day_idx on planner.touch (day)
  include (occurrence_id, person_id, kind, at, id, counts);
drop index planner.touch_person_idx;
create index touch_person_idx on planner.touch (person_id, at, id) include (occurrence_id, counts);

create view planner.counted_touch as
select id, occurrence_id, person_id, kind, at, day from planner.touch where counts;

-- How many were invited to an occurrence and how many came, for every page and report alike (R037):
-- what was counted when it was closed, unless more people than that are known by name. To what was
-- not done nobody came, whoever is noted.
create function planner.invited(counted integer, named bigint) returns integer
  language sql immutable parallel safe
  return greatest(counted, nullif(cast(named as integer), 0));
create function planner.attended(state text, counted integer, named bigint) returns integer
  language sql immutable parallel safe
  return case when state <> 'NOT_DONE' then greatest(counted, nullif(cast(named as integer), 0)) end;

-- How many are known by name; what reads a period asks for its days.
create view planner.named as
select occurrence_id, day, count(*) filter (where kind = 'INVITED') as invited,
       count(distinct person_id) filter (where kind in ('ATTENDED', 'VISITED')) as attended
from planner.touch group by occurrence_id, day;

-- The same of a few occurrences: each is looked up by itself, which offset sees to.
create view planner.turnout as
select o.id as occurrence_id, planner.invited(o.invited, n.invited) as invited,
       planner.attended(o.state, o.attended, n.attended) as attended,
       cast(coalesce(n.invited, 0) as integer) as invited_named,
       cast(coalesce(n.attended, 0) as integer) as attended_named
from planner.occurrence o
left join lateral (
  select g.invited, g.attended from planner.named g where g.occurrence_id = o.id offset 0) n on true;
