-- Whom a search finds by name, company, address or telephone, for lists of other modules that keep no
-- copy of these; as many as a list can hold.
create function contacts.people_found(pattern text) returns setof uuid
  language sql stable strict parallel safe
as $$
  select id from contacts.person where search like platform.fold(pattern) order by id limit 1000
$$;
