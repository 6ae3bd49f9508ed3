-- Who said how a lead ended; null while it has not, and where its deal said so.
alter table leads.lead add column ended_by uuid references identity.user_account;
create index lead_ended_by_idx on leads.lead (ended_by, ended_at) where ended_by is not null;
