-- The addresses of people like those of users just before.
update contacts.person p set email = platform.as_written(p.email)
where p.email ~ '[@.]xn--' and not exists (
  select from contacts.person o where o.email = platform.as_written(p.email));

drop function platform.as_written(text);
drop function platform.of_wire(text);
