package com.arenacrm.planner;

import com.arenacrm.identity.UserId;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** All corrections of results; they are only added. */
@Component
@Transactional
class Corrections {

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

  /** Those that were made after the week had been closed, the latest first. */
  @Transactional(readOnly = true)
  List<Correction> sinceTheCloseOf(Week week) {
    return jdbc.sql(
            ROWS
                + """
                join planner.week_review w on w.monday = :monday
                where o.day between :monday and :sunday and c.at > w.closed_at
                order by c.at desc, c.id desc limit :most
                """)
        .param("monday", week.monday())
        .param("sunday", week.sunday())
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
