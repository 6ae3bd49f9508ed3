-- By when a won deal was to be paid, and when it was; unknown where nobody has said.
alter table pipeline.opportunity
  add column payment_due_on date,
  add column paid_on date,
  add check (kind = 'WON' or payment_due_on is null and paid_on is null);
-- Who bought what and how it was paid, of all customers.
create index opportunity_won_idx on pipeline.opportunity (company_id, person_id, closed_at)
  include (amount, currency, payment_due_on, paid_on, owner_id) where kind = 'WON';
