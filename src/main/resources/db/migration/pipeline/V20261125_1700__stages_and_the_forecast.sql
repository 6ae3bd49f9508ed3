-- What a stage means for the forecast: whether deals have an amount and a close date from there on,
-- and what they count as. The stages that are there ask for nothing, as before, and count by how
-- likely their deals are won.
alter table pipeline.stage
  add column needs_amount boolean not null default false,
  add column needs_close  boolean not null default false,
  add column forecast     text not null default 'PIPELINE'
    check (forecast in ('COMMIT', 'BEST', 'PIPELINE', 'OMITTED'));
update pipeline.stage
set forecast = case when kind = 'LOST' then 'OMITTED' when kind = 'WON' or probability >= 75 then 'COMMIT'
                    when probability >= 50 then 'BEST' else 'PIPELINE' end,
    version = version + 1;

-- What is asked for in each stage, by itself or by an open one in use before it.
create view pipeline.stage_asks as
select s.id,
  s.kind = 'OPEN' and exists (select from pipeline.stage e
    where e.kind = 'OPEN' and e.needs_amount and e.position <= s.position
      and (not e.retired or e.id = s.id)) as amount,
  s.kind = 'OPEN' and exists (select from pipeline.stage e
    where e.kind = 'OPEN' and e.needs_close and e.position <= s.position
      and (not e.retired or e.id = s.id)) as close
from pipeline.stage s;
