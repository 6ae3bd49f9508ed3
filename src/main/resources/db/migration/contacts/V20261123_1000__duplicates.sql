-- By what two spellings of one name are recognised: their words, folded, in one order whichever way
-- round they were written («Rey, Paula»).
create function contacts.name_key(text) returns text
  language sql immutable strict parallel safe
as $$
  select string_agg(word, ' ' order by word)
  from regexp_split_to_table(platform.fold($1), '[^[:alnum:]]+') w(word) where word <> ''
$$;

-- The same of companies: without spaces and without what the law adds («Mirador, S.L.», also «S. L.»).
create function contacts.company_key(text) returns text
  language sql immutable strict parallel safe
as $$
  select coalesce(
    nullif(string_agg(word, '' order by place) filter (where word not in (
      'sl', 'slu', 'sll', 'slne', 'sa', 'sau', 'sal', 'sad', 'scoop', 'coop', 'cb', 'scp', 'ute',
      'cv', 'ltda', 'ltd', 'limited', 'plc', 'llp', 'llc', 'inc', 'incorporated', 'corp',
      'corporation', 'co', 'gmbh', 'mbh', 'ag', 'kg', 'ug', 'bv', 'nv', 'sas', 'sarl', 'srl', 'spa',
      'lda', 'ab', 'oy', 'as', 'aps', 'pty')), ''),
    string_agg(word, '' order by place))
  from regexp_split_to_table(
      regexp_replace(replace(platform.fold($1), '.', ''), '\m(\w) (?=\w\M)', '\1', 'g'),
      '[^[:alnum:]]+')
    with ordinality w(word, place)
  where word <> ''
$$;

-- The part of an address that is somebody's own, however it is dotted: none where it is a role's
-- («info»), or too short to say anything.
create function contacts.mail_key(text) returns text
  language sql immutable strict parallel safe
as $$
  select case when length(part) >= 5 and part not in (
      'admin', 'administracion', 'administration', 'atencion', 'atencionalcliente', 'billing',
      'clientes', 'comercial', 'compras', 'contact', 'contacto', 'contabilidad', 'correo',
      'director', 'direccion', 'enquiries', 'eventos', 'events', 'facturacion', 'gerencia',
      'hello', 'hola', 'info', 'informacion', 'invoices', 'marketing', 'noreply', 'office',
      'oficina', 'orders', 'pedidos', 'postmaster', 'prensa', 'press', 'recepcion', 'reception',
      'reservas', 'reservations', 'sales', 'secretaria', 'service', 'support', 'soporte', 'tienda',
      'ventas', 'webmaster') then part end
  from (select regexp_replace(
    split_part(split_part(lower($1), '@', 1), '+', 1), '[^[:alnum:]]+', '', 'g')) p(part)
$$;

-- The domain of an address, unless anybody may have one there.
create function contacts.mail_domain(text) returns text
  language sql immutable strict parallel safe
as $$
  select case when domain <> '' and domain not in (
      'gmail.com', 'googlemail.com', 'hotmail.com', 'hotmail.es', 'hotmail.co.uk', 'outlook.com',
      'outlook.es', 'live.com', 'msn.com', 'yahoo.com', 'yahoo.es', 'yahoo.co.uk', 'icloud.com',
      'me.com', 'mac.com', 'aol.com', 'gmx.com', 'gmx.es', 'gmx.net', 'gmx.de', 'proton.me',
      'protonmail.com', 'telefonica.net', 'terra.es', 'ono.com', 'movistar.es', 'orange.es',
      'orange.fr', 'wanadoo.es', 'wanadoo.fr', 'free.fr', 'web.de', 'libero.it', 'mail.com',
      'mail.ru', 'yandex.ru', 'qq.com', '163.com', 'zoho.com', 'btinternet.com') then domain end
  from (select split_part(lower($1), '@', 2)) d(domain)
$$;

-- Where the nightly look for typing slips in names of companies reads.
create index company_key_idx on contacts.company
  using gin (contacts.company_key(name) gin_trgm_ops);

