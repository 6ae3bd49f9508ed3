-- Which of the people an activity met are inside the profile is asked for tens of thousands at once.
create index lead_of_person_idx on leads.lead (person_id) include (id, sales_owner_id);
drop index leads.lead_person_idx;
alter index leads.lead_of_person_idx rename to lead_person_idx;

create unique index lead_fit_grades_key on leads.lead_fit (lead_id, profile_id) include (grade, knocked_out);
alter table leads.lead_fit drop constraint lead_fit_pkey;
alter table leads.lead_fit add constraint lead_fit_pkey primary key using index lead_fit_grades_key;
