-- What somebody noted on a day.
create index interaction_noted_idx on contacts.interaction (created_by, created_at);
drop index contacts.interaction_created_by_idx;
