-- With what the idle clock of a deal was started again: how it was said, what came of it, by whom of us.
alter table pipeline.opportunity
  add column last_contact_kind text,
  add column last_contact_result text,
  add column last_contact_by uuid references identity.user_account on delete set null;
create index opportunity_last_contact_by_idx on pipeline.opportunity (last_contact_by)
  where last_contact_by is not null;

update pipeline.opportunity o
set last_contact_kind = i.kind, last_contact_result = i.result, last_contact_by = i.created_by
from contacts.interaction i
where i.happened_at = o.last_contact_at
  and (i.person_id = o.person_id or i.company_id = o.company_id
    or i.person_id in (select r.person_id from pipeline.buying_role r where r.opportunity_id = o.id));
