-- What we sell, kept by the administrator, to be chosen in the lines of a deal.
create table pipeline.product (
  id       uuid primary key,
  name     text collate "und-x-icu" not null check (name <> ''),
  unit     text,
  price    numeric(14, 4) check (price >= 0),
  currency text not null check (length(currency) = 3),
  retired  boolean not null default false,
  version  integer not null
);
create unique index product_name_key on pipeline.product (platform.fold(name));

-- Products and amounts of a deal, line by line. Where there are lines, the amount of the deal is
-- their sum.
create table pipeline.deal_line (
  opportunity_id uuid not null references pipeline.opportunity on delete cascade,
  position       integer not null,
  product_id     uuid references pipeline.product on delete set null,
  what           text not null check (what <> ''),
  quantity       numeric(12, 3) not null check (quantity > 0),
  price          numeric(14, 4) not null check (price >= 0),
  -- What is given away of quantity times price, in the currency of the deal; percent if it was said so.
  discount       numeric(14, 2) not null default 0 check (discount >= 0),
  percent        numeric(5, 2) check (percent > 0 and percent <= 100),
  reason         text,
  total          numeric(14, 2) not null check (total >= 0),
  primary key (opportunity_id, position),
  check (discount = 0 or reason is not null)
);
create index deal_line_product_idx on pipeline.deal_line (product_id);

-- How often the lines were said; null while the amount is no sum of lines.
alter table pipeline.opportunity add column lines integer;
