-- Files at a deal: the offer that was sent, a plan, a photograph.
create table pipeline.deal_file (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  name           text not null check (name <> ''),
  type           text not null,
  size           integer not null check (size > 0),
  content        bytea not null,
  at             timestamptz not null,
  created_by     uuid not null references identity.user_account
);
create index deal_file_opportunity_idx on pipeline.deal_file (opportunity_id, at desc);
create index deal_file_created_by_idx on pipeline.deal_file (created_by);

-- Somebody may be against the purchase, whatever else they do in it.
alter table pipeline.buying_role drop constraint buying_role_role_check;
alter table pipeline.buying_role add constraint buying_role_role_check
  check (role in ('DECIDES', 'USES', 'INFLUENCES', 'PAYS', 'TECHNICAL', 'BLOCKS'));
