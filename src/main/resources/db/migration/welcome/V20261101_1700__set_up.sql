create schema welcome;

-- The codes printed at start while nobody has set Arena up, one a node, as hashes.
create table welcome.set_up_code (
  hash       bytea primary key,
  created_at timestamptz not null
);
