-- What activities yielded is counted from a quarter of occurrences and their people at once: without
-- the tables, as far as it goes.
create index occurrence_days_idx on planner.occurrence (day, phase, start_time, id)
  include (state, profile_id, owner_id, investment, spent, reach, invited, attended, tentative, activity_id);
drop index planner.occurrence_day_idx;
alter index planner.occurrence_days_idx rename to occurrence_day_idx;

-- Whether somebody was met before; and, read backwards, whom they met last.
create index touch_of_person_idx on planner.touch (person_id, at, id) include (occurrence_id);
drop index planner.touch_person_idx;
alter index planner.touch_of_person_idx rename to touch_person_idx;
