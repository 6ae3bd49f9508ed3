-- The plan of a week is all that was planned in it, also what was not done in the end (R015, R105);
-- closed weeks had kept it without that. What was not done is read from the close that each
-- snapshot was taken at.
with missed as (
  select w.monday, w.closed_at, o.phase, o.profile_id, sum(o.investment) as planned
  from planner.week_closing w
  join planner.closed_occurrence c on c.closing_id = w.id and c.state = 'NOT_DONE'
  join planner.occurrence o on o.id = c.occurrence_id
  group by w.monday, w.closed_at, o.phase, o.profile_id)
update insight.week_snapshot s
set investment_planned = s.investment_planned + m.planned
from (
  select monday, closed_at, phase, profile_id, planned from missed
  union all
  select monday, closed_at, phase, cast(null as uuid), sum(planned) from missed
  group by monday, closed_at, phase) m
where s.monday = m.monday and s.taken_at = m.closed_at and s.phase = m.phase
  and s.profile_id is not distinct from m.profile_id;
