-- Customers who buy as regularly as most have a window of their own, and so have the others; what was
-- learned of all together is learned again.
delete from customers.rhythm;
alter table customers.rhythm
  -- How far a steady customer's intervals usually lie from what is usual for them, at most: the
  -- logarithm of their ratio.
  add column spread double precision,
  add column steady_low double precision,
  add column steady_middle double precision,
  add column steady_high double precision,
  add column steady_tried integer not null,
  add column steady_inside integer not null,
  add column unsteady_low double precision,
  add column unsteady_middle double precision,
  add column unsteady_high double precision,
  add column unsteady_tried integer not null,
  add column unsteady_inside integer not null;

-- Whether they buy as regularly as most do.
alter table customers.customer add column expected_steady boolean;
update customers.customer set rhythm_due = true where not rhythm_due;
