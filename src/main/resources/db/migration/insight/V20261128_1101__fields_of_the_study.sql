-- Facts that somebody takes into the study of buyers, or leaves out of it, for the whole company.
create table insight.study_field (
  field      text primary key,
  used       boolean not null,
  decided_at timestamptz not null,
  decided_by uuid not null references identity.user_account
);
