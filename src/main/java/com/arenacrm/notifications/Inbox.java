package com.arenacrm.notifications;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.TimeOrderedUuid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What each person has been told, and whether they have read it; nobody else's. */
@Component
@Transactional
class Inbox {

  private static final int PAGE = 50;

  /** Beyond so many the exact number helps nobody. */
  static final int COUNTED = 99;

  /** One thing that somebody was told. */
  record Notification(
      UUID id,
      String kind,
      String textKey,
      Object[] arguments,
      String link,
      Instant madeAt,
      @Nullable Instant readAt) {

    public boolean isRead() {
      return readAt != null;
    }
  }

  /**
   * What somebody wants by mail.
   *
   * @param dailyMail what is due, on working mornings, from an hour on
   * @param atOnce what happens, when it happens
   */
  record Preference(boolean dailyMail, int hour, boolean atOnce) {

    static final Preference USUAL = new Preference(true, 8, true);
  }

  /** Something that is to go by mail. */
  record Letter(UserId to, Notification notification) {}

  /** An inbox as its page shows it. */
  record Standing(Slice<Notification> page, int unread, Preference wish) {}

  private final JdbcClient jdbc;

  Inbox(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Tells somebody.
   *
   * @param byMail to send it by mail, too, unless they want none
   */
  void tell(UserId user, Reminders.Line line, boolean byMail, Instant now) {
    jdbc.sql(
            """
            insert into notifications.notification
              (id, user_id, kind, text_key, arguments, link, made_at, mail)
            values (:id, :user, :kind, :key, :arguments, :link, :now,
              case when :mail and coalesce((select p.at_once from notifications.preference p
                     where p.user_id = :user), true) then 'DUE' else 'NONE' end)
            """)
        .param("mail", byMail)
        .param("id", TimeOrderedUuid.next())
        .param("user", user.id())
        .param("kind", line.kind())
        .param("key", line.textKey())
        .param("arguments", line.arguments().toArray(String[]::new))
        .param("link", line.path())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Takes back what somebody was told about something and has not heard yet.
   *
   * @return whether they had heard of it, in their inbox or by mail
   */
  boolean takeBack(UserId user, String link) {
    return takeBack(user, link, null, Instant.EPOCH);
  }

  /**
   * The same of one kind only, told at a time or later.
   *
   * @param kind null for any
   */
  boolean takeBack(UserId user, String link, @Nullable String kind, Instant since) {
    String meant =
        """
        user_id = :user and link = :link and made_at >= :since
          and (cast(:kind as text) is null or kind = :kind)
        """;
    int heard =
        jdbc.sql(
                """
                select count(*) from notifications.notification
                where %s and (read_at is not null or mail in ('SENDING', 'SENT'))
                """
                    .formatted(meant))
            .param("user", user.id())
            .param("link", link)
            .param("kind", kind)
            .param("since", since.atOffset(ZoneOffset.UTC))
            .query(Integer.class)
            .single();
    jdbc.sql(
            """
            delete from notifications.notification
            where %s and read_at is null and mail <> 'SENDING'
            """
                .formatted(meant))
        .param("user", user.id())
        .param("link", link)
        .param("kind", kind)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .update();
    return heard > 0;
  }

  /**
   * What somebody's inbox holds, the newest first, and how they want to be told; in one statement.
   */
  @Transactional(readOnly = true)
  Standing of(CurrentUser user, @Nullable UUID before) {
    record Row(int unread, Preference wish, @Nullable Notification notification) {}
    List<Row> rows =
        jdbc.sql(
                """
                select s.unread, s.daily_mail, s.hour, s.at_once, n.*
                from (select (select count(*) from (select 1 from notifications.notification
                          where user_id = :user and read_at is null limit :most) u) as unread,
                        p.daily_mail, p.hour, p.at_once
                      from (values (1)) one
                      left join notifications.preference p on p.user_id = :user) s
                left join (
                  select id, kind, text_key, arguments, link, made_at, read_at
                  from notifications.notification
                  where user_id = :user and (cast(:before as uuid) is null
                    or (made_at, id) < (select b.made_at, b.id from notifications.notification b
                      where b.id = :before and b.user_id = :user))
                  order by made_at desc, id desc limit :limit) n on true
                order by n.made_at desc, n.id desc
                """)
            .param("user", user.id().id())
            .param("most", COUNTED + 1)
            .param("before", before)
            .param("limit", PAGE + 1)
            .query(
                (rs, n) ->
                    new Row(
                        rs.getInt("unread"),
                        rs.getObject("hour") == null
                            ? Preference.USUAL
                            : new Preference(
                                rs.getBoolean("daily_mail"),
                                rs.getInt("hour"),
                                rs.getBoolean("at_once")),
                        rs.getObject("id") == null ? null : row(rs, n)))
            .list();
    return new Standing(
        Slice.of(
            rows.stream().map(Row::notification).flatMap(Stream::ofNullable).toList(),
            PAGE,
            Notification::id),
        rows.get(0).unread(),
        rows.get(0).wish());
  }

  /** How many are unread; beyond {@value #COUNTED}, that many and one. */
  @Transactional(readOnly = true)
  int unread(CurrentUser user) {
    return jdbc.sql(
            """
            select count(*) from (select 1 from notifications.notification
              where user_id = :user and read_at is null limit :most) n
            """)
        .param("user", user.id().id())
        .param("most", COUNTED + 1)
        .query(Integer.class)
        .single();
  }

  /** Marks one of this person's as read, and says where it leads. */
  Optional<String> read(UUID id, CurrentUser user, Instant now) {
    return jdbc.sql(
            """
            update notifications.notification set read_at = coalesce(read_at, :now)
            where id = :id and user_id = :user returning link
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .param("user", user.id().id())
        .query(String.class)
        .optional();
  }

  /** Marks all of this person's as read. */
  void readAll(CurrentUser user, Instant now) {
    jdbc.sql(
            """
            update notifications.notification set read_at = :now
            where user_id = :user and read_at is null
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("user", user.id().id())
        .update();
  }

  @Transactional(readOnly = true)
  Preference preference(UserId user) {
    return jdbc.sql(
            "select daily_mail, hour, at_once from notifications.preference where user_id = :user")
        .param("user", user.id())
        .query(Preference.class)
        .optional()
        .orElse(Preference.USUAL);
  }

  void prefer(CurrentUser user, Preference preference) {
    jdbc.sql(
            """
            insert into notifications.preference (user_id, daily_mail, hour, at_once)
            values (:user, :mail, :hour, :once)
            on conflict (user_id) do update set daily_mail = excluded.daily_mail,
              hour = excluded.hour, at_once = excluded.at_once
            """)
        .param("user", user.id().id())
        .param("mail", preference.dailyMail())
        .param("hour", preference.hour())
        .param("once", preference.atOnce())
        .update();
  }

  /** The next that is to go by mail; of two nodes that ask at once each gets another. */
  Optional<Letter> nextLetter(Instant oldest) {
    return jdbc.sql(
            """
            update notifications.notification set mail = 'SENDING'
            where id = (select id from notifications.notification
              where mail = 'DUE' and made_at >= :oldest
              order by id limit 1 for update skip locked)
            returning user_id, id, kind, text_key, arguments, link, made_at, read_at
            """)
        .param("oldest", oldest.atOffset(ZoneOffset.UTC))
        .query((rs, n) -> new Letter(new UserId(rs.getObject("user_id", UUID.class)), row(rs, n)))
        .optional();
  }

  /**
   * Says what became of a letter.
   *
   * @param sent false to try it again
   */
  void mailed(UUID id, boolean sent) {
    jdbc.sql("update notifications.notification set mail = :mail where id = :id")
        .param("mail", sent ? "SENT" : "DUE")
        .param("id", id)
        .update();
  }

  private static Notification row(ResultSet rs, int n) throws SQLException {
    OffsetDateTime read = rs.getObject("read_at", OffsetDateTime.class);
    return new Notification(
        rs.getObject("id", UUID.class),
        rs.getString("kind"),
        rs.getString("text_key"),
        (Object[]) rs.getArray("arguments").getArray(),
        rs.getString("link"),
        rs.getObject("made_at", OffsetDateTime.class).toInstant(),
        read == null ? null : read.toInstant());
  }
}
