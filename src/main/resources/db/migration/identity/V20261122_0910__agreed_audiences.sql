-- What both teams agreed about whom activities are for: which share of an audience lies inside the
-- profile, and who counts as invited again and again without an answer (R038, R041).
alter table identity.organization
  add column agreed_share        integer not null default 70 check (agreed_share between 0 and 100),
  add column repeat_invitations  integer not null default 3 check (repeat_invitations between 1 and 100),
  add column repeat_days         integer not null default 90 check (repeat_days between 1 and 1000);
