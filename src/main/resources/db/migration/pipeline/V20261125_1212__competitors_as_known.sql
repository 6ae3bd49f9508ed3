-- The competitors that lost deals name are known, and written alike.
insert into playbook.competitor (key, name, created_at)
select distinct on (playbook.competitor_key(lost_competitor))
  playbook.competitor_key(lost_competitor), btrim(lost_competitor), closed_at
from pipeline.opportunity
where playbook.competitor_key(lost_competitor) <> ''
order by playbook.competitor_key(lost_competitor), closed_at
on conflict do nothing;
update pipeline.opportunity o set lost_competitor = c.name
from playbook.competitor c
where c.key = playbook.competitor_key(o.lost_competitor) and c.name <> o.lost_competitor;
