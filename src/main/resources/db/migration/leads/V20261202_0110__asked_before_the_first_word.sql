-- That the customer asked something before they heard from us, and for how many working minutes they
-- were to wait for the answer, where that made the first word due sooner.
alter table leads.handoff
  add asked_at timestamptz,
  add asked_minutes integer,
  add check ((asked_at is null) = (asked_minutes is null));
