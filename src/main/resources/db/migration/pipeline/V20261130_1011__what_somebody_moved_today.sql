-- What somebody has done today counts the deals that they won or lost.
create index stage_change_by_idx on pipeline.stage_change (by_user, noted_at) where by_user is not null;
