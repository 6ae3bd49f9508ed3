package com.arenacrm.integration;

import com.arenacrm.identity.UserId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The progress of imports in the database. */
@Component
class ImportPasses {

  private static final String SELECT =
      """
      select kind, attempt, handled, line, total, created, updated, unchanged, refused, noted,
             besides, findings, effects, cancel_asked, pause_asked, failure, failure_arguments, asked_by,
             started_at, finished_at
      from integration.import_pass
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ImportPasses(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Map<PassKind, Progress> of(UUID run) {
    Map<PassKind, Progress> passes = new EnumMap<>(PassKind.class);
    jdbc.sql(SELECT + " where run_id = ?")
        .param(run)
        .query(this::row)
        .list()
        .forEach(p -> passes.put(p.kind(), p));
    return passes;
  }

  Optional<Progress> find(UUID run, PassKind kind) {
    return jdbc.sql(SELECT + " where run_id = ? and kind = ?")
        .params(run, kind.name())
        .query(this::row)
        .optional();
  }

  /** The progress, held until the end of the transaction: only one worker goes on from it. */
  Optional<Progress> lock(UUID run, PassKind kind) {
    return jdbc.sql(SELECT + " where run_id = ? and kind = ? for update")
        .params(run, kind.name())
        .query(this::row)
        .optional();
  }

  /** Begins a pass, forgetting an earlier one of the same kind. */
  void begin(UUID run, PassKind kind, @Nullable Long total, UserId actor, Instant now) {
    jdbc.sql(
            """
            insert into integration.import_pass (run_id, kind, attempt, handled, line, total,
              created, updated, unchanged, refused, noted, besides, effects,
              cancel_asked, asked_by, started_at)
            values (:run, :kind, 1, 0, 0, :total, 0, 0, 0, 0, 0, '{}', 0, false, :actor, :now)
            on conflict (run_id, kind) do update
            set attempt = import_pass.attempt + 1, handled = 0, line = 0, total = excluded.total,
                created = 0, updated = 0, unchanged = 0, refused = 0, noted = 0, besides = '{}',
                findings = '{}', effects = 0, cancel_asked = false, pause_asked = false, failure = null,
                failure_arguments = null, asked_by = excluded.asked_by,
                started_at = excluded.started_at, finished_at = null
            """)
        .param("run", run)
        .param("kind", kind.name())
        .param("total", total)
        .param("actor", actor.id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Begins the same pass anew after it broke off; answers the number of the attempt. */
  int restart(UUID run, PassKind kind) {
    return jdbc.sql(
            """
            update integration.import_pass
            set attempt = attempt + 1, handled = 0, line = 0, created = 0, updated = 0,
                unchanged = 0, refused = 0, noted = 0, besides = '{}', findings = '{}', effects = 0
            where run_id = ? and kind = ? returning attempt
            """)
        .params(run, kind.name())
        .query(Integer.class)
        .single();
  }

  /** Keeps what a batch did, in the batch's own transaction. */
  void advance(UUID run, Progress to) {
    jdbc.sql(
            """
            update integration.import_pass
            set handled = :handled, line = :line, created = :created, updated = :updated,
                unchanged = :unchanged, refused = :refused, noted = :noted,
                besides = cast(:besides as jsonb), findings = cast(:findings as jsonb),
                effects = :effects
            where run_id = :run and kind = :kind
            """)
        .param("handled", to.handled())
        .param("line", to.line())
        .param("created", to.created())
        .param("updated", to.updated())
        .param("unchanged", to.unchanged())
        .param("refused", to.refused())
        .param("noted", to.noted())
        .param("besides", json.writeValueAsString(to.besides()))
        .param("findings", json.writeValueAsString(to.findings()))
        .param("effects", to.effects())
        .param("run", run)
        .param("kind", to.kind().name())
        .update();
  }

  void finish(UUID run, PassKind kind, @Nullable Reason failure, Instant now) {
    jdbc.sql(
            """
            update integration.import_pass
            set finished_at = :now, total = case when cast(:failure as text) is null and not cancel_asked
                  then handled else total end,
                failure = :failure, failure_arguments = cast(:arguments as text[])
            where run_id = :run and kind = :kind
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("failure", failure == null ? null : failure.messageKey())
        .param("arguments", failure == null ? null : failure.arguments().toArray(new String[0]))
        .param("run", run)
        .param("kind", kind.name())
        .update();
  }

  /** Asks the worker to stop after the batch that it is at. */
  void askToCancel(UUID run, PassKind kind) {
    jdbc.sql(
            """
            update integration.import_pass set cancel_asked = true
            where run_id = ? and kind = ? and finished_at is null
            """)
        .params(run, kind.name())
        .update();
  }

  /**
   * Asks the worker of a run to hold up after the batch that it is at, or no longer. Of files that
   * come together, one that has just ended passes it on to the next.
   */
  void askToPause(UUID run, boolean asked) {
    jdbc.sql(
            """
            update integration.import_pass set pause_asked = ?
            where run_id = ? and kind = 'RUN'
            """)
        .params(asked, run)
        .update();
  }

  private Progress row(ResultSet rs, int n) throws SQLException {
    String failure = rs.getString("failure");
    Array arguments = rs.getArray("failure_arguments");
    long total = rs.getLong("total");
    boolean unknown = rs.wasNull();
    return new Progress(
        PassKind.valueOf(rs.getString("kind")),
        rs.getInt("attempt"),
        rs.getLong("handled"),
        rs.getLong("line"),
        unknown ? null : total,
        rs.getLong("created"),
        rs.getLong("updated"),
        rs.getLong("unchanged"),
        rs.getLong("refused"),
        rs.getLong("noted"),
        json.readValue(rs.getString("besides"), new TypeReference<Map<String, Integer>>() {}),
        json.readValue(
            rs.getString("findings"), new TypeReference<Map<String, Map<String, Integer>>>() {}),
        rs.getLong("effects"),
        rs.getBoolean("cancel_asked"),
        rs.getBoolean("pause_asked"),
        failure == null
            ? null
            : new Reason(
                failure,
                null,
                arguments == null ? List.of() : List.of((String[]) arguments.getArray())),
        rs.getObject("asked_by", UUID.class),
        rs.getObject("started_at", OffsetDateTime.class).toInstant(),
        instant(rs.getObject("finished_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
