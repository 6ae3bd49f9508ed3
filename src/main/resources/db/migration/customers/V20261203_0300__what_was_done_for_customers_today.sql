-- What somebody did for customers in a day is counted whenever they look at their day.
create index referral_ask_by_idx on customers.referral_ask (asked_by, asked_at);
create index referral_thanked_idx on customers.referral (thanked_by, thanked_at)
  where thanked_at is not null;
create index check_in_made_idx on customers.check_in (created_by, created_at);
create index check_in_settled_idx on customers.check_in (settled_by, settled_at)
  where settled_at is not null;
create index purchase_renewed_idx on customers.purchase (renewal_by, renewal_at)
  where renewal_at is not null;
