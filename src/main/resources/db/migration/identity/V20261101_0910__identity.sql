create schema identity;

-- The company that runs this Arena; one row, made at set-up.
create table identity.organization (
  id                      integer primary key default 1 check (id = 1),
  name                    text not null,
  language                text not null check (language in ('es', 'en')),
  time_zone               text not null,
  currency                text not null check (length(currency) = 3),
  region                  text not null check (length(region) = 2),
  working_hours           jsonb not null,
  holidays                date[] not null default '{}',
  visibility              text not null check (visibility in ('OWN', 'TEAM', 'ALL')),
  response_target_minutes integer not null check (response_target_minutes between 1 and 100000),
  idle_after_days         integer not null check (idle_after_days between 1 and 365),
  demand_window_days      integer not null check (demand_window_days between 1 and 365),
  version                 integer not null
);

create table identity.team (
  id      uuid primary key,
  name    text collate "und-x-icu" not null,
  version integer not null
);
create unique index team_name_key on identity.team (lower(name));

create table identity.user_account (
  id             uuid primary key,
  email          text not null unique check (email = lower(email)),
  name           text collate "und-x-icu" not null,
  password_hash  text,
  language       text check (language in ('es', 'en')),
  time_zone      text,
  team_id        uuid references identity.team,
  enabled        boolean not null,
  sample         boolean not null default false,
  reset_asked_at timestamptz,
  -- Raised to end every session and link that the user holds.
  credential_era integer not null,
  created_at     timestamptz not null,
  version        integer not null
);
create index user_account_team_idx on identity.user_account (team_id);

create table identity.user_role (
  user_id uuid not null references identity.user_account on delete cascade,
  role    text not null check (role in ('MARKETING', 'SALES', 'MANAGER', 'ADMINISTRATOR')),
  primary key (user_id, role)
);

-- One-time links by mail: invitations and password resets. Only the hash is kept.
create table identity.access_token (
  hash       bytea primary key,
  purpose    text not null check (purpose in ('INVITATION', 'PASSWORD_RESET')),
  user_id    uuid not null references identity.user_account on delete cascade,
  expires_at timestamptz not null,
  used_at    timestamptz,
  created_at timestamptz not null
);
create index access_token_user_idx on identity.access_token (user_id, purpose);

-- Failed sign-ins of the last hours, to slow guessing down without locking anybody out.
create table identity.sign_in_failure (
  id      uuid primary key,
  email   text not null,
  address text not null,
  at      timestamptz not null
);
create index sign_in_failure_email_idx on identity.sign_in_failure (email, at);
create index sign_in_failure_address_idx on identity.sign_in_failure (address, at);

-- Who did what, when and from where. Rows are only ever added: the trigger refuses the rest.
create table identity.audit_entry (
  id           uuid primary key,
  at           timestamptz not null,
  actor_id     uuid,
  actor_name   text not null,
  acting_as    text,
  address      text,
  action       text not null,
  subject_kind text,
  subject_id   uuid,
  subject_name text,
  old_value    text,
  new_value    text
);
create index audit_entry_at_idx on identity.audit_entry (at desc, id desc);
create index audit_entry_subject_idx on identity.audit_entry (subject_id, at desc);

create function identity.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is only added to';
end $$;
create trigger audit_entry_is_append_only before update or delete or truncate on identity.audit_entry
  for each statement execute function identity.refuse_change();

-- Signed-in sessions (Spring Session), so that any node can serve any request.
create table identity.session (
  primary_id            char(36) primary key,
  session_id            char(36) not null unique,
  creation_time         bigint not null,
  last_access_time      bigint not null,
  max_inactive_interval integer not null,
  expiry_time           bigint not null,
  principal_name        varchar(100)
);
create index session_expiry_time_idx on identity.session (expiry_time);
create index session_principal_name_idx on identity.session (principal_name);

create table identity.session_attributes (
  session_primary_id char(36) not null references identity.session on delete cascade,
  attribute_name     varchar(200) not null,
  attribute_bytes    bytea not null,
  primary key (session_primary_id, attribute_name)
);
