-- By what else somebody is reached since two were merged: their further addresses and telephones, one
-- after the other, a copy of what contacts.alias says, so that lists and searches need no second table.
alter table contacts.person add column further text not null default '';

create function contacts.note_further() returns trigger
  language plpgsql
as $$
begin
  update contacts.person p
  set further = coalesce((
    select string_agg(distinct a.value, ' ' order by a.value) from contacts.alias a
    where a.person_id = p.id and a.kind in ('EMAIL', 'PHONE')), '')
  where p.id in (case when tg_op <> 'DELETE' then new.person_id end,
                 case when tg_op <> 'INSERT' then old.person_id end);
  return null;
end
$$;

create trigger alias_noted after insert or update of person_id, value or delete on contacts.alias
  for each row execute function contacts.note_further();

update contacts.person p
set further = a.further
from (select person_id, string_agg(distinct value, ' ' order by value) as further
      from contacts.alias where person_id is not null and kind in ('EMAIL', 'PHONE')
      group by person_id) a
where a.person_id = p.id;

alter table contacts.person drop column search;
alter table contacts.person add column search text not null generated always as
  (platform.fold(name || ' ' || coalesce(company_name, '') || ' ' || coalesce(email, '') || ' '
    || coalesce(phone, '') || ' ' || further)) stored;
create index person_search_idx on contacts.person using gin (search gin_trgm_ops);

-- What two people may share of that at which they are reached: the own parts or the domains of their
-- addresses, or the ends of their telephones.
create function contacts.reach_keys(what text, first text, further text) returns text[]
  language sql immutable parallel safe
as $$
  select array_agg(k) from (
    select case what
      when 'PHONE' then case when v not like '%@%' then right(v, 9) end
      when 'NAME' then case when v like '%@%' then contacts.mail_key(v) end
      else case when v like '%@%' then contacts.mail_domain(v) end end as k
    from regexp_split_to_table(coalesce(first, '') || ' ' || further, ' ') v where v <> '') x
  where k is not null
$$;
