create schema pipeline;

create table pipeline.stage (
  id          uuid primary key,
  position    integer not null unique deferrable initially deferred,
  name        text not null check (name <> ''),
  kind        text not null check (kind in ('OPEN', 'WON', 'LOST')),
  probability integer not null check (probability between 0 and 100),
  -- What must be so before a deal leaves this stage, one a line.
  exit_criteria text[] not null default '{}',
  retired     boolean not null default false,
  version     integer not null
);

-- A deal. Names are copied from contacts for lists and searches and follow changes there.
create table pipeline.opportunity (
  id              uuid primary key,
  name            text collate "und-x-icu" not null check (name <> ''),
  person_id       uuid references contacts.person on delete set null,
  company_id      uuid references contacts.company on delete set null,
  person_name     text,
  company_name    text,
  lead_id         uuid references leads.lead on delete set null,
  -- Whether the lead was a person whom somebody referred to us.
  referral        boolean not null default false,
  profile_id      uuid references icp.profile on delete set null,
  owner_id        uuid references identity.user_account,
  stage_id        uuid not null references pipeline.stage,
  kind            text not null check (kind in ('OPEN', 'WON', 'LOST')),
  amount          numeric(14, 2) check (amount >= 0),
  currency        text not null check (length(currency) = 3),
  close_date      date,
  next_step       text,
  next_step_on    date,
  no_step_reason  text,
  -- How often the present step was put off.
  step_moves      integer not null default 0,
  last_contact_at timestamptz,
  -- The hourglass phase that opening it is credited to, and later winning it.
  phase           text not null check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  opened_at       timestamptz not null,
  closed_at       timestamptz,
  won_phase       text check (won_phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  lost_reason     text check (lost_reason in ('PRICE', 'NO_NEED', 'NO_ABILITY', 'TIMING', 'PRODUCT', 'SILENCE', 'OTHER')),
  lost_to         text check (lost_to in ('COMPETITOR', 'NOBODY', 'UNKNOWN')),
  lost_competitor text,
  lost_note       text,
  outside_source  text,
  outside_id      text,
  attributes      jsonb not null default '{}',
  created_at      timestamptz not null,
  created_by      uuid references identity.user_account,
  version         integer not null,
  search          text not null generated always as
    (platform.fold(name || ' ' || coalesce(company_name, '') || ' ' || coalesce(person_name, ''))) stored,
  unique (outside_source, outside_id),
  check ((kind = 'OPEN') = (closed_at is null)),
  check ((kind = 'WON') = (won_phase is not null)),
  check (kind <> 'WON' or amount is not null),
  check ((kind = 'LOST') = (lost_reason is not null) and (kind = 'LOST') = (lost_to is not null)),
  check (lost_competitor is null or lost_to = 'COMPETITOR'),
  -- No open deal without a dated next step, unless somebody says why (R063).
  check ((next_step is null) = (next_step_on is null)),
  check (kind <> 'OPEN' or next_step is not null or no_step_reason is not null)
);
-- The board: a column in the order of close dates; what was won or lost, newest first.
create index opportunity_stage_idx on pipeline.opportunity (stage_id, (coalesce(close_date, 'infinity'::date)), id) where kind = 'OPEN';
create index opportunity_closed_stage_idx on pipeline.opportunity (stage_id, closed_at desc, id desc) where kind <> 'OPEN';
-- The same for one owner, and their day.
create index opportunity_owner_stage_idx on pipeline.opportunity (owner_id, stage_id, (coalesce(close_date, 'infinity'::date)), id) where kind = 'OPEN';
create index opportunity_owner_idx on pipeline.opportunity (owner_id, kind, next_step_on);
-- What open deals add up to, without reading them.
create index opportunity_totals_idx on pipeline.opportunity (stage_id, currency, owner_id) include (amount) where kind = 'OPEN';
-- The orders of the list.
create index opportunity_open_idx on pipeline.opportunity (kind, opened_at desc, id desc);
create index opportunity_close_idx on pipeline.opportunity ((coalesce(close_date, 'infinity'::date)), id) where kind = 'OPEN';
create index opportunity_amount_idx on pipeline.opportunity ((coalesce(amount, -1)) desc, id desc) where kind = 'OPEN';
create index opportunity_name_idx on pipeline.opportunity (name, id) where kind = 'OPEN';
create index opportunity_step_idx on pipeline.opportunity ((coalesce(next_step_on, 'infinity'::date)), id) where kind = 'OPEN';
create index opportunity_idle_idx on pipeline.opportunity ((coalesce(last_contact_at, opened_at)), id) where kind = 'OPEN';
create index opportunity_person_idx on pipeline.opportunity (person_id);
create index opportunity_company_idx on pipeline.opportunity (company_id, closed_at) where kind = 'WON';
create index opportunity_company_all_idx on pipeline.opportunity (company_id);
create index opportunity_lead_idx on pipeline.opportunity (lead_id);
create index opportunity_profile_idx on pipeline.opportunity (profile_id);
create index opportunity_opened_idx on pipeline.opportunity (opened_at);
create index opportunity_closed_idx on pipeline.opportunity (closed_at) include (kind, stage_id, currency, owner_id, amount) where kind <> 'OPEN';
create index opportunity_created_by_idx on pipeline.opportunity (created_by);
create index opportunity_search_idx on pipeline.opportunity using gin (search gin_trgm_ops);

-- Each move between stages; moving forward is demand (R049), so it is kept for good.
create table pipeline.stage_change (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  from_stage     uuid references pipeline.stage,
  to_stage       uuid not null references pipeline.stage,
  -- Whether it went on to a later open stage or to won; the first entry of a deal is none.
  advance        boolean not null,
  reason         text,
  at             timestamptz not null,
  by_user        uuid references identity.user_account
);
create index stage_change_opportunity_idx on pipeline.stage_change (opportunity_id, at);
create index stage_change_advance_idx on pipeline.stage_change (at) where advance;

-- Each time the close date was pushed to a later day, and why.
create table pipeline.postponement (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  from_date      date not null,
  to_date        date not null,
  reason         text not null check (reason <> ''),
  at             timestamptz not null,
  by_user        uuid references identity.user_account,
  check (to_date > from_date)
);
create index postponement_opportunity_idx on pipeline.postponement (opportunity_id, at);

-- What was to be done, done when and with what result; the open one stands on the opportunity.
create table pipeline.step_done (
  id             uuid primary key,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  step           text,
  due_on         date,
  kind           text not null check (kind in ('CALL', 'MEETING', 'EMAIL', 'MESSAGE', 'VISIT', 'NOTE')),
  result         text not null check (result in ('TALKED', 'MEETING_AGREED', 'ASKED_FOR_TIME', 'NOT_INTERESTED', 'NO_ANSWER', 'SENT', 'DONE')),
  note           text not null,
  interaction_id uuid references contacts.interaction on delete set null,
  done_at        timestamptz not null,
  done_by        uuid not null references identity.user_account
);
create index step_done_opportunity_idx on pipeline.step_done (opportunity_id, done_at desc);
create index step_done_interaction_idx on pipeline.step_done (interaction_id);
create index step_done_by_idx on pipeline.step_done (done_by, done_at);

-- Which exit criteria of its present stage a deal meets.
create table pipeline.criterion_met (
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  stage_id       uuid not null references pipeline.stage on delete cascade,
  criterion      text not null,
  met_at         timestamptz not null,
  met_by         uuid not null references identity.user_account,
  primary key (opportunity_id, stage_id, criterion)
);

-- Who takes part in the decision, and how.
create table pipeline.buying_role (
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  person_id      uuid not null references contacts.person on delete cascade,
  role           text not null check (role in ('DECIDES', 'USES', 'INFLUENCES', 'PAYS', 'TECHNICAL')),
  primary key (opportunity_id, person_id, role)
);
create index buying_role_person_idx on pipeline.buying_role (person_id);

-- Which deal a handoff became or joined. A handoff is accepted once, however often the button is
-- pressed: the key decides who came first.
create table pipeline.acceptance (
  handoff_id     uuid primary key references leads.handoff on delete cascade,
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  lead_id        uuid not null references leads.lead on delete cascade,
  person_id      uuid references contacts.person on delete set null,
  accepted_at    timestamptz not null,
  accepted_by    uuid not null references identity.user_account
);
create index acceptance_opportunity_idx on pipeline.acceptance (opportunity_id);
