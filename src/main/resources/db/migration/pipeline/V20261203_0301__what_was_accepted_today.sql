-- What somebody accepted in a day is counted whenever they look at their day.
create index acceptance_by_idx on pipeline.acceptance (accepted_by, accepted_at);
