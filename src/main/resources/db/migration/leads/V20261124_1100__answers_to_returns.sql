-- What marketing did about a lead that a seller returned: when, who, and what they tell the seller
-- (R060). Until then the return waits in marketing's inbox.
alter table leads.handoff
  add column return_answer      text check (return_answer in
    ('HANDED_AGAIN', 'ENDED', 'RECONTACT', 'PROFILE', 'NURTURED', 'MERGED', 'REPLIED')),
  add column return_words       text,
  add column return_answered_at timestamptz,
  -- Null where it follows from something else.
  add column return_answered_by uuid references identity.user_account;

-- What was done about those of before is known from what became of the lead.
update leads.handoff h set return_answer = 'HANDED_AGAIN', return_answered_at = n.handed_at,
  return_answered_by = n.from_user
from (select h.id, n.handed_at, n.from_user from leads.handoff h
  join lateral (select n.handed_at, n.from_user from leads.handoff n
    where n.lead_id = h.lead_id and n.handed_at > h.rejected_at
    order by n.handed_at limit 1) n on true
  where h.rejected_at is not null) n
where n.id = h.id;
update leads.handoff h set return_answer = 'ENDED', return_answered_at = greatest(l.ended_at, h.rejected_at)
from leads.lead l
where l.id = h.lead_id and h.rejected_at is not null and h.return_answer is null
  and l.stage = 'ENDED' and l.ended_at is not null;

alter table leads.handoff
  add check ((return_answer is null) = (return_answered_at is null)),
  add check (return_answer is null or rejected_at is not null);
create index handoff_returned_idx on leads.handoff (rejected_at, id)
  where rejected_at is not null and return_answer is null;
create index handoff_returned_lead_idx on leads.handoff (lead_id)
  where rejected_at is not null and return_answer is null;
create index handoff_return_answered_by_idx on leads.handoff (return_answered_by);

-- Leads below the gate, the nearest to it first: how many of the facts that a lead itself knows are
-- there. Whether the person can be reached, a date has passed, or a criterion is met, is looked at on
-- the page.
create function leads.known_facts(company_id uuid, need text, budget text, authority text, purchase_date date)
  returns integer language sql immutable parallel safe
  return (company_id is not null)::integer + (need is not null)::integer
    + (budget is not null and authority is not null)::integer + (purchase_date is not null)::integer;
create index lead_nearest_idx on leads.lead
  (leads.known_facts(company_id, need, budget, authority, purchase_date) desc, created_at desc, id desc)
  where stage = 'OPEN';

-- What forms set aside, the newest first.
create index form_submission_aside_idx on leads.form_submission (at desc, id desc)
  where quarantine is not null;
