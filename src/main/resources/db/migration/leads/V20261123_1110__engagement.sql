-- What each deed of a person is worth and how soon it fades; one row.
create table leads.engagement_rule (
  id         boolean primary key default true check (id),
  half_life  integer not null check (half_life between 1 and 365),
  weights    jsonb not null,
  version    integer not null,
  changed_at timestamptz,
  changed_by uuid references identity.user_account
);
insert into leads.engagement_rule (half_life, weights, version) values (30,
  '{"SUBMITTED": 30, "REPLIED": 25, "MET": 25, "REVIEWED": 25, "ATTENDED": 20, "SPOKE": 15, "WROTE": 15, "MENTIONED": 15, "VISITED": 12, "WATCHED": 8, "READ": 4}', 0);

-- The binary logarithm of what all deeds are worth, counted in half-lives since 2020. Every worth
-- fades alike, so that the order of leads changes by deeds alone and never by waiting.
alter table leads.lead
  add engagement double precision not null default '-Infinity',
  add engagement_due boolean not null default true;
create index lead_engagement_idx on leads.lead (engagement desc, id desc);
create index lead_engagement_due_idx on leads.lead (id) where engagement_due;
