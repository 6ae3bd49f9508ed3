-- A close that was taken back at once is as if it had not been; what was written with it still stands
-- in the form when the week is closed.
alter table planner.week_closing add column taken_back boolean not null default false;
alter table planner.week_closing
  add constraint week_closing_taken_back_check check (not taken_back or opened_at is not null);

-- Whether a sentence says again what an earlier one did: more than half of the words of the longer
-- one stand in both.
create function planner.rewords(later text, earlier text) returns boolean
language sql stable parallel safe as $$
  with one as (
    select distinct w from unnest(regexp_split_to_array(platform.fold(earlier), '[^[:alnum:]]+')) w
    where w <> ''),
  other as (
    select distinct w from unnest(regexp_split_to_array(platform.fold(later), '[^[:alnum:]]+')) w
    where w <> '')
  select earlier = later or 2 * (select count(*) from one join other using (w))
    > greatest((select count(*) from one), (select count(*) from other))
$$;

-- The closes that the history of a week tells.
create view planner.told_closing as
select w.id, w.monday, w.learned, w.closed_at, w.closed_by, w.recorded_at, w.opened_at, w.opened_by,
       exists (select from planner.week_closing l
         where l.monday = w.monday and not l.taken_back and l.recorded_at > w.recorded_at
           and planner.rewords(l.learned, w.learned)) as reworded
from planner.week_closing w where not w.taken_back;
