-- Several people can follow up whom an activity brings (R097). The first of them stays with the
-- activity; each attends to so many people every time, or on every working day.
alter table planner.activity
  add column follow_up_per text not null default 'TIME' check (follow_up_per in ('TIME', 'DAY'));

create table planner.follow_up_seller (
  activity_id uuid not null references planner.activity on delete cascade,
  to_user     uuid not null references identity.user_account on delete cascade,
  capacity    integer not null check (capacity >= 0),
  per         text not null check (per in ('TIME', 'DAY')),
  primary key (activity_id, to_user)
);
create index follow_up_seller_user_idx on planner.follow_up_seller (to_user);
