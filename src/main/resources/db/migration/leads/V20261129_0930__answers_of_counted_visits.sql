-- Whether the visit from which an answer came is among those that are counted, so that both sides of
-- the share of visitors who answer speak of the same visits. Earlier answers count as they did.
alter table leads.form_seen add column counted boolean not null default false;
alter table leads.form_submission add column visited boolean not null default true;
alter table leads.form_submission alter column visited set default false;
