create schema notifications;

-- What somebody is to know: a text with its arguments, and where to go.
create table notifications.notification (
  id        uuid primary key,
  user_id   uuid not null references identity.user_account on delete cascade,
  kind      text not null,
  text_key  text not null,
  arguments text[] not null,
  link      text not null check (link like '/%'),
  made_at   timestamptz not null,
  read_at   timestamptz
);
create index notification_user_idx on notifications.notification (user_id, id desc);
create index notification_unread_idx on notifications.notification (user_id) where read_at is null;

-- Who wants no daily mail, or at another hour; without a row, mail at eight.
create table notifications.preference (
  user_id    uuid primary key references identity.user_account on delete cascade,
  daily_mail boolean not null,
  hour       integer not null check (hour between 5 and 12)
);

-- That somebody was told of a day, so that they are told once.
create table notifications.digest (
  user_id uuid not null references identity.user_account on delete cascade,
  day     date not null,
  mail    text not null check (mail in ('NONE', 'DUE', 'SENDING', 'SENT')),
  text    text,
  primary key (user_id, day)
);
create index digest_due_idx on notifications.digest (day) where mail = 'DUE';