-- Two that may be one: two people, or two companies. The one that came first stands first.
create table contacts.duplicate (
  id             uuid primary key,
  first_person   uuid references contacts.person on delete cascade,
  second_person  uuid references contacts.person on delete cascade,
  first_company  uuid references contacts.company on delete cascade,
  second_company uuid references contacts.company on delete cascade,
  -- How sure it is that they are one, of a hundred, and why.
  certainty      integer not null check (certainty between 0 and 100),
  reasons        jsonb not null,
  found_at       timestamptz not null,
  -- Somebody who thinks so, and why.
  proposed_by    uuid references identity.user_account,
  proposed_why   text,
  -- That somebody said that they are two; what they were like then.
  dismissed_at   timestamptz,
  dismissed_by   uuid references identity.user_account,
  likeness       text not null,
  version        integer not null,
  check (num_nonnulls(first_person, second_person) in (0, 2)
    and num_nonnulls(first_company, second_company) in (0, 2)
    and num_nonnulls(first_person, first_company) = 1),
  check (first_person < second_person),
  check (first_company < second_company),
  check ((dismissed_at is null) = (dismissed_by is null))
);
create unique index duplicate_person_key on contacts.duplicate (first_person, second_person);
create unique index duplicate_company_key on contacts.duplicate (first_company, second_company);
create index duplicate_second_person_idx on contacts.duplicate (second_person);
create index duplicate_second_company_idx on contacts.duplicate (second_company);
create index duplicate_people_idx on contacts.duplicate (certainty desc, id desc)
  where first_person is not null and dismissed_at is null;
create index duplicate_companies_idx on contacts.duplicate (certainty desc, id desc)
  where first_company is not null and dismissed_at is null;
create index duplicate_dismissed_idx on contacts.duplicate (dismissed_at desc, id desc)
  where dismissed_at is not null;
create index duplicate_proposed_by_idx on contacts.duplicate (proposed_by);
create index duplicate_dismissed_by_idx on contacts.duplicate (dismissed_by);

-- How far the look for duplicates has come; it goes on from there after a restart.
create table contacts.duplicate_look (
  companies   boolean primary key,
  -- Null while none is under way.
  step        integer,
  after_id    uuid,
  started_at  timestamptz,
  finished_at timestamptz,
  looked_at   bigint not null,
  found       bigint not null
);
insert into contacts.duplicate_look (companies, looked_at, found) values (false, 0, 0), (true, 0, 0);

-- Pairs that share something, to be looked at closely.
create table contacts.duplicate_candidate (
  companies boolean not null,
  first_id  uuid not null,
  second_id uuid not null,
  primary key (companies, first_id, second_id)
);

-- That two became one. What it was like before is kept for as long as it can be taken back; who went
-- where stays, so that old addresses lead on.
create table contacts.merge (
  id              uuid primary key,
  companies       boolean not null,
  survivor_id     uuid not null,
  merged_id       uuid not null,
  survivor_name   text not null,
  merged_name     text not null,
  survivor_before jsonb,
  survivor_after  jsonb,
  merged_before   jsonb,
  -- How much of each kind moved.
  moved           jsonb not null,
  merged_at       timestamptz not null,
  merged_by       uuid not null references identity.user_account,
  undone_at       timestamptz,
  undone_by       uuid references identity.user_account,
  check (survivor_id <> merged_id),
  check ((undone_at is null) = (undone_by is null))
);
create unique index merge_merged_key on contacts.merge (merged_id) where undone_at is null;
create index merge_survivor_idx on contacts.merge (survivor_id);
create index merge_at_idx on contacts.merge (merged_at desc, id desc);
create index merge_merged_by_idx on contacts.merge (merged_by);
create index merge_undone_by_idx on contacts.merge (undone_by);

-- Each row that a merge changed or removed, as it was and as it became.
create table contacts.merge_image (
  number   bigint generated always as identity primary key,
  merge_id uuid not null references contacts.merge on delete cascade,
  holding  text not null,
  before   jsonb not null,
  -- Null for one that was removed because the survivor had it already.
  after    jsonb
);
create index merge_image_merge_idx on contacts.merge_image (merge_id, holding, number);

-- By what else somebody is known since a merge, so that imports and forms recognise them.
create table contacts.alias (
  id         uuid primary key,
  merge_id   uuid not null references contacts.merge on delete cascade,
  person_id  uuid references contacts.person on delete cascade,
  company_id uuid references contacts.company on delete cascade,
  kind       text not null check (kind in ('EMAIL', 'PHONE', 'OUTSIDE', 'NAME', 'DOMAIN')),
  -- Of an outside identifier, where it is one.
  source     text,
  value      text not null,
  check (num_nonnulls(person_id, company_id) = 1),
  check ((kind = 'OUTSIDE') = (source is not null))
);
create index alias_value_idx on contacts.alias (kind, value, source);
create index alias_name_idx on contacts.alias (split_part(value, '|', 1))
  where kind = 'NAME' and person_id is not null;
create index alias_merge_idx on contacts.alias (merge_id);
create index alias_person_idx on contacts.alias (person_id);
create index alias_company_idx on contacts.alias (company_id);
