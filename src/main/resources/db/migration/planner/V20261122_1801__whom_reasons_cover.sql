-- A reason covers the people of whom it was given: who is put in later is left out until one covers
-- them, too. Several are in force at once, each for its own people (R041).
create table planner.audience_ground_person (
  ground_id uuid not null references planner.audience_ground on delete cascade,
  person_id uuid not null references contacts.person on delete cascade,
  primary key (ground_id, person_id)
);
create index audience_ground_person_idx on planner.audience_ground_person (person_id);
drop index planner.audience_ground_in_force_key;

-- Those in force cover who had been put in when they were given.
insert into planner.audience_ground_person (ground_id, person_id)
select distinct g.id, e.person_id
from planner.audience_ground g
join planner.audience_entry e on e.activity_id = g.activity_id and e.added_at <= g.created_at
join contacts.person p on p.id = e.person_id and p.consent = 'UNKNOWN'
where g.ended_at is null;

create table planner.launch_ground (
  launch_id uuid not null references planner.launch on delete cascade,
  ground_id uuid not null references planner.audience_ground on delete cascade,
  primary key (launch_id, ground_id)
);
create index launch_ground_ground_idx on planner.launch_ground (ground_id);
insert into planner.launch_ground (launch_id, ground_id)
select id, ground_id from planner.launch where ground_id is not null;
alter table planner.launch drop column ground_id;

-- So does the reason for going on below the agreed share: who would be invited when it was given.
create table planner.audience_justification_person (
  justification_id uuid not null references planner.audience_justification on delete cascade,
  person_id        uuid not null references contacts.person on delete cascade,
  primary key (justification_id, person_id)
);
create index audience_justification_person_idx on planner.audience_justification_person (person_id);
insert into planner.audience_justification_person (justification_id, person_id)
select distinct j.id, e.person_id
from planner.audience_justification j
join planner.audience_entry e on e.activity_id = j.activity_id and e.added_at <= j.created_at;
