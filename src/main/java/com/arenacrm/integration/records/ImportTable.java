package com.arenacrm.integration.records;

import com.arenacrm.integration.Effect;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.RecordKind.Left;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.platform.Estimates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of a kind of record, as imports read, write and restore it: by a few statements for a
 * batch, whatever its size. The record has the columns {@code id}, {@code version}, {@code
 * created_at} and {@code created_by}. Its names are constants of the code, never input.
 */
public final class ImportTable {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ObjectReader reader;
  private final String kind;
  private final String table;
  private final String columns;
  private final String making;
  private final String mark;

  /**
   * @param kind the {@link RecordKind}
   * @param table with its schema
   * @param columns what imports write and an undo restores
   * @param derived columns that change by themselves, such as copies and scores: a change of them
   *     does not mean that somebody touched the record
   */
  public ImportTable(
      JdbcClient jdbc,
      JsonMapper json,
      String kind,
      String table,
      List<String> columns,
      List<String> derived) {
    this(jdbc, json, kind, table, columns, derived, ", created_at, created_by");
  }

  private ImportTable(
      JdbcClient jdbc,
      JsonMapper json,
      String kind,
      String table,
      List<String> columns,
      List<String> derived,
      String making) {
    this.making = making;
    this.jdbc = jdbc;
    this.json = json;
    this.reader =
        json.readerFor(new TypeReference<LinkedHashMap<String, Object>>() {})
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    this.kind = kind;
    this.table = table;
    this.columns = String.join(", ", columns);
    this.mark =
        "md5((to_jsonb(r) - cast('{version,search,created_at%s}' as text[]))::text)"
            .formatted(derived.stream().map(d -> "," + d).collect(Collectors.joining()));
  }

  /**
   * The table of what is a part of another record, and has neither {@code created_at} nor {@code
   * created_by} of its own.
   */
  public static ImportTable ofParts(
      JdbcClient jdbc,
      JsonMapper json,
      String kind,
      String table,
      List<String> columns,
      List<String> derived) {
    return new ImportTable(jdbc, json, kind, table, columns, derived, "");
  }

  /** The table of records of which a later file may say that they came to be earlier. */
  public static ImportTable ofDated(
      JdbcClient jdbc,
      JsonMapper json,
      String kind,
      String table,
      List<String> columns,
      List<String> derived) {
    List<String> dated = new ArrayList<>(columns);
    dated.add("created_at");
    return new ImportTable(jdbc, json, kind, table, dated, derived, ", created_by");
  }

  /**
   * Reads records, with what earlier batches of a rehearsal did to them; locks them in a run.
   *
   * @param ids a query for identifiers
   * @param keys keys by which ghosts may be found, too
   * @param known identifiers that ghosts may have, too
   */
  public List<ImportedRow> load(
      String ids,
      Map<String, ?> parameters,
      Collection<String> keys,
      Collection<UUID> known,
      ImportPass pass) {
    Map<UUID, ImportedRow> found = new LinkedHashMap<>();
    jdbc.sql(
            "select to_jsonb(r) - 'search' from %s r where r.id in (%s) order by r.id%s"
                .formatted(table, ids, pass.rehearsal() ? "" : " for update of r"))
        .params(parameters)
        .query(String.class)
        .list()
        .forEach(content -> put(found, content));
    Set<UUID> all = new HashSet<>(found.keySet());
    all.addAll(known);
    pass.ghosts().find(kind, keys, all).forEach(ghost -> put(found, ghost.content()));
    return List.copyOf(found.values());
  }

  /**
   * Reads the records that the file's source knows under these identifiers; in a list that Arena
   * gave out, those that have them. For tables with {@code outside_source} and {@code outside_id}.
   *
   * @param keys keys by which ghosts may be found, too
   */
  public List<ImportedRow> known(Set<String> ids, Collection<String> keys, ImportPass pass) {
    return ids.isEmpty()
        ? List.of()
        : load(
            """
            select id from %s
            where outside_source = :source and outside_id = any (cast(:ids as text[]))
            union all
            select cast(u as uuid) from unnest(cast(:own as text[])) as u
            """
                .formatted(table),
            Map.of(
                "source",
                pass.source(),
                "ids",
                ids.toArray(new String[0]),
                "own",
                pass.ownIds(ids)),
            keys,
            List.of(),
            pass);
  }

  private void put(Map<UUID, ImportedRow> found, String content) {
    ImportedRow row = ImportedRow.there(reader.readValue(content), content);
    found.put(row.id(), row);
  }

  /** A record as the batch would leave it. */
  public Ghost ghost(ImportedRow row, Set<String> keys) {
    return new Ghost(kind, row.id(), keys, json.writeValueAsString(row.columns()));
  }

