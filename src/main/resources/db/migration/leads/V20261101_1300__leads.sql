create schema leads;

-- A public form of an activity.
create table leads.lead_form (
  id          uuid primary key,
  slug        text not null unique check (slug ~ '^[a-z0-9-]{3,80}$'),
  title       text not null,
  intro       text,
  thanks      text,
  consent     text not null,
  ask_company boolean not null,
  ask_phone   boolean not null,
  question    text,
  language    text not null check (language in ('es', 'en')),
  activity_id uuid not null references planner.activity on delete cascade,
  open        boolean not null,
  -- Signs the moment at which a visitor opened the page, so that bots cannot invent it.
  secret      text not null,
  created_at  timestamptz not null,
  created_by  uuid not null references identity.user_account,
  version     integer not null
);
create index lead_form_activity_idx on leads.lead_form (activity_id);

-- A person (and company) who is being qualified. The person exists once, in contacts; names are
-- copied here for lists and searches and follow changes there.
create table leads.lead (
  id                 uuid primary key,
  person_id          uuid not null references contacts.person,
  company_id         uuid references contacts.company,
  person_name        text collate "und-x-icu" not null,
  company_name       text,
  profile_id         uuid references icp.profile,
  origin             text not null check (origin in ('FORM', 'MANUAL', 'IMPORT', 'REFERRAL')),
  source_activity_id uuid references planner.activity on delete set null,
  source_occurrence_id uuid references planner.occurrence on delete set null,
  -- The hourglass phase that the lead is credited to: of its source activity, REFER for a referral,
  -- none when no activity brought it.
  phase              text check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  first_touch_at     timestamptz,
  first_touch_activity_id uuid references planner.activity on delete set null,
  referred_by        uuid references contacts.person,
  form_id            uuid references leads.lead_form on delete set null,
  -- Who in marketing looks after it, and who in sales it was handed to.
  owner_id           uuid references identity.user_account,
  sales_owner_id     uuid references identity.user_account,
  stage              text not null check (stage in ('OPEN', 'QUALIFIED', 'HANDED_OVER', 'ACCEPTED', 'ENDED')),
  need               text,
  budget             text,
  authority          text,
  purchase_date      date,
  -- How it ended: bought from us, from somebody else, nothing, nobody knows, or never was one.
  outcome            text check (outcome in ('BOUGHT', 'COMPETITOR', 'NOTHING', 'UNKNOWN', 'NOT_A_LEAD')),
  outcome_note       text,
  ended_at           timestamptz,
  -- The best fit over all profiles, stored for sorting.
  fit_score          integer check (fit_score between 0 and 100),
  fit_grade          text check (fit_grade in ('A', 'B', 'C', 'D')),
  -- Whether what the fit rests on changed since it was computed.
  fit_due            boolean not null default true,
  outside_source     text,
  outside_id         text,
  created_at         timestamptz not null,
  created_by         uuid references identity.user_account,
  version            integer not null,
  search             text not null generated always as
    (platform.fold(person_name || ' ' || coalesce(company_name, ''))) stored,
  unique (outside_source, outside_id)
);
create index lead_created_idx on leads.lead (created_at desc, id desc);
create index lead_stage_idx on leads.lead (stage, created_at desc, id desc);
create index lead_fit_idx on leads.lead (coalesce(fit_score, -1) desc, id desc);
create index lead_fit_due_idx on leads.lead (id) where fit_due;
create index lead_person_idx on leads.lead (person_id);
create index lead_company_idx on leads.lead (company_id);
create index lead_referred_by_idx on leads.lead (referred_by) where referred_by is not null;
create index lead_sales_owner_idx on leads.lead (sales_owner_id, created_at desc, id desc);
create index lead_source_idx on leads.lead (source_activity_id);
create index lead_search_idx on leads.lead using gin (search gin_trgm_ops);

