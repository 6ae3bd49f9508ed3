-- What one unit of a deal's currency was worth in the company's when it was entered: 1 in the company's own, null
-- where nobody had said. With it the list by amount comes from an index, whatever the currencies.
alter table pipeline.opportunity add column rate numeric(18, 8) default 1;

update pipeline.opportunity o set rate = (
  select k.rate from pipeline.deal_rate k where k.opportunity_id = o.id and k.currency = o.currency)
where o.currency is distinct from (select c.currency from identity.organization c limit 1);

alter table pipeline.opportunity add column worth numeric generated always as (amount * rate) stored;

drop index pipeline.opportunity_amount_idx;
create index opportunity_worth_idx on pipeline.opportunity
  ((coalesce(worth, case when amount is null then -2 else -1 end)) desc, id desc) where kind = 'OPEN';
