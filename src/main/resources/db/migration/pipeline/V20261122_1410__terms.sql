-- What is offered in a deal, how much below the list price and why, and against whom (R079).
alter table pipeline.opportunity
  add offer_id        uuid references playbook.offer on delete set null,
  add discount        numeric(15, 2) check (discount > 0),
  add discount_reason text,
  add discount_by     uuid references identity.user_account,
  add discount_at     timestamptz,
  add competitor      text,
  add constraint opportunity_discount_reason_check check (discount is null or discount_reason is not null);
create index opportunity_offer_idx on pipeline.opportunity (offer_id) where offer_id is not null;
create index opportunity_discount_idx on pipeline.opportunity (discount_at desc, id desc)
  where discount is not null;
