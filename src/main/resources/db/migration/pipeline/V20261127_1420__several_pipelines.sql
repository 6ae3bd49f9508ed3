-- Our ways of selling, such as new business and renewals, each with stages of its own. What was there is the
-- first one, which needs no name as long as it is the only one.
create table pipeline.track (
  id       uuid primary key,
  position integer not null,
  name     text check (name <> ''),
  version  integer not null
);
create unique index track_name_idx on pipeline.track (lower(name));
insert into pipeline.track values (gen_random_uuid(), 1, null, 0);

-- Where stages belong that are not said to belong elsewhere.
create function pipeline.first_track() returns uuid language sql stable
  return (select t.id from pipeline.track t order by t.position limit 1);

alter table pipeline.stage add column track_id uuid references pipeline.track default pipeline.first_track();
update pipeline.stage set track_id = pipeline.first_track() where track_id is null;
alter table pipeline.stage alter column track_id set not null;
create index stage_track_idx on pipeline.stage (track_id);

-- What is asked for in each stage, by itself or by an open one in use before it on the same way.
create or replace view pipeline.stage_asks as
select s.id,
  s.kind = 'OPEN' and exists (select from pipeline.stage e
    where e.kind = 'OPEN' and e.needs_amount and e.track_id = s.track_id and e.position <= s.position
      and (not e.retired or e.id = s.id)) as amount,
  s.kind = 'OPEN' and exists (select from pipeline.stage e
    where e.kind = 'OPEN' and e.needs_close and e.track_id = s.track_id and e.position <= s.position
      and (not e.retired or e.id = s.id)) as close
from pipeline.stage s;
