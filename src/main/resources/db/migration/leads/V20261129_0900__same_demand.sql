-- That a lead is the same demand as another of its person, which goes on in its place: since when,
-- and what went over, so that both can be parted again.
create table leads.same_demand (
  lead_id     uuid primary key references leads.lead on delete cascade,
  into_id     uuid not null references leads.lead on delete cascade,
  -- What the person wrote and tried, by ids, and which facts the other had not known.
  submissions uuid[] not null,
  trials      uuid[] not null,
  facts       jsonb not null,
  joined_at   timestamptz not null,
  joined_by   uuid not null references identity.user_account,
  check (lead_id <> into_id)
);
create index same_demand_into_idx on leads.same_demand (into_id);
create index same_demand_by_idx on leads.same_demand (joined_by);

-- Where it is looked up who has more than one lead open.
create index lead_open_person_idx on leads.lead (person_id) where stage <> 'ENDED';
