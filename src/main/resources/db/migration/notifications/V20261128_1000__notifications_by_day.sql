-- An inbox is in the order in which things were told, which identifiers follow only mostly.
drop index notifications.notification_user_idx;
create index notification_told_idx on notifications.notification (user_id, made_at desc, id desc);
