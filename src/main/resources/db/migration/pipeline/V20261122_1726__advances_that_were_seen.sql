-- A deal that came by an import with its end in it did not move on under anybody's eyes: such moves
-- lie before Arena knew of the deal, and are no demand signals.
update pipeline.stage_change g set advance = false
from pipeline.opportunity d
where d.id = g.opportunity_id and d.outside_source is not null and g.advance and g.by_user is null
  and g.at < d.created_at;
