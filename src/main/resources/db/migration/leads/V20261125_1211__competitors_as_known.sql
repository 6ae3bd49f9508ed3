-- The competitors that leads name are known, and written alike.
insert into playbook.competitor (key, name, created_at)
select distinct on (playbook.competitor_key(competitor)) playbook.competitor_key(competitor),
  btrim(competitor), coalesce(ended_at, created_at)
from leads.lead
where playbook.competitor_key(competitor) <> ''
order by playbook.competitor_key(competitor), ended_at
on conflict do nothing;
update leads.lead l set competitor = c.name
from playbook.competitor c
where c.key = playbook.competitor_key(l.competitor) and c.name <> l.competitor;
