-- A company's name as it is compared: folded, its words with one space between them, and the letters
-- of a legal form together however they were spaced («X, S. L.» is «x sl»).
create function contacts.company_words(text) returns text
  language sql immutable strict parallel safe
as $$
  select btrim(regexp_replace(
    regexp_replace(replace(platform.fold($1), '.', ''), '[^[:alnum:]]+', ' ', 'g'),
    '\m(\w) (?=\w\M)', '\1', 'g'))
$$;

-- The same without the legal form with which it ends. Nothing but a form stays as it is.
create function contacts.company_base(text) returns text
  language sql immutable strict parallel safe
as $$
  select regexp_replace(contacts.company_words($1),
    '( (sociedad limitada( unipersonal| laboral| profesional| nueva empresa)?'
    '|sociedad anonima( unipersonal| laboral| deportiva)?'
    '|sociedad cooperativa|sociedad civil|comunidad de bienes|sa de cv|s de rl de cv|srl de cv|sp zoo'
    '|sl|slu|sll|slp|slpu|slne|srl|srlu|sa|sau|sal|sad|scoop|coop|cb|scp|sc|ute|aie|cv|ltda|eirl|spa'
    '|ltd|limited|plc|llp|llc|lp|inc|incorporated|corp|corporation|co|company|pty|pte|pvt'
    '|gmbh|mbh|ag|kg|kgaa|ohg|ug|ek|eg|ev|se|bv|nv|vof|sas|sasu|sarl|sa rl|eurl|snc|sca|sapa|lda'
    '|ab|oy|oyj|as|asa|aps|kft|zrt|doo|sro))+$', '')
$$;

-- The legal form with which a name ends, those that mean the same as one; empty where it has none.
create function contacts.legal_form(text) returns text
  language sql immutable strict parallel safe
as $$
  select case form
    when 'slu' then 'sl' when 'srl' then 'sl' when 'srlu' then 'sl'
    when 'sociedad limitada' then 'sl' when 'sociedad limitada unipersonal' then 'sl'
    when 'sau' then 'sa'
    when 'sociedad anonima' then 'sa' when 'sociedad anonima unipersonal' then 'sa'
    when 'sociedad cooperativa' then 'coop' when 'scoop' then 'coop'
    when 'comunidad de bienes' then 'cb' when 'sociedad civil' then 'sc'
    when 'limited' then 'ltd' when 'co ltd' then 'ltd' when 'company limited' then 'ltd'
    when 'pty limited' then 'pty ltd' when 'incorporated' then 'inc'
    when 'corporation' then 'corp' when 'company' then 'co' when 'sa rl' then 'sarl'
    else form end
  from (select btrim(substr(contacts.company_words($1), length(contacts.company_base($1)) + 1))) f (form)
$$;

-- Whether two names may be one company's as far as their legal forms go: not where both say one, and
-- another.
create function contacts.forms_agree(text, text) returns boolean
  language sql immutable strict parallel safe
as $$
  select contacts.legal_form($1) = '' or contacts.legal_form($2) = ''
    or contacts.legal_form($1) = contacts.legal_form($2)
$$;

-- Where a company is looked for by its name without its legal form.
create index company_base_idx on contacts.company (contacts.company_base(name));