  /**
   * Writes what a batch made and changed, and reports it.
   *
   * @param rows those that it made or changed, in the order of the file
   * @param nameColumn holds what people know the record by
   */
  public void write(Collection<ImportedRow> rows, String nameColumn, Effects effects) {
    Map<UUID, String> marks = new HashMap<>();
    List<ImportedRow> made = rows.stream().filter(ImportedRow::isMade).toList();
    if (!made.isEmpty()) {
      marks(
          """
          insert into %1$s as r (id, version%4$s, %2$s)
          select id, version%4$s, %2$s
          from jsonb_populate_recordset(cast(null as %1$s), cast(:rows as jsonb))
          returning r.id, %3$s
          """,
          made, marks);
      Estimates.keepUp(jdbc, table, made.size());
    }
    List<ImportedRow> changed = rows.stream().filter(r -> !r.isMade()).toList();
    if (!changed.isEmpty()) {
      marks(
          """
          update %1$s r
          set (version, %2$s) = (select r.version + 1, %2$s
            from jsonb_populate_record(cast(null as %1$s), u.content))
          from jsonb_array_elements(cast(:rows as jsonb)) as u (content)
          where r.id = cast(u.content ->> 'id' as uuid)
          returning r.id, %3$s
          """,
          changed, marks);
    }
    for (ImportedRow row : rows) {
      String name = String.valueOf(row.text(nameColumn));
      if (row.isMade()) {
        effects.created(kind, row.id(), name, marks.get(row.id()));
      } else {
        effects.updated(kind, row.id(), name, row.before(), marks.get(row.id()));
      }
    }
  }

  private void marks(String sql, List<ImportedRow> rows, Map<UUID, String> marks) {
    jdbc.sql(sql.formatted(table, columns, mark, making))
        .param("rows", json.writeValueAsString(rows.stream().map(ImportedRow::columns).toList()))
        .query((rs, n) -> Map.entry(rs.getObject(1, UUID.class), rs.getString(2)))
        .list()
        .forEach(m -> marks.put(m.getKey(), m.getValue()));
  }

  /** What an undo did and what it had to leave. */
  public record Undone(List<UUID> deleted, List<UUID> restored, List<Left> left) {}

  /**
   * Deletes what an import made and restores what it changed, unless somebody touched it since.
   *
   * @param effects newest first; no record twice
   * @param used an SQL condition on {@code r}: whether others of the module hang on the record and
   *     would go with it
   */
  public Undone undo(List<Effect> effects, UndoPass pass, String used) {
    record Standing(boolean same, boolean used) {}
    Map<UUID, Standing> standing = new HashMap<>();
    jdbc.sql(
            """
            select r.id, %s = e.mark, (%s) as used
            from %s r
            join unnest(cast(:ids as uuid[]), cast(:marks as text[])) as e (id, mark)
              on e.id = r.id
            order by r.id
            for update of r
            """
                .formatted(mark, used, table))
        .param("ids", texts(effects.stream().map(Effect::id).toList()))
        .param("marks", effects.stream().map(Effect::mark).toArray(String[]::new))
        .query(
            rs -> {
              standing.put(
                  rs.getObject(1, UUID.class), new Standing(rs.getBoolean(2), rs.getBoolean(3)));
            });
    Set<UUID> usedAbove = pass.usedAmong(kind, effects.stream().map(Effect::id).toList());
    List<Left> left = new ArrayList<>();
    Map<UUID, Effect> deletions = new LinkedHashMap<>();
    Map<UUID, Effect> restorations = new LinkedHashMap<>();
    for (Effect effect : effects) {
      Standing now = standing.get(effect.id());
      if (now == null) {
        continue; // Somebody has deleted it: there is nothing to take back.
      }
      if (!now.same()) {
        left.add(Left.touched(effect));
      } else if (!effect.isCreation()) {
        restorations.put(effect.id(), effect);
      } else if (now.used() || usedAbove.contains(effect.id())) {
        left.add(Left.used(effect));
      } else {
        deletions.put(effect.id(), effect);
      }
    }
    pass.each(List.copyOf(deletions.keySet()), this::delete)
        .forEach(id -> left.add(Left.used(deletions.remove(id))));
    pass.each(
            List.copyOf(restorations.keySet()),
            some -> restore(some.stream().map(restorations::get).toList()))
        .forEach(id -> left.add(Left.taken(restorations.remove(id))));
    return new Undone(List.copyOf(deletions.keySet()), List.copyOf(restorations.keySet()), left);
  }

  private void delete(List<UUID> ids) {
    jdbc.sql("delete from %s where id = any (cast(:ids as uuid[]))".formatted(table))
        .param("ids", texts(ids))
        .update();
  }

  private void restore(List<Effect> effects) {
    jdbc.sql(
            """
            update %1$s r
            set (version, %2$s) = (select r.version + 1, %2$s
              from jsonb_populate_record(cast(null as %1$s), cast(e.before as jsonb)))
            from unnest(cast(:ids as uuid[]), cast(:befores as text[])) as e (id, before)
            where r.id = e.id
            """
                .formatted(table, columns))
        .param("ids", texts(effects.stream().map(Effect::id).toList()))
        .param("befores", effects.stream().map(Effect::before).toArray(String[]::new))
        .update();
  }

  /** Identifiers as a parameter for {@code cast(:ids as uuid[])}. */
  public static String[] texts(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).toArray(String[]::new);
  }
}
