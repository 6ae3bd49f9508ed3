-- What is told at once goes by mail, too, to those who want it.
alter table notifications.preference add column at_once boolean not null default true;
alter table notifications.notification
  add column mail text not null default 'NONE' check (mail in ('NONE', 'DUE', 'SENDING', 'SENT'));
create index notification_mail_idx on notifications.notification (id) where mail = 'DUE';
