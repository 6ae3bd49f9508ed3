-- How a move left our way of selling: stages skipped, or back to an earlier one.
alter table pipeline.stage_change
  add column strayed text check (strayed in ('SKIPPED', 'BACK'));
update pipeline.stage_change c
set strayed = case when t.kind = 'OPEN' and t.position < f.position then 'BACK' else 'SKIPPED' end
from pipeline.stage f, pipeline.stage t
where f.id = c.from_stage and t.id = c.to_stage and f.kind = 'OPEN'
  and (t.kind = 'OPEN' and t.position < f.position
    or c.advance and exists (select from pipeline.stage s
      where s.kind = 'OPEN' and not s.retired and s.position > f.position
        and (t.kind = 'WON' or s.position < t.position)));
create index stage_change_strayed_idx on pipeline.stage_change (opportunity_id) where strayed is not null;
