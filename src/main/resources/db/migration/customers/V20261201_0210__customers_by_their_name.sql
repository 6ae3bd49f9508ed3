-- Customers are found by parts of their name.
alter table customers.customer
  add column search text generated always as (platform.fold(name)) stored;
create index customer_search_idx on customers.customer using gin (search gin_trgm_ops);
