-- A week that is opened and closed again keeps what it said the first time, too. The latest is the one
-- that nothing has replaced.
alter table insight.week_snapshot add column replaced_at timestamptz;
alter table insight.week_snapshot drop constraint week_snapshot_monday_profile_id_phase_key;
create unique index week_snapshot_latest_key on insight.week_snapshot (monday, profile_id, phase)
  nulls not distinct where replaced_at is null;
