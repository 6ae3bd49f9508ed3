-- Domains beyond ASCII that a browser had sent in the letters of the wire (RFC 3492), as people
-- write them: what is known under the one spelling must be found under the other.
create function platform.of_wire(label text) returns text language plpgsql as $$
declare
  input text := substr(label, 5);
  output integer[] := '{}';
  basic integer := length(input) - length(substring(input from '[^-]*$'));
  pos integer := 1;
  n integer := 128;
  i integer := 0;
  bias integer := 72;
  before integer;
  weight integer;
  k integer;
  code integer;
  digit integer;
  threshold integer;
  delta integer;
  many integer;
begin
  if left(label, 4) <> 'xn--' then
    return label;
  end if;
  if basic > 0 then
    for j in 1 .. basic - 1 loop
      output := output || ascii(substr(input, j, 1));
    end loop;
    pos := basic + 1;
  end if;
  while pos <= length(input) loop
    before := i;
    weight := 1;
    k := 36;
    loop
      code := ascii(substr(input, pos, 1));
      if code = 0 then
        return label;
      end if;
      pos := pos + 1;
      digit := case when code between 48 and 57 then code - 22 else code - 97 end;
      i := i + digit * weight;
      threshold := case when k <= bias then 1 when k >= bias + 26 then 26 else k - bias end;
      exit when digit < threshold;
      weight := weight * (36 - threshold);
      k := k + 36;
    end loop;
    many := cardinality(output) + 1;
    delta := (i - before) / case when before = 0 then 700 else 2 end;
    delta := delta + delta / many;
    k := 0;
    while delta > 455 loop
      delta := delta / 35;
      k := k + 36;
    end loop;
    bias := k + 36 * delta / (delta + 38);
    n := n + i / many;
    i := i % many;
    output := output[1:i] || n || output[i + 1:];
    i := i + 1;
  end loop;
  return coalesce(
    (select string_agg(chr(c), '' order by o) from unnest(output) with ordinality as u (c, o)), label);
exception when others then
  return label;
end $$;
create function platform.as_written(email text) returns text language sql as $$
  select split_part(email, '@', 1) || '@' || (
    select string_agg(platform.of_wire(l), '.' order by o)
    from regexp_split_to_table(split_part(email, '@', 2), '\.') with ordinality as d (l, o))
$$;
update identity.user_account u set email = platform.as_written(u.email)
where u.email ~ '[@.]xn--' and not exists (
  select from identity.user_account o where o.email = platform.as_written(u.email));
-- The same is done to contacts next, which takes both functions away.
