-- Who was invited and who came are kept beside the reach when a week is closed. Weeks closed before
-- did not keep them: null, and they are shown as they are now.
alter table insight.week_snapshot add column invited bigint;
alter table insight.week_snapshot add column attended bigint;
