-- What is to be known of the file as a whole: how many rows each finding means, by its message and
-- what it is about, such as a currency: {"deal.import.finding.noRate": {"USD": 3}}.
alter table integration.import_pass add column findings jsonb not null default '{}';
