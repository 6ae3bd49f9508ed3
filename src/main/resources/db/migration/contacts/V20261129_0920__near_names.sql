-- How a name sounds, for slips of the ear: «Gimenez» is «Jiménez», «Pasos» is «Pazos». Nothing where
-- it is too short to say anything.
create function contacts.sound_key(text) returns text
  language sql immutable strict parallel safe
as $$
  select case when length(string_agg(sound, '')) >= 6 then string_agg(sound, ' ' order by sound) end
  from (
    select regexp_replace(
      translate(
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
          regexp_replace(
            replace(replace(replace(word, 'tx', 'ch'), 'll', 'y'), 'ch', '9'),
            'qu(?=[ei])', 'k', 'g'),
          'g(?=[ei])', 'j', 'g'),
          'gu(?=[ei])', 'g', 'g'),
          'c(?=[ei])', 's', 'g'),
          'y$', 'i'),
          '^y(?![aeiou])', 'i'),
        'vczh', 'bks'),
      '(.)\1', '\1', 'g') as sound
    from regexp_split_to_table(platform.fold($1), '[^[:alnum:]]+') w(word) where word <> '') s
$$;

-- What stays of a name when there is a slip within one of its longer words: the others, and how that
-- one begins and ends. Of «Iria Pasos», for one: «iria|ps».
create function contacts.slip_keys(text) returns text[]
  language sql immutable strict parallel safe
as $$
  with words as (
    select word, place from regexp_split_to_table(platform.fold($1), '[^[:alnum:]]+')
      with ordinality w (word, place) where word <> '')
  select array_agg(distinct (select string_agg(o.word, ' ' order by o.word) from words o
      where o.place <> w.place) || '|' || left(w.word, 1) || right(w.word, 1))
  from words w
  where length(w.word) >= 5 and w.word !~ '[0-9]' and (select count(*) from words) between 2 and 6
$$;

-- Whether two names differ by a slip of the ear, or by one of the hand.
create function contacts.is_near(one text, other text) returns boolean
  language sql immutable strict parallel safe
as $$
  select coalesce(contacts.name_key(one) <> contacts.name_key(other)
    and (contacts.sound_key(one) = contacts.sound_key(other)
      or length(contacts.name_key(one)) <= 120 and length(contacts.name_key(other)) <= 120
        and contacts.slip_keys(one) && contacts.slip_keys(other)
        and public.levenshtein_less_equal(contacts.name_key(one), contacts.name_key(other), 1) <= 1),
    false)
$$;

create index person_sound_idx on contacts.person (contacts.sound_key(name));
create index person_slip_idx on contacts.person using gin (contacts.slip_keys(name));
