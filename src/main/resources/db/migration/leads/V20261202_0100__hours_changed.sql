-- Working time that had counted when the hours by which somebody works last changed: what was worked by
-- the old hours stays counted by them. Null where they have not changed since.
alter table leads.handoff
  add counted_until timestamptz,
  add counted_seconds bigint,
  add check ((counted_until is null) = (counted_seconds is null));
alter table leads.following_clock
  add counted_until timestamptz,
  add counted_seconds bigint,
  add check ((counted_until is null) = (counted_seconds is null));
