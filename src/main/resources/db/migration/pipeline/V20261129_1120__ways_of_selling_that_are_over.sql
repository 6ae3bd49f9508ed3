-- A way of selling that deals have gone is not removed, since history names its stages: it is retired as a whole.
alter table pipeline.track add column retired boolean not null default false;
