create schema playbook;

-- One wording of the core message; the latest is in force, the earlier ones stay readable.
create table playbook.core_message (
  id         uuid primary key,
  number     integer not null unique check (number >= 1),
  promise    text not null check (promise <> ''),
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account,
  version    integer not null
);
create index core_message_created_by_idx on playbook.core_message (created_by);

-- A part of the core message, which stays the same part however it is worded.
create table playbook.part (
  id         uuid primary key,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account
);

-- What a wording says of a part.
create table playbook.message_part (
  message_id uuid not null references playbook.core_message on delete cascade,
  position   integer not null,
  part_id    uuid not null references playbook.part,
  name       text not null,
  says       text,
  proof      text,
  primary key (message_id, position),
  unique (message_id, part_id)
);
create index message_part_part_idx on playbook.message_part (part_id);

-- The parts as the wording in force has them.
create view playbook.present_part as
  select part_id as id, position, name, says, proof
  from playbook.message_part
  where message_id = (select id from playbook.core_message order by number desc limit 1);

create table playbook.story (
  id         uuid primary key,
  kind       text not null check (kind in ('COMPANY', 'PRODUCT', 'CUSTOMER')),
  title      text collate "und-x-icu" not null check (title <> ''),
  body       text not null,
  profile_id uuid references icp.profile on delete set null,
  retired_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account,
  version    integer not null,
  search     text not null generated always as (platform.fold(title || ' ' || body)) stored
);
create index story_list_idx on playbook.story (title, id);
create index story_search_idx on playbook.story using gin (search gin_trgm_ops);
create index story_profile_idx on playbook.story (profile_id);

-- Which parts of the core message a story carries.
create table playbook.story_part (
  story_id uuid not null references playbook.story on delete cascade,
  part_id  uuid not null references playbook.part,
  primary key (story_id, part_id)
);
create index story_part_part_idx on playbook.story_part (part_id);

create table playbook.story_phase (
  story_id uuid not null references playbook.story on delete cascade,
  phase    text not null check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  primary key (story_id, phase)
);

-- What to say, with merge fields.
create table playbook.script (
  id         uuid primary key,
  title      text collate "und-x-icu" not null check (title <> ''),
  body       text not null,
  phase      text check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  profile_id uuid references icp.profile on delete set null,
  spoken_to  text check (spoken_to in ('DECIDES', 'USES', 'INFLUENCES', 'PAYS', 'TECHNICAL')),
  story_id   uuid references playbook.story on delete set null,
  retired_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account,
  version    integer not null,
  search     text not null generated always as (platform.fold(title || ' ' || body)) stored
);
create index script_list_idx on playbook.script (title, id);
create index script_story_idx on playbook.script (story_id);
create index script_profile_idx on playbook.script (profile_id);
create index script_search_idx on playbook.script using gin (search gin_trgm_ops);

-- What helps to sell: cases, figures with their source, what to say about a competitor, links.
create table playbook.material (
  id         uuid primary key,
  kind       text not null check (kind in ('CASE', 'BENCHMARK', 'BATTLECARD', 'LINK')),
  title      text collate "und-x-icu" not null check (title <> ''),
  body       text,
  figure     text,
  source     text,
  url        text,
  competitor text,
  strengths  text,
  weaknesses text,
  answer     text,
  phase      text check (phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY', 'REPEAT', 'REFER')),
  profile_id uuid references icp.profile on delete set null,
  retired_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null references identity.user_account,
  version    integer not null,
  search     text not null generated always as
    (platform.fold(title || ' ' || coalesce(competitor, '') || ' ' || coalesce(body, ''))) stored,
  check (kind <> 'BENCHMARK' or (figure is not null and source is not null)),
  check (kind <> 'BATTLECARD' or competitor is not null),
  check (kind <> 'LINK' or url is not null)
);
create index material_list_idx on playbook.material (title, id);
create index material_competitor_idx on playbook.material (platform.fold(competitor))
  where competitor is not null;
create index material_profile_idx on playbook.material (profile_id);
create index material_search_idx on playbook.material using gin (search gin_trgm_ops);

-- What we offer: for a price, or free where there is none.
create table playbook.offer (
  id           uuid primary key,
  kind         text not null check (kind in ('SALE', 'TRIAL', 'DIAGNOSIS')),
  name         text collate "und-x-icu" not null check (name <> ''),
  product_line text,
  price        numeric(15, 2) check (price > 0),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  for_whom     text not null check (for_whom in ('NEW', 'EXISTING', 'ALL')),
  guarantee    text,
  valid_from   date,
  valid_until  date,
  retired_at   timestamptz,
  created_at   timestamptz not null,
  created_by   uuid not null references identity.user_account,
  version      integer not null,
  search       text not null generated always as
    (platform.fold(name || ' ' || coalesce(product_line, ''))) stored,
  check (valid_until >= valid_from)
);
create index offer_list_idx on playbook.offer (name, id);
create index offer_line_idx on playbook.offer (platform.fold(product_line)) where kind = 'SALE';
create index offer_search_idx on playbook.offer using gin (search gin_trgm_ops);

-- What stands beside the price, and what each is worth (R079, R080).
create table playbook.offer_item (
  offer_id uuid not null references playbook.offer on delete cascade,
  position integer not null,
  label    text not null,
  worth    numeric(15, 2) not null check (worth >= 0),
  primary key (offer_id, position)
);

-- That somebody used a script or a piece of material for a lead, a deal or a person (R046).
create table playbook.item_use (
  id          uuid primary key,
  script_id   uuid references playbook.script on delete cascade,
  material_id uuid references playbook.material on delete cascade,
  about_kind  text not null check (about_kind in ('LEAD', 'DEAL', 'PERSON')),
  about_id    uuid not null,
  used_at     timestamptz not null,
  used_by     uuid not null references identity.user_account,
  check (num_nonnulls(script_id, material_id) = 1)
);
create index item_use_script_idx on playbook.item_use (script_id, used_at desc);
create index item_use_material_idx on playbook.item_use (material_id, used_at desc);
create index item_use_by_idx on playbook.item_use (used_by);
