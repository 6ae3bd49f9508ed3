-- With whom one spoke when a step was done; null where it was with the company, or with nobody.
alter table pipeline.step_done add column person_id uuid references contacts.person on delete set null;
create index step_done_person_idx on pipeline.step_done (person_id) where person_id is not null;

update pipeline.step_done d set person_id = i.person_id
from contacts.interaction i where i.id = d.interaction_id and i.person_id is not null;
