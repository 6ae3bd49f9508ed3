package com.arenacrm.identity;

import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * When colleagues are away. Everybody notes their own, managers and administrators anybody's;
 * whoever gives out work looks at them (R099).
 */
@Component
@Transactional
public class Absences {

  /** So many are shown; a company that has more ahead than that plans elsewhere. */
  static final int MOST = 200;

  /**
   * Somebody is away.
   *
   * @param until the last day
   * @param note for the person themselves and those who manage; null when there is none
   */
  public record Absence(
      UUID id,
      UserId user,
      String name,
      LocalDate from,
      LocalDate until,
      @Nullable String note,
      boolean removed) {

    public boolean isOn(LocalDate day) {
      return !day.isBefore(from) && !day.isAfter(until);
    }
  }

  private static final String SELECT =
      """
      select a.id, a.user_id, u.name, a.from_day, a.until_day, a.note,
             a.removed_at is not null as removed
      from identity.absence a join identity.user_account u on u.id = a.user_id
      """;

  private final AuditTrail audit;
  private final JdbcClient jdbc;

  Absences(AuditTrail audit, JdbcClient jdbc) {
    this.audit = audit;
    this.jdbc = jdbc;
  }

  /** Those that end on a day or later, in order. */
  @Transactional(readOnly = true)
  public List<Absence> from(LocalDate day) {
    return jdbc.sql(
            SELECT
                + """
                where a.until_day >= :day and a.removed_at is null and u.enabled
                order by a.from_day, u.name, a.id limit :most
                """)
        .param("day", day)
        .param("most", MOST)
        .query(Absences::row)
        .list();
  }

  @Transactional(readOnly = true)
  boolean isThere(UUID id) {
    return jdbc.sql("select exists (select from identity.absence where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Notes that somebody will be away.
   *
   * @throws NotFoundException when the actor may not say so of them, or there is no such colleague
   * @throws RefusedException when they are noted as away on one of those days already
   */
  public void note(
      UUID id,
      UserId user,
      LocalDate from,
      LocalDate until,
      @Nullable String note,
      CurrentUser actor,
      Instant now) {
    requireMay(actor, user);
    String name =
        jdbc.sql("select name from identity.user_account where id = :id and enabled for update")
            .param("id", user.id())
            .query(String.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    requireFree(user, from, until);
    jdbc.sql(
            """
            insert into identity.absence
              (id, user_id, from_day, until_day, note, created_at, created_by)
            values (:id, :user, :from, :until, :note, :now, :actor)
            """)
        .param("id", id)
        .param("user", user.id())
        .param("from", from)
        .param("until", until)
        .param("note", note)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    audit.note(
        actor, "absence-noted", new Subject("user", user.id(), name), null, from + " – " + until);
  }

  /** Takes an absence out; it can be taken back. */
  public Absence remove(UUID id, CurrentUser actor, Instant now) {
    Absence absence = get(id, actor);
    jdbc.sql("update identity.absence set removed_at = coalesce(removed_at, :now) where id = :id")
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
    audit.note(
        actor,
        "absence-removed",
        new Subject("user", absence.user().id(), absence.name()),
        absence.from() + " – " + absence.until(),
        null);
    return absence;
  }

  /** Takes the taking out back. */
  public void restore(UUID id, CurrentUser actor) {
    Absence absence = get(id, actor);
    if (!absence.removed()) {
      return;
    }
    requireFree(absence.user(), absence.from(), absence.until());
    jdbc.sql("update identity.absence set removed_at = null where id = :id")
        .param("id", id)
        .update();
    audit.note(
        actor,
        "absence-noted",
        new Subject("user", absence.user().id(), absence.name()),
        null,
        absence.from() + " – " + absence.until());
  }

  private Absence get(UUID id, CurrentUser actor) {
    Absence absence =
        jdbc.sql(SELECT + " where a.id = :id for update of a")
            .param("id", id)
            .query(Absences::row)
            .optional()
            .orElseThrow(NotFoundException::new);
    requireMay(actor, absence.user());
    return absence;
  }

  private static void requireMay(CurrentUser actor, UserId user) {
    if (!actor.isManager() && !actor.id().equals(user)) {
      throw new NotFoundException();
    }
  }

  private void requireFree(UserId user, LocalDate from, LocalDate until) {
    boolean taken =
        jdbc.sql(
                """
                select exists (select from identity.absence where user_id = :user
                  and removed_at is null and from_day <= :until and until_day >= :from)
                """)
            .param("user", user.id())
            .param("from", from)
            .param("until", until)
            .query(Boolean.class)
            .single();
    if (taken) {
      throw new RefusedException("absence.overlaps");
    }
  }

  private static Absence row(ResultSet rs, int n) throws SQLException {
    return new Absence(
        rs.getObject("id", UUID.class),
        new UserId(rs.getObject("user_id", UUID.class)),
        rs.getString("name"),
        rs.getObject("from_day", LocalDate.class),
        rs.getObject("until_day", LocalDate.class),
        rs.getString("note"),
        rs.getBoolean("removed"));
  }
}
