-- What is put aside for longer is not put aside, but forgotten (R065).
update leads.pool_rule set snooze_days = 14 where snooze_days > 14;
alter table leads.pool_rule drop constraint pool_rule_snooze_days_check;
alter table leads.pool_rule add constraint pool_rule_snooze_days_check check (snooze_days between 1 and 14);