-- How well a lead fits each profile, point by point.
create table leads.lead_fit (
  lead_id     uuid not null references leads.lead on delete cascade,
  profile_id  uuid not null references icp.profile on delete cascade,
  score       integer not null check (score between 0 and 100),
  grade       text not null check (grade in ('A', 'B', 'C', 'D')),
  knocked_out boolean not null,
  points      jsonb not null,
  computed_at timestamptz not null,
  primary key (lead_id, profile_id)
);

-- That a lead met the definition of a qualified prospect: when, by whose judgement, with what facts.
create table leads.qualification (
  id           uuid primary key,
  lead_id      uuid not null references leads.lead on delete cascade,
  qualified_at timestamptz not null,
  qualified_by uuid not null references identity.user_account,
  facts        jsonb not null
);
create index qualification_lead_idx on leads.qualification (lead_id, qualified_at desc);
create index qualification_at_idx on leads.qualification (qualified_at);

-- A qualified lead on its way from marketing to sales.
create table leads.handoff (
  id               uuid primary key,
  lead_id          uuid not null references leads.lead on delete cascade,
  from_user        uuid not null references identity.user_account,
  to_user          uuid not null references identity.user_account,
  why              text not null,
  promised         text,
  first_step       text not null,
  handed_at        timestamptz not null,
  due_at           timestamptz not null,
  accepted_at      timestamptz,
  accepted_by      uuid references identity.user_account,
  rejected_at      timestamptz,
  rejected_by      uuid references identity.user_account,
  rejection        text check (rejection in ('OUTSIDE_PROFILE', 'NO_ABILITY', 'NO_DATE', 'DUPLICATE', 'BAD_DATA', 'OTHER')),
  rejection_note   text,
  withdrawn_at     timestamptz,
  first_contact_at timestamptz,
  version          integer not null,
  check (accepted_at is null or rejected_at is null)
);
create index handoff_lead_idx on leads.handoff (lead_id, handed_at desc);
create unique index handoff_waiting_key on leads.handoff (lead_id)
  where accepted_at is null and rejected_at is null and withdrawn_at is null;
create index handoff_to_idx on leads.handoff (to_user, due_at)
  where accepted_at is null and rejected_at is null and withdrawn_at is null;
create index handoff_handed_at_idx on leads.handoff (handed_at);
create index handoff_accepted_at_idx on leads.handoff (accepted_at);

-- Demand as it was detected; counts once sales confirms it (R049, R050).
create table leads.demand_signal (
  id            uuid primary key,
  kind          text not null check (kind in ('PURCHASE_INTENT', 'CLOSING_INTENT')),
  person_id     uuid not null references contacts.person,
  person_name   text not null,
  occurrence_id uuid references planner.occurrence on delete set null,
  evidence      text not null check (evidence <> ''),
  happened_on   date not null,
  noted_at      timestamptz not null,
  noted_by      uuid not null references identity.user_account,
  confirmed_at  timestamptz,
  confirmed_by  uuid references identity.user_account,
  dismissed_at  timestamptz,
  dismissed_by  uuid references identity.user_account,
  dismissal     text,
  version       integer not null,
  check (confirmed_at is null or dismissed_at is null)
);
create index demand_signal_day_idx on leads.demand_signal (happened_on);
create index demand_signal_person_idx on leads.demand_signal (person_id, happened_on desc);
create index demand_signal_occurrence_idx on leads.demand_signal (occurrence_id);
create index demand_signal_open_idx on leads.demand_signal (noted_at) where confirmed_at is null and dismissed_at is null;

-- What came in through a public form; what bots send is kept apart and counts nowhere.
create table leads.form_submission (
  id          uuid primary key,
  form_id     uuid not null references leads.lead_form on delete cascade,
  at          timestamptz not null,
  name        text not null,
  email       text,
  phone       text,
  company     text,
  answer      text,
  consents    boolean not null,
  -- Why it was set aside; null when it counts.
  quarantine  text check (quarantine in ('TRAP', 'TOO_FAST', 'TOO_MANY')),
  address     text not null,
  lead_id     uuid references leads.lead on delete set null
);
create index form_submission_form_idx on leads.form_submission (form_id, at desc);
create index form_submission_address_idx on leads.form_submission (address, at);
