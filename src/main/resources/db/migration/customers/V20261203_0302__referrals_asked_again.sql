-- When somebody who said "later" is asked to recommend us again; null where they said another thing.
alter table customers.referral_ask add again_on date;
create index referral_ask_again_idx on customers.referral_ask (again_on) where again_on is not null;
