-- A low score whose task was ticked off and opened again is to be seen to again: what was said last
-- of it was not enough.
update customers.check_in k set settled_at = null, settled_by = null, settled_how = null,
  version = k.version + 1
from pipeline.task t
where t.id = k.task_id and t.done_at is null and t.deleted_at is null
  and not exists (select from customers.check_in o where o.task_id = t.id and o.settled_at is null)
  and k.settled_at = (select max(l.settled_at) from customers.check_in l where l.task_id = t.id);
