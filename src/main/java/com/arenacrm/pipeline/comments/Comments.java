package com.arenacrm.pipeline.comments;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The front door to what our people say about deals, leads, people and companies. */
@Component
public class Comments {

  /** How many a page shows, the newest. */
  static final int MOST = 200;

  private static final int EXCERPT = 140;

  private final UserNames userNames;
  private final CurrentUsers users;
  private final Notices notices;
  private final Folding folding;
  private final JdbcClient jdbc;
  private final TransactionOperations transaction;

  Comments(
      UserNames userNames,
      CurrentUsers users,
      Notices notices,
      Folding folding,
      JdbcClient jdbc,
      TransactionOperations transaction) {
    this.userNames = userNames;
    this.users = users;
    this.notices = notices;
    this.folding = folding;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * What came of a comment.
   *
   * @param told who is called by name and has been told, by name
   * @param blind who is called and may not see what it is about, and so has not been told, by name
   * @param mentions whom it calls
   */
  record Said(List<String> told, List<String> blind, Mentions mentions) {}

  /** What was said, the newest first; about a deal, also what was said about its lead before. */
  List<Comment> of(Topic topic, Map<UUID, String> names, int most) {
    List<Colleague> everybody =
        names.entrySet().stream()
            .map(n -> new Colleague(new UserId(n.getKey()), n.getValue()))
            .toList();
    return jdbc.sql(
            """
            select c.id, c.at, c.created_by, c.text, c.%1$s is null as earlier
            from pipeline.comment c
            where c.%1$s = :topic
              or c.lead_id = (select o.lead_id from pipeline.opportunity o where o.id = :topic)
            order by c.at desc, c.id desc limit :most
            """
                .formatted(topic.kind().column()))
        .param("topic", topic.id())
        .param("most", most)
        .query(
            (rs, n) ->
                new Comment(
                    rs.getObject("id", UUID.class),
                    rs.getObject("at", OffsetDateTime.class).toInstant(),
                    rs.getObject("created_by", UUID.class),
                    rs.getBoolean("earlier"),
                    Mentions.in(rs.getString("text"), everybody, folding).parts()))
        .list();
  }

  /** Who can be called by name. */
  List<Colleague> people() {
    return userNames.active(Role.values());
  }

  /** Whom a text calls. */
  Mentions mentions(String text) {
    return Mentions.in(text, people(), folding);
  }

  /**
   * Keeps a comment, and tells whom it calls by name and, of a deal or a lead, whose it is; nobody
   * of their own comment, and nobody who may not see what it is about.
   *
   * @param id chosen by the caller, so that sending a form twice says it once
   */
  public Said say(UUID id, Topic topic, String text, CurrentUser actor, Instant now) {
    Mentions mentions = mentions(text);
    Map<UUID, String> names =
        people().stream().collect(Collectors.toMap(c -> c.id().id(), Colleague::name));
    Set<UserId> told = new LinkedHashSet<>();
    Set<UserId> blind = new LinkedHashSet<>();
    for (UserId one : mentions.called()) {
      (topic.isFor(users.acting(one)) ? told : blind).add(one);
    }
    Once.make(
        () -> isThere(id),
        () ->
            transaction.executeWithoutResult(
                tx -> write(id, topic, text, mentions, told, actor, now)));
    return new Said(
        told.stream().filter(t -> !t.equals(actor.id())).map(t -> names.get(t.id())).toList(),
        blind.stream().map(b -> names.get(b.id())).toList(),
        mentions);
  }

  private void write(
      UUID id,
      Topic topic,
      String text,
      Mentions mentions,
      Set<UserId> told,
      CurrentUser actor,
      Instant now) {
    jdbc.sql(
            """
            insert into pipeline.comment (id, %s, text, at, created_by)
            values (:id, :topic, :text, :at, :actor)
            """
                .formatted(topic.kind().column()))
        .param("id", id)
        .param("topic", topic.id())
        .param("text", text)
        .param("at", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    mentions
        .called()
        .forEach(
            one ->
                jdbc.sql("insert into pipeline.comment_mention values (:id, :user)")
                    .param("id", id)
                    .param("user", one.id())
                    .update());
    String excerpt = text.length() > EXCERPT ? text.substring(0, EXCERPT) + "…" : text;
    List<String> words = List.of(actor.name(), topic.name(), excerpt);
    told.stream()
        .filter(one -> !one.equals(actor.id()))
        .forEach(
            one ->
                notices.tellAtOnce(
                    one,
                    show -> new Line("comment", "comments.told", words, topic.comment(id)),
                    now));
    topic.caring().stream()
        .filter(one -> !one.equals(actor.id()) && !told.contains(one))
        .filter(one -> userNames.isActive(one) && topic.isFor(users.acting(one)))
        .forEach(
            one ->
                notices.tell(
                    one,
                    new Line("comment", "comments.told.owner", words, topic.comment(id)),
                    now));
  }

  /**
   * Takes a comment away, and what was told of it where nobody has read it.
   *
   * @throws NotFoundException when there is none of this person's about it; whoever manages takes
   *     away those of others, too
   */
  void remove(UUID id, Topic topic, CurrentUser actor, Instant now) {
    transaction.executeWithoutResult(
        tx -> {
          List<UUID> called =
              jdbc.sql("select user_id from pipeline.comment_mention where comment_id = :id")
                  .param("id", id)
                  .query(UUID.class)
                  .list();
          int removed =
              jdbc.sql(
                      """
                      delete from pipeline.comment
                      where id = :id and %s = :topic and (created_by = :actor or :manages)
                      """
                          .formatted(topic.kind().column()))
                  .param("id", id)
                  .param("topic", topic.id())
                  .param("actor", actor.id().id())
                  .param("manages", actor.isManager())
                  .update();
          if (removed == 0) {
            throw new NotFoundException();
          }
          Set<UserId> told =
              called.stream().map(UserId::new).collect(Collectors.toCollection(LinkedHashSet::new));
          told.addAll(topic.caring());
          Line instead =
              new Line(
                  "comment",
                  "comments.told.removed",
                  List.of(actor.name(), topic.name()),
                  topic.comments());
          told.forEach(one -> notices.takeBack(one, topic.comment(id), instead, now));
        });
  }

  private boolean isThere(UUID id) {
    return jdbc.sql("select true from pipeline.comment where id = :id")
        .param("id", id)
        .query(Boolean.class)
        .optional()
        .isPresent();
  }
}
