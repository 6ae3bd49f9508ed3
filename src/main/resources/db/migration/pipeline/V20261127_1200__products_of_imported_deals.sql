-- To which family of products it belongs, as price lists group them.
alter table pipeline.product add column series text;

-- The product that a file named for the deal. Once the deal has an amount, that is its only line,
-- and "lines" is 0 until a person writes the lines.
alter table pipeline.opportunity
  add column imported_product_id uuid references pipeline.product on delete set null;
create index opportunity_imported_product_idx on pipeline.opportunity (imported_product_id);
