-- What else is wrong with a refused row, after the first fault: [{"messageKey", "arguments"}].
alter table integration.import_remark add column more jsonb;
