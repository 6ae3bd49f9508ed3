-- Whether a person is inside a profile is asked for tens of thousands at once: answered from one
-- index, without the lead. The foreign key keeps the person that of the lead.
alter table leads.lead_fit add column person_id uuid;
update leads.lead_fit f set person_id = l.person_id from leads.lead l where l.id = f.lead_id;
alter table leads.lead_fit alter column person_id set not null;

create unique index lead_id_person_key on leads.lead (id, person_id);
alter table leads.lead_fit
  add constraint lead_fit_lead_person_fkey foreign key (lead_id, person_id)
    references leads.lead (id, person_id) on delete cascade on update cascade,
  drop constraint lead_fit_lead_id_fkey;
create index lead_fit_person_idx on leads.lead_fit (person_id, profile_id) include (grade, knocked_out, lead_id);
