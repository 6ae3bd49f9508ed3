-- Who sat together belongs to each close of a week, so that opening the week again loses nobody.
create table planner.closing_participant (
  closing_id uuid not null references planner.week_closing on delete cascade,
  user_id    uuid not null references identity.user_account,
  primary key (closing_id, user_id)
);
create index closing_participant_user_idx on planner.closing_participant (user_id);

insert into planner.closing_participant (closing_id, user_id)
select w.id, p.user_id from planner.week_participant p
join planner.week_closing w on w.monday = p.monday and w.opened_at is null;

drop table planner.week_participant;
