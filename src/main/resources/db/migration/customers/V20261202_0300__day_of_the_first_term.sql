-- Renewals that begin at the end of a month return to the day of the first one in longer months.
alter table customers.purchase
  -- The day of the month on which each renewal ends where it has one; of a renewal only.
  add column anchor_day integer check (anchor_day between 1 and 31);
