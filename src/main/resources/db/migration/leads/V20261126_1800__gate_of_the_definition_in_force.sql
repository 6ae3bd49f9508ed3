-- Whoever was qualified by an edition that is no longer in force is below the gate again.
drop index leads.lead_nearest_idx;
create index lead_nearest_idx on leads.lead
  (leads.known_facts(company_id, need, budget, authority, purchase_date) desc, created_at desc, id desc)
  where stage in ('OPEN', 'QUALIFIED');
