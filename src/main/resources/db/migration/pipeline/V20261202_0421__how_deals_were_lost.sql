-- How a deal was lost stays with the move by which it was, also when it is worked again (R093, R094).
-- Null for other moves, and where a file only said that it was lost.
alter table pipeline.stage_change
  add column lost_reason     text,
  add column lost_to         text,
  add column lost_competitor text,
  add column lost_note       text;

update pipeline.stage_change g
set lost_reason = o.lost_reason, lost_to = o.lost_to,
  lost_competitor = o.lost_competitor, lost_note = o.lost_note
from pipeline.opportunity o
where o.kind = 'LOST' and g.id = (
  select l.id from pipeline.stage_change l
  where l.opportunity_id = o.id and l.to_stage = o.stage_id
  order by l.at desc, l.id desc limit 1);
