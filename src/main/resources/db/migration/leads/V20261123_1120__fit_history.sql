-- That the fit of a lead with a profile became another grade, with the points before and after.
create table leads.lead_fit_change (
  id         uuid primary key default gen_random_uuid(),
  lead_id    uuid not null references leads.lead on delete cascade,
  profile_id uuid not null references icp.profile on delete cascade,
  at         timestamptz not null,
  before     jsonb not null,
  after      jsonb not null
);
create index lead_fit_change_idx on leads.lead_fit_change (lead_id, at desc);
create index lead_fit_change_profile_idx on leads.lead_fit_change (profile_id);
