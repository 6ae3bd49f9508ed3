-- What was planned stays what was planned, whatever became of it: planned and spent can be compared.
drop function planner.planned(text, numeric);
