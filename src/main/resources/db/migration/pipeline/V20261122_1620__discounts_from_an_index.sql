-- Discounts are added up by seller and by the activity that brought the customer.
create index opportunity_discounts_idx on pipeline.opportunity (discount_at desc, id desc)
  include (discount, currency, owner_id, lead_id) where discount is not null;
drop index pipeline.opportunity_discount_idx;
alter index pipeline.opportunity_discounts_idx rename to opportunity_discount_idx;

-- The page of a lead names its deals.
create index acceptance_lead_idx on pipeline.acceptance (lead_id);
