-- A closed week keeps the demand that it knew of as well: what is confirmed or won afterwards shows
-- beside it as a correction. Weeks closed before did not keep it: null, and shown as it is now. The
-- phase NONE is what no activity brought.
alter table insight.week_snapshot
  drop constraint week_snapshot_phase_check,
  add constraint week_snapshot_phase_check
    check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER', 'NONE')),
  add column signals_intent  integer,
  add column signals_closing integer,
  add column signals_advance integer,
  add column leads           integer,
  add column qualified       integer,
  add column accepted        integer,
  add column deals_opened    integer,
  add column deals_won       integer,
  add column amount_won      numeric(20, 2),
  add column repeats         integer,
  add column referrals       integer;
