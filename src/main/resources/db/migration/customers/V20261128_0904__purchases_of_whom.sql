-- Which of our people sold something, and what: the list is narrowed down by them.
create index purchase_owner_idx on customers.purchase (owner_id) where deleted_at is null;
