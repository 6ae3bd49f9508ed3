package com.arenacrm.lists;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.lists.BulkEdit.Applied;
import com.arenacrm.lists.BulkEdit.Change;
import com.arenacrm.lists.BulkEdit.Line;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a change on many records, all or none of it however it ends, keeps what they were, and
 * takes it back as far as nobody has changed them since.
 */
@Component
@Transactional
class ListChanges {

  /** So long a change can be taken back. */
  static final Duration UNDOABLE = Duration.ofDays(30);

  private static final int SHOWN = 50;
  private static final int LONGEST_NOTE = 500;
  private static final String MEANWHILE = "changes.not.meanwhile";
  private static final String GONE = "changes.not.gone";
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  /** A record as the preview showed it. */
  record Seen(UUID id, int version) {}

  /**
   * How many were changed, and how many were not.
   *
   * @param why for the message keys of objections, how many they hold for
   */
  record Made(int changed, int left, Map<String, Integer> why) {}

  /** A change that was made. */
  record Past(
      UUID id,
      String list,
      Change change,
      Instant madeAt,
      UUID madeBy,
      int made,
      @Nullable Instant undoneAt,
      @Nullable Integer undone) {

    /** Whether it can still be taken back. */
    public boolean isUndoable(Instant now) {
      return undoneAt == null && made > 0 && now.isBefore(madeAt.plus(UNDOABLE));
    }
  }

  private record Item(UUID recordId, int versionAfter, String before) {}

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final JsonMapper json;

