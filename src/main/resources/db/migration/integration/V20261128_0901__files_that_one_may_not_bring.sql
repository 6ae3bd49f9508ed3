-- Of files that come together those that were left out since whoever sent them may not bring such
-- records: their names, and beside each what it brings.
alter table integration.import_set
  add column forbidden    text[] not null default '{}',
  add column forbidden_as text[] not null default '{}',
  add constraint import_set_forbidden_check check (cardinality(forbidden) = cardinality(forbidden_as));
