-- Which story a form tells, and how the story is told to one lead in particular (R089).
alter table leads.lead_form add story_id uuid references playbook.story on delete set null;
create index lead_form_story_idx on leads.lead_form (story_id) where story_id is not null;
alter table leads.lead add adaptation text;

-- That somebody asked for a trial or a diagnosis, got it, and what came of it (R009).
create table leads.trial (
  id           uuid primary key,
  lead_id      uuid not null references leads.lead on delete cascade,
  offer_id     uuid not null references playbook.offer,
  requested_on date not null,
  delivered_on date,
  delivered_by uuid references identity.user_account,
  result       text check (result in ('CONVINCED', 'UNDECIDED', 'NOT_CONVINCED')),
  result_note  text,
  result_on    date,
  result_by    uuid references identity.user_account,
  created_at   timestamptz not null,
  created_by   uuid not null references identity.user_account,
  version      integer not null,
  check (delivered_on >= requested_on),
  check (result is null or (delivered_on is not null and result_on >= delivered_on))
);
create index trial_lead_idx on leads.trial (lead_id, requested_on desc, id desc);
create index trial_offer_idx on leads.trial (offer_id, requested_on desc, id desc);
create index trial_requested_idx on leads.trial (requested_on desc, id desc);
