package com.arenacrm.identity;

import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The trail of who did what, when and from where (Q35): sign-ins, exports, changes of rights, bulk
 * changes, deletions. It is only ever added to; the database refuses the rest. Written in the
 * transaction of the deed, so that neither exists without the other.
 */
@Component
public class AuditTrail {

  private final JdbcClient jdbc;
  private final Clock clock;

  AuditTrail(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * What a deed was done to.
   *
   * @param kind a word of the glossary, such as {@code user}
   */
  public record Subject(String kind, @Nullable UUID id, String name) {}

  /**
   * A word within an old or new value that is shown in the language of whoever reads the trail.
   *
   * @param messageKey of its text, which takes no arguments
   */
  public static String word(String messageKey) {
    return "#{" + messageKey + "}";
  }

  /** Notes a deed that changed nothing that could be shown as before and after. */
  public void note(CurrentUser actor, String action, Subject subject) {
    note(actor, action, subject, null, null);
  }

  /** Notes a deed with what was there before and what is there now. */
  public void note(
      CurrentUser actor,
      String action,
      Subject subject,
      @Nullable String before,
      @Nullable String after) {
    CurrentUser.ActingAdministrator admin = actor.administrator();
    insert(
        admin == null ? actor.id().id() : admin.id().id(),
        admin == null ? actor.name() : admin.name(),
        admin == null ? null : actor.name(),
        actor.address(),
        action,
        subject,
        before,
        after);
  }

  /** Notes a deed of somebody who is not signed in. */
  void noteVisitor(String name, @Nullable String address, String action, Subject subject) {
    insert(null, name, null, address, action, subject, null, null);
  }

  private void insert(
      @Nullable UUID actor,
      String actorName,
      @Nullable String actingAs,
      @Nullable String address,
      String action,
      Subject subject,
      @Nullable String before,
      @Nullable String after) {
    jdbc.sql(
            """
            insert into identity.audit_entry (id, at, actor_id, actor_name, acting_as, address,
              action, subject_kind, subject_id, subject_name, old_value, new_value)
            values (:id, :at, :actor, :actorName, :actingAs, :address, :action, :kind, :subject,
              :subjectName, :before, :after)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .param("actor", actor)
        .param("actorName", actorName)
        .param("actingAs", actingAs)
        .param("address", address)
        .param("action", action)
        .param("kind", subject.kind())
        .param("subject", subject.id())
        .param("subjectName", subject.name())
        .param("before", before)
        .param("after", after)
        .update();
  }
}
