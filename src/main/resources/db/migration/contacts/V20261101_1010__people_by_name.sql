-- Finds people by their whole name, as lists of people name them, whatever the accents and case.
create index person_folded_name_idx on contacts.person (platform.fold(name));
