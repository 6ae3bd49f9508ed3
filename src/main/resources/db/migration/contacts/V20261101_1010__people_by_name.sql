-- Finds namesakes: whom a row of a file means that has neither address nor number.
create index person_folded_name_idx on contacts.person (platform.fold(name));
