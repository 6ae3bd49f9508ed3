-- What the modules share in the database: extensions, text folding, the tables of the frameworks.
create extension if not exists pg_trgm with schema public;
create extension if not exists unaccent with schema public;
create extension if not exists fuzzystrmatch with schema public;

create schema platform;

-- Lower case without accents, so that «jose» finds «José»; immutable, so that it can be indexed.
create function platform.fold(text) returns text
  language sql immutable strict parallel safe
  return lower(public.unaccent('public.unaccent'::regdictionary, $1));

-- Whether each word of a folded text begins a word of another, or is one but for a slip or two.
create function platform.is_alike(typed text, found text) returns boolean
  language sql immutable strict parallel safe
as $$
  select not exists (
    select 1
    from string_to_table(translate(typed, '.@-_+,()', '        '), ' ') t(word),
      lateral (select case when length(word) < 3 then 0
                           -- beside others, which say whom it belongs to
                           when length(word) = 3 then case when typed like '% %' then 1 else 0 end
                           when length(word) < 6 then 1 else 2 end) m(slips)
    where word <> '' and not exists (
      select 1 from string_to_table(translate(found, '.@-_+,()', '        '), ' ') f(word)
      where starts_with(f.word, t.word)
         or (m.slips > 0 and greatest(length(t.word), length(f.word)) <= 60
             and public.levenshtein_less_equal(t.word, f.word, m.slips) <= m.slips)))
$$;

-- The longest word of a folded text, or the next longest; the same where there is none of four letters.
create function platform.long_word(typed text, place integer) returns text
  language sql immutable strict parallel safe
as $$
  select coalesce(
    (select word from string_to_table(translate(typed, '.@-_+,()', '        '), ' ') w(word)
     where length(word) >= 4 order by length(word) desc, word offset place - 1 limit 1),
    (select word from string_to_table(translate(typed, '.@-_+,()', '        '), ' ') w(word)
     order by length(word) desc, word limit 1), '')
$$;

-- Events that listeners have still to handle (Spring Modulith, structure version 2).
create table platform.event_publication (
  id                     uuid primary key,
  listener_id            text not null,
  event_type             text not null,
  serialized_event       text not null,
  publication_date       timestamptz not null,
  completion_date        timestamptz,
  status                 text,
  completion_attempts    integer,
  last_resubmission_date timestamptz
);
create index event_publication_serialized_event_idx on platform.event_publication using hash (serialized_event);
create index event_publication_completion_date_idx on platform.event_publication (completion_date);

-- Jobs (db-scheduler).
create table platform.scheduled_task (
  task_name            text not null,
  task_instance        text not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_task_execution_time_idx on platform.scheduled_task (execution_time);
create index scheduled_task_last_heartbeat_idx on platform.scheduled_task (last_heartbeat);
create index scheduled_task_priority_idx on platform.scheduled_task (priority desc, execution_time asc);
