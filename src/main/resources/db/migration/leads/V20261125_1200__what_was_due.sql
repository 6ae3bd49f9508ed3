-- By when whoever had a handoff until then should have answered it: the next one's time may be
-- another, and what was missed stays missed. Null where the time was the same, or was not kept.
alter table leads.assignment add column due_was timestamptz;
