-- Who added a product; null where nobody kept it.
alter table pipeline.product add column created_by uuid references identity.user_account on delete set null;
create index product_created_by_idx on pipeline.product (created_by);
