-- That a name somebody promised will not come, when nobody has come by them.
alter table customers.referral_ask
  add column dropped_at timestamptz,
  add column dropped_by uuid references identity.user_account;
-- Names that were promised are shown until they come.
create index referral_ask_promised_idx on customers.referral_ask (asked_at)
  where answer = 'YES' and dropped_at is null;
