-- What must be so before a deal enters a stage, one a line, besides what must be so before it leaves one.
alter table pipeline.stage add column entry_criteria text[] not null default '{}';

-- What was not so when a deal went on all the same; null where all was, or nothing was asked.
alter table pipeline.stage_change add column unmet text[];
drop index pipeline.stage_change_strayed_idx;
create index stage_change_strayed_idx on pipeline.stage_change (opportunity_id)
  where strayed is not null or unmet is not null;