  ListChanges(JdbcClient jdbc, AuditTrail audit, JsonMapper json) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.json = json;
  }

  /** A change that this person made; an administrator finds everybody's. */
  @Transactional(readOnly = true)
  Past get(UUID id, CurrentUser viewer) {
    return jdbc.sql(SELECT + " where id = :id and (created_by = :viewer or :all)")
        .param("id", id)
        .param("viewer", viewer.id().id())
        .param("all", viewer.isAdministrator())
        .query(this::past)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  @Transactional(readOnly = true)
  boolean isMade(UUID id) {
    return jdbc.sql("select exists (select from lists.bulk_change where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** The last changes of a list: this person's, or everybody's for an administrator. */
  @Transactional(readOnly = true)
  List<Past> last(String list, CurrentUser viewer) {
    return jdbc.sql(
            SELECT
                + " where list = :list and (created_by = :viewer or :all)"
                + " order by id desc limit :shown")
        .param("list", list)
        .param("viewer", viewer.id().id())
        .param("all", viewer.isAdministrator())
        .param("shown", SHOWN)
        .query(this::past)
        .list();
  }

  private static final String SELECT =
      """
      select id, list, kind, given, made_at, created_by, made, undone_at, undone
      from lists.bulk_change""";

  private Past past(ResultSet rs, int n) throws SQLException {
    OffsetDateTime undone = rs.getObject("undone_at", OffsetDateTime.class);
    return new Past(
        rs.getObject("id", UUID.class),
        rs.getString("list"),
        new Change(rs.getString("kind"), json.readValue(rs.getString("given"), TEXTS)),
        rs.getObject("made_at", OffsetDateTime.class).toInstant(),
        rs.getObject("created_by", UUID.class),
        rs.getInt("made"),
        undone == null ? null : undone.toInstant(),
        rs.getObject("undone", Integer.class));
  }

  /**
   * Makes it. What cannot change is left, and so is what somebody changed after it was shown.
   *
   * @param id chosen by the caller
   * @param said what is changed to what, for the trail
   */
  Made make(
      UUID id,
      BulkEdit edit,
      Change change,
      List<Seen> seen,
      String said,
      CurrentUser actor,
      Instant now) {
    jdbc.sql(
            """
            insert into lists.bulk_change (id, list, kind, given, made_at, created_by, made)
            values (:id, :list, :kind, cast(:given as jsonb), :now, :actor, 0)
            """)
        .param("id", id)
        .param("list", edit.list())
        .param("kind", change.kind())
        .param("given", json.writeValueAsString(change.given()))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    Map<UUID, Integer> versions =
        seen.stream().collect(Collectors.toMap(Seen::id, Seen::version, (one, other) -> one));
    List<Line> lines = edit.preview(change, versions.keySet(), true, actor, now);
    Map<String, Integer> why = new TreeMap<>();
    List<String> names = new ArrayList<>();
    for (Line line : lines) {
      if (line.objection() != null) {
        why.merge(line.objection(), 1, Integer::sum);
      } else if (versions.get(line.id()) != line.version()) {
        why.merge(MEANWHILE, 1, Integer::sum);
      } else {
        keep(id, line.id(), edit.apply(change, line.id(), actor, now));
        names.add(line.name());
      }
    }
    if (lines.size() < versions.size()) {
      why.merge(GONE, versions.size() - lines.size(), Integer::sum);
    }
    jdbc.sql("update lists.bulk_change set made = :made where id = :id")
        .param("made", names.size())
        .param("id", id)
        .update();
    if (!names.isEmpty()) {
      audit.note(
          actor,
          "list-bulk-changed",
          new Subject(edit.list(), id, String.valueOf(names.size())),
          null,
          shortened(said + " · " + String.join(", ", names)));
    }
    return new Made(names.size(), versions.size() - names.size(), why);
  }

  private void keep(UUID change, UUID record, Applied applied) {
    jdbc.sql(
            """
            insert into lists.bulk_change_item (change_id, record_id, version_after, before)
            values (:change, :record, :version, cast(:before as jsonb))
            """)
        .param("change", change)
        .param("record", record)
        .param("version", applied.version())
        .param("before", json.writeValueAsString(applied.before()))
        .update();
  }

  /**
   * Takes it back as far as nobody has changed anything since, and the actor may still see it.
   *
   * @throws RefusedException when it was taken back before, too long ago, or nothing can be
   */
  Made undo(Past past, BulkEdit edit, CurrentUser actor, Instant now) {
    if (past.undoneAt() == null && !past.isUndoable(now)) {
      throw new RefusedException("changes.undo.late", UNDOABLE.toDays());
    }
    int first =
        jdbc.sql(
                "update lists.bulk_change set undone_at = :now where id = :id and undone_at is null")
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("id", past.id())
            .update();
    if (first == 0) {
      throw new RefusedException("changes.undone.already");
    }
    List<Item> items =
        jdbc.sql(
                """
                select record_id, version_after, before from lists.bulk_change_item
                where change_id = :id order by record_id
                """)
            .param("id", past.id())
            .query(Item.class)
            .list();
    // Held in the same order as a change holds them; who may not see one any more leaves it.
    Map<UUID, Line> seen =
        edit
            .preview(past.change(), items.stream().map(Item::recordId).toList(), true, actor, now)
            .stream()
            .collect(Collectors.toMap(Line::id, line -> line));
    int undone = 0;
    for (Item item : items) {
      Applied applied = new Applied(item.versionAfter(), json.readValue(item.before(), TEXTS));
      if (seen.containsKey(item.recordId())
          && edit.restore(past.change(), item.recordId(), applied, past.madeAt(), actor, now)) {
        undone++;
      }
    }
    if (undone == 0 && !items.isEmpty()) {
      // Nothing came of it, so that it may be tried once more.
      throw new RefusedException("changes.undone.nothing");
    }
    jdbc.sql("update lists.bulk_change set undone = :undone where id = :id")
        .param("undone", undone)
        .param("id", past.id())
        .update();
    audit.note(
        actor,
        "list-bulk-undone",
        new Subject(edit.list(), past.id(), String.valueOf(undone)),
        past.change().kind(),
        null);
    return new Made(undone, items.size() - undone, Map.of());
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_NOTE ? text.substring(0, LONGEST_NOTE - 1) + "…" : text;
  }
}
