-- What was said or tried about which deal. A talk counts for the deal that it was noted on, for the one that was
-- chosen, or for the only open one of the customer; with the latest contact its idle clock starts again (R065).
create table pipeline.talk (
  interaction_id uuid not null,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  kind           text not null,
  result         text,
  -- whether the customer took part; otherwise it was an attempt of ours
  contact        boolean not null,
  at             timestamptz not null,
  by_user        uuid references identity.user_account on delete set null,
  primary key (opportunity_id, interaction_id)
);
create index talk_at_idx on pipeline.talk (opportunity_id, at desc);
create index talk_by_user_idx on pipeline.talk (by_user) where by_user is not null;

-- How often nobody answered since the last contact, and since when.
alter table pipeline.opportunity
  add column attempts integer not null default 0 check (attempts >= 0),
  add column attempts_since timestamptz;

insert into pipeline.talk (interaction_id, opportunity_id, kind, result, contact, at, by_user)
select d.id, d.opportunity_id, d.kind, d.result, false, d.done_at, d.done_by
from pipeline.step_done d where d.kind <> 'NOTE';

-- What was said elsewhere counts for the only deal that is open with the customer.
insert into pipeline.talk (interaction_id, opportunity_id, kind, result, contact, at, by_user)
select i.id, n.deal, i.kind, i.result, false, i.happened_at, i.created_by
from (
  select interaction, min(deal::text)::uuid as deal from (
    select i.id as interaction, o.id as deal from contacts.interaction i
    join pipeline.opportunity o on o.person_id = i.person_id and o.kind = 'OPEN'
    union
    select i.id, o.id from contacts.interaction i
    join pipeline.buying_role r on r.person_id = i.person_id
    join pipeline.opportunity o on o.id = r.opportunity_id and o.kind = 'OPEN'
    union
    select i.id, o.id from contacts.interaction i left join contacts.person p on p.id = i.person_id
    join pipeline.opportunity o on o.company_id = coalesce(i.company_id, p.company_id) and o.kind = 'OPEN') near
  group by interaction having count(*) = 1) n
join contacts.interaction i on i.id = n.interaction
where i.kind <> 'NOTE'
  and not exists (select from pipeline.step_done d where d.interaction_id = i.id)
on conflict do nothing;

update pipeline.talk set contact = true
where kind in ('CALL', 'MEETING', 'VISIT') and (result is null or result not in ('NO_ANSWER', 'SENT'))
  or kind in ('EMAIL', 'MESSAGE')
    and result in ('TALKED', 'MEETING_AGREED', 'ASKED_FOR_TIME', 'NOT_INTERESTED', 'AWAITS_ANSWER');

update pipeline.opportunity o
set (last_contact_at, last_contact_kind, last_contact_result, last_contact_by) = (
  select t.at, t.kind, t.result, t.by_user from pipeline.talk t
  where t.opportunity_id = o.id and t.contact order by t.at desc limit 1)
where o.kind = 'OPEN' and o.last_contact_kind is not null;

update pipeline.opportunity o set attempts = t.attempts, attempts_since = t.since
from (
  select t.opportunity_id, count(*)::int as attempts, min(t.at) as since
  from pipeline.talk t join pipeline.opportunity d on d.id = t.opportunity_id
  where not t.contact and t.at > coalesce(d.last_contact_at, '-infinity')
  group by t.opportunity_id) t
where o.id = t.opportunity_id and o.kind = 'OPEN';
