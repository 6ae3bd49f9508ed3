-- Where only one tenth of what was foretold differs from the others, it is switched off.
alter table leads.learning drop constraint learning_verdict_check;
alter table leads.learning add constraint learning_verdict_check
  check (verdict in ('ON', 'TOO_FEW', 'NO_FACTS', 'NO_ORDER', 'ONE_GROUP', 'NO_BETTER'));
