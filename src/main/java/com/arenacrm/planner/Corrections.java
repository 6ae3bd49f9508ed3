package com.arenacrm.planner;

import com.arenacrm.identity.UserId;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** All corrections of results; they are only added. */
@Component
@Transactional
class Corrections {

  /**
   * That the result of a closed occurrence was put right (R015): the numbers of its week stand as
   * they were, and everybody sees what was changed, when and by whom.
   */
  record Correction(
      UUID occurrenceId, String title, Instant at, UUID byUser, Result before, Result after) {

    /**
     * One thing that says something else now.
     *
     * @param what the last part of its message key: {@code state}, {@code reason}, {@code reach},
     *     {@code invited}, {@code attended} or {@code spent}
     * @param before the state's key, a text, a number or an amount; null where nothing was said
     */
    record Change(String what, @Nullable Object before, @Nullable Object after) {}

    /** What it changed, in the order of the form. */
    public List<Change> changes() {
      return changes(before, after);
    }

    /** What one result says otherwise than another, in the order of the form. */
    static List<Change> changes(Result before, Result after) {
      return Stream.of(
              new Change("state", state(before), state(after)),
              new Change("reason", before.reason(), after.reason()),
              new Change("reach", before.reach(), after.reach()),
              new Change("invited", before.invited(), after.invited()),
              new Change("attended", before.attended(), after.attended()),
              new Change("spent", before.spent(), after.spent()))
          .filter(c -> !same(c.before(), c.after()))
          .toList();
    }

    private static String state(Result result) {
      return (result.done() ? Occurrence.State.DONE : Occurrence.State.NOT_DONE).key();
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
      return one instanceof BigDecimal a && other instanceof BigDecimal b
          ? a.compareTo(b) == 0
          : Objects.equals(one, other);
    }
  }

  private static final int MOST = 50;

  private static final String ROWS =
      """
      select c.occurrence_id, o.title, c.at, c.by_user, c.before, c.after
      from planner.correction c join planner.occurrence o on o.id = c.occurrence_id
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Corrections(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Keeps that a result was put right; nothing, when it says the same as before.
   *
   * @return whether it says something else
   */
  boolean note(OccurrenceId occurrence, Result before, Result after, UserId actor, Instant now) {
    if (new Correction(occurrence.id(), "", now, actor.id(), before, after).changes().isEmpty()) {
      return false;
    }
    jdbc.sql(
            """
            insert into planner.correction (id, occurrence_id, before, after, at, by_user)
            values (:id, :occurrence, cast(:before as jsonb), cast(:after as jsonb), :now, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("occurrence", occurrence.id())
        .param("before", json.writeValueAsString(before))
        .param("after", json.writeValueAsString(after))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
    return true;
  }

  /** Those of an occurrence, the latest first. */
  @Transactional(readOnly = true)
  List<Correction> of(OccurrenceId occurrence) {
    return jdbc.sql(ROWS + " where c.occurrence_id = :id order by c.at desc, c.id desc limit :most")
        .param("id", occurrence.id())
        .param("most", MOST)
        .query(this::correction)
        .list();
  }

  private Correction correction(ResultSet rs, int n) throws SQLException {
    return new Correction(
        rs.getObject("occurrence_id", UUID.class),
        rs.getString("title"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getObject("by_user", UUID.class),
        json.readValue(rs.getString("before"), Result.class),
        json.readValue(rs.getString("after"), Result.class));
  }
}
