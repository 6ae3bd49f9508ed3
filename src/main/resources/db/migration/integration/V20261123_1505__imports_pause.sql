-- A run can be held up and go on later from the row where it stopped.
alter table integration.import_run drop constraint import_run_state_check;
alter table integration.import_run add constraint import_run_state_check check (state in ('UPLOADED',
  'READ', 'CHECKING', 'REFUSED', 'CHECKED', 'RUNNING', 'PAUSED', 'DONE', 'CANCELLED', 'FAILED',
  'UNDOING', 'UNDONE'));
alter table integration.import_pass add column pause_asked boolean not null default false;
