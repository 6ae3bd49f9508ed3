-- Whether an accepted lead joined a deal that was open already, and the first step that then became a
-- task of whoever accepted it, because the deal keeps its own.
alter table pipeline.acceptance add joined boolean not null default false;
alter table pipeline.acceptance add step_left text;
update pipeline.acceptance a set joined = true
from pipeline.opportunity o where o.id = a.opportunity_id and o.opened_at < a.accepted_at;
