-- By when a deal that has ended was expected to be decided: it is again, once it is worked again. Of those
-- that ended before this was kept, it is known where they were put off.
alter table pipeline.opportunity add column expected_close date;
update pipeline.opportunity o set expected_close = (
  select p.to_date from pipeline.postponement p
  where p.opportunity_id = o.id order by p.at desc, p.id desc limit 1)
where o.kind <> 'OPEN';
