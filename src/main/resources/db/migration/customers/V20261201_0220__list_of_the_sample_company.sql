-- Whether the list of what is done after a sale is that of the sample company, which goes with it.
alter table customers.checklist add column sample boolean not null default false;
