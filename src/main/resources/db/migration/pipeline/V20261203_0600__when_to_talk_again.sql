-- When we mean to talk again to who did not buy, as it was said when the deal was lost (R094, R096).
-- Null for never, and for deals that were lost before it was kept.
alter table pipeline.stage_change add column recontact_on date;
