-- Who else sells to our customers, each known once however they are written: with or without
-- accents, capitals and spaces.
create table playbook.competitor (
  key        text primary key,
  name       text not null check (name <> ''),
  created_at timestamptz not null,
  created_by uuid references identity.user_account on delete set null,
  check (key <> '')
);
create index competitor_created_by_idx on playbook.competitor (created_by);

create function playbook.competitor_key(name text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(platform.fold(name), '\s', '', 'g');

insert into playbook.competitor (key, name, created_at, created_by)
select distinct on (playbook.competitor_key(competitor)) playbook.competitor_key(competitor),
  btrim(competitor), created_at, created_by
from playbook.material
where competitor is not null and playbook.competitor_key(competitor) <> ''
order by playbook.competitor_key(competitor), created_at;
