-- What a form asks and says, in each of its languages: its own fields beside the usual ones, the
-- offer that it asks for, how it looks, where else it stands, and what becomes of an answer.
alter table leads.lead_form
  add design           jsonb,
  add offer_id         uuid references playbook.offer on delete set null,
  add consent_required boolean not null default true,
  -- Whether an answer counts only once its sender has pressed a button in a letter.
  add double_opt_in    boolean not null default false,
  -- Where visitors go after sending; null for the page of thanks.
  add redirect         text check (redirect like 'https://%'),
  add accent           text check (accent ~ '^#[0-9a-f]{6}$'),
  -- Whose pages may show it in a frame: https://host.
  add frame_hosts      text[] not null default '{}',
  -- Which wording of the consent is in force; see leads.form_consent.
  add consent_version  integer not null default 1;
create index lead_form_offer_idx on leads.lead_form (offer_id) where offer_id is not null;

update leads.lead_form f set design = jsonb_build_object(
  'texts', jsonb_build_object(f.language, jsonb_build_object(
    'title', f.title, 'intro', f.intro, 'button', null, 'thanks', f.thanks, 'consent', f.consent)),
  'fields', jsonb_build_array(
      jsonb_build_object('id', 'fullName', 'kind', 'SHORT_TEXT', 'required', true, 'kept', null, 'words', '{}'::jsonb),
      jsonb_build_object('id', 'email', 'kind', 'EMAIL', 'required', true, 'kept', null, 'words', '{}'::jsonb))
    || case when f.ask_phone then jsonb_build_array(
      jsonb_build_object('id', 'phone', 'kind', 'PHONE', 'required', false, 'kept', null, 'words', '{}'::jsonb))
      else '[]'::jsonb end
    || case when f.ask_company then jsonb_build_array(
      jsonb_build_object('id', 'company', 'kind', 'SHORT_TEXT', 'required', false, 'kept', null, 'words', '{}'::jsonb))
      else '[]'::jsonb end
    || case when f.question is not null then jsonb_build_array(
      jsonb_build_object('id', 'answer', 'kind', 'LONG_TEXT', 'required', false, 'kept', 'NEED',
        'words', jsonb_build_object(f.language, jsonb_build_object(
          'label', f.question, 'hint', null, 'options', '[]'::jsonb))))
      else '[]'::jsonb end);

-- Each wording that visitors agreed to, in every language of the form; rows are only added.
create table leads.form_consent (
  form_id    uuid not null references leads.lead_form on delete cascade,
  number     integer not null,
  -- By language.
  wordings   jsonb not null,
  since      timestamptz not null,
  created_by uuid references identity.user_account on delete set null,
  primary key (form_id, number)
);
insert into leads.form_consent (form_id, number, wordings, since, created_by)
select id, 1, jsonb_build_object(language, consent), created_at, created_by from leads.lead_form;

alter table leads.lead_form
  alter design set not null,
  drop intro,
  drop thanks,
  drop consent,
  drop ask_company,
  drop ask_phone,
  drop question;

alter table leads.form_submission
  add language          text check (language in ('es', 'en')),
  -- What was typed into the form's own fields, by field.
  add answers           jsonb not null default '{}',
  add consent_version   integer,
  -- Word for word what was agreed to.
  add wording           text,
  -- Sent, and not confirmed yet by the letter: counts nowhere until then.
  add waiting           boolean not null default false,
  add confirmed_at      timestamptz,
  add secret_hash       bytea unique,
  add secret_expires_at timestamptz,
  add letters           integer not null default 0,
  add lettered_at       timestamptz,
  -- By which campaign they came, as the address of the page said, and from which host.
  add source            text,
  add medium            text,
  add campaign          text,
  add term              text,
  add content           text,
  add referrer          text,
  -- The same for the same answer of the same person, and for the same long text of whomever.
  add fingerprint       text,
  add long_text         text,
  drop constraint form_submission_quarantine_check,
  add constraint form_submission_quarantine_check check (quarantine in
    ('TRAP', 'TOO_FAST', 'TOO_MANY', 'LINKS', 'REPEATED', 'DISPOSABLE', 'GIBBERISH', 'FLOOD', 'UNSEEN'));
update leads.form_submission s set
  answers = case when s.answer is null then '{}'::jsonb else jsonb_build_object('answer', s.answer) end,
  language = f.language,
  consent_version = case when s.consents then 1 end,
  wording = case when s.consents then c.wordings ->> f.language end
from leads.lead_form f join leads.form_consent c on c.form_id = f.id
where f.id = s.form_id;
alter table leads.form_submission drop answer, alter language set not null;
create index form_submission_fingerprint_idx on leads.form_submission (form_id, fingerprint);
create index form_submission_text_idx on leads.form_submission (long_text, at) where long_text is not null;
create index form_submission_lead_idx on leads.form_submission (lead_id);
create index form_submission_uncounted_idx on leads.form_submission (at)
  where quarantine is not null or waiting;

-- A file that a visitor sent along; whoever may see the lead may fetch it.
create table leads.form_attachment (
  id            uuid primary key,
  submission_id uuid not null references leads.form_submission on delete cascade,
  field         text not null,
  name          text not null,
  type          text not null,
  content       bytea not null
);
create index form_attachment_submission_idx on leads.form_attachment (submission_id);

-- The company's picture on the page, and the file that visitors ask for by it.
create table leads.form_file (
  form_id uuid not null references leads.lead_form on delete cascade,
  part    text not null check (part in ('LOGO', 'DOWNLOAD')),
  name    text not null,
  type    text not null,
  content bytea not null,
  primary key (form_id, part)
);

-- Pages that a browser has drawn; what is sent from others is looked at twice. Kept for two days.
create table leads.form_seen (
  id uuid primary key,
  at timestamptz not null
);
create index form_seen_at_idx on leads.form_seen (at);

-- How often the page was shown, without knowing to whom.
create table leads.form_view (
  form_id uuid not null references leads.lead_form on delete cascade,
  day     date not null,
  views   integer not null,
  primary key (form_id, day)
);

-- By which campaign somebody first came who then became a lead.
create table leads.lead_campaign (
  lead_id  uuid primary key references leads.lead on delete cascade,
  source   text,
  medium   text,
  campaign text,
  term     text,
  content  text,
  referrer text,
  at       timestamptz not null
);
