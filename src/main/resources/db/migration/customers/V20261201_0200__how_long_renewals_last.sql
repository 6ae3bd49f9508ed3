-- A purchase that renews another lasts as long as that one did the first time, from where it ended.
alter table customers.purchase
  -- The day from which it lasts, where that is not the one on which it was bought.
  add column lasts_from date,
  -- How long it lasted the first time, in whole months or else in days; of a renewal only.
  add column first_months integer check (first_months > 0),
  add column first_days integer check (first_days > 0),
  -- The purchase by which it was renewed.
  add column renewed_by_id uuid references customers.purchase on delete set null,
  add check (num_nonnulls(first_months, first_days) <= 1);
create index purchase_renewed_by_idx on customers.purchase (renewed_by_id) where renewed_by_id is not null;
