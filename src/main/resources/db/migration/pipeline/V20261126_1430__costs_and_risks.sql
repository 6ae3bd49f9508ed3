-- What a purchase costs the customer over the years, beside an alternative: ours and theirs, once
-- and each year. Inner notes are not for the customer.
create table pipeline.cost_sheet (
  opportunity_id uuid primary key references pipeline.opportunity on delete cascade,
  alternative    text not null check (alternative <> ''),
  years          integer not null check (years between 1 and 20),
  currency       text not null check (length(currency) = 3),
  for_customer   text,
  inner_note     text,
  changed_at     timestamptz not null,
  changed_by     uuid not null references identity.user_account,
  version        integer not null
);
create index cost_sheet_changed_by_idx on pipeline.cost_sheet (changed_by);

create table pipeline.cost_row (
  opportunity_id uuid not null references pipeline.cost_sheet on delete cascade,
  position       integer not null,
  label          text not null check (label <> ''),
  ours_once      numeric(14, 2) not null check (ours_once >= 0),
  ours_yearly    numeric(14, 2) not null check (ours_yearly >= 0),
  theirs_once    numeric(14, 2) not null check (theirs_once >= 0),
  theirs_yearly  numeric(14, 2) not null check (theirs_yearly >= 0),
  inner_note     text,
  primary key (opportunity_id, position)
);

-- What the customer fears of buying, and what we do about it.
create table pipeline.buyer_risk (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  risk           text not null check (risk <> ''),
  mitigation     text,
  state          text not null check (state in ('OPEN', 'HANDLED', 'ACCEPTED')),
  created_at     timestamptz not null,
  created_by     uuid not null references identity.user_account,
  changed_at     timestamptz not null,
  changed_by     uuid not null references identity.user_account,
  version        integer not null,
  check (state <> 'HANDLED' or mitigation is not null)
);
create index buyer_risk_opportunity_idx on pipeline.buyer_risk (opportunity_id, created_at);
create index buyer_risk_created_by_idx on pipeline.buyer_risk (created_by);
create index buyer_risk_changed_by_idx on pipeline.buyer_risk (changed_by);
