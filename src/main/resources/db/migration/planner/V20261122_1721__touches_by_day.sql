-- Reports ask for everybody met in a quarter or a year: the day of the occurrence stands beside the
-- touch, so that they are read one after the other from an index. The foreign key keeps it the day of
-- the occurrence, also when that is moved.
alter table planner.touch add column day date;
update planner.touch t set day = o.day from planner.occurrence o where o.id = t.occurrence_id;
alter table planner.touch alter column day set not null;

create unique index occurrence_id_day_key on planner.occurrence (id, day);
alter table planner.touch
  add constraint touch_occurrence_day_fkey foreign key (occurrence_id, day)
    references planner.occurrence (id, day) on delete cascade on update cascade,
  drop constraint touch_occurrence_id_fkey;
create index touch_day_idx on planner.touch (day) include (occurrence_id, person_id, kind, at, id);

-- Nobody who notes a touch needs to know. The lock keeps an occurrence from being moved meanwhile.
create function planner.take_day() returns trigger language plpgsql as $$
begin
  select o.day into new.day from planner.occurrence o where o.id = new.occurrence_id for key share;
  return new;
end $$;
create trigger touch_day before insert on planner.touch
  for each row execute function planner.take_day();
