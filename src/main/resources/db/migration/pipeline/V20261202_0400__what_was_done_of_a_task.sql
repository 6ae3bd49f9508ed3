-- What whoever ticked a task off wrote about it, where that was said to nobody; a talk keeps its own words.
alter table pipeline.task add column said text check (said <> '');
