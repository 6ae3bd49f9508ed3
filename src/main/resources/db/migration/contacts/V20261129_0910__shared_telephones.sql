-- A household, a reception or a switchboard has one number for several people.
alter table contacts.person drop constraint person_phone_key;
create index person_phone_idx on contacts.person (phone) where phone is not null;
