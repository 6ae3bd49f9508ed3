-- What our people say about a lead goes on with its deal.
alter table pipeline.comment
  alter column opportunity_id drop not null,
  add column lead_id uuid references leads.lead on delete cascade,
  add check (num_nonnulls(opportunity_id, lead_id) = 1);
create index comment_lead_idx on pipeline.comment (lead_id, at desc, id desc);
