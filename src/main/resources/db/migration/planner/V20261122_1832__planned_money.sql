-- What an occurrence takes of the money that was planned, for every page and report alike (R105): what
-- was not done leaves it free again.
create function planner.planned(state text, investment numeric) returns numeric
  language sql immutable parallel safe
  return case when state = 'NOT_DONE' then 0 else investment end;
