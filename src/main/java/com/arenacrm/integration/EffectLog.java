package com.arenacrm.integration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Collects what one batch of a run wrote, and keeps it in its transaction. */
final class EffectLog implements Effects {

  private record Entry(String kind, Effect effect) {}

  private final List<Entry> entries = new ArrayList<>();

  @Override
  public void created(String kind, UUID id, String name, String mark) {
    entries.add(new Entry(kind, new Effect(id, name, null, mark)));
  }

  @Override
  public void updated(String kind, UUID id, String name, String before, String mark) {
    entries.add(new Entry(kind, new Effect(id, name, before, mark)));
  }

  int size() {
    return entries.size();
  }

  /**
   * Keeps them.
   *
   * @param first the number of the first one
   */
  void keep(JdbcClient jdbc, UUID run, long first) {
    if (entries.isEmpty()) {
      return;
    }
    int size = entries.size();
    String[] kinds = new String[size];
    String[] ids = new String[size];
    String[] names = new String[size];
    @Nullable String[] befores = new String[size];
    String[] marks = new String[size];
    for (int i = 0; i < size; i++) {
      Entry entry = entries.get(i);
      kinds[i] = entry.kind();
      ids[i] = entry.effect().id().toString();
      names[i] = entry.effect().name();
      befores[i] = entry.effect().before();
      marks[i] = entry.effect().mark();
    }
    jdbc.sql(
            """
            insert into integration.import_effect (run_id, number, kind, record_id, name, before, mark)
            select ?, ? + e.at - 1, e.kind, e.record_id, e.name, e.before, e.mark
            from unnest(cast(? as text[]), cast(? as uuid[]), cast(? as text[]), cast(? as text[]),
              cast(? as text[])) with ordinality as e (kind, record_id, name, before, mark, at)
            """)
        .params(run, first, kinds, ids, names, befores, marks)
        .update();
  }

  /** The newest effects of one kind, no record twice, as far as they stand together at the end. */
  record Tail(String kind, List<Effect> effects, long lowest) {}

  /** What is to be undone next; null when nothing is left. */
  static @Nullable Tail tail(JdbcClient jdbc, UUID run, int most) {
    record Row(long number, String kind, Effect effect) {}
    List<Row> rows =
        jdbc.sql(
                """
                select number, kind, record_id, name, before, mark from integration.import_effect
                where run_id = ? order by number desc limit ?
                """)
            .params(run, most)
            .query(
                (rs, n) ->
                    new Row(
                        rs.getLong(1),
                        rs.getString(2),
                        new Effect(
                            rs.getObject(3, UUID.class),
                            rs.getString(4),
                            rs.getString(5),
                            rs.getString(6))))
            .list();
    if (rows.isEmpty()) {
      return null;
    }
    String kind = rows.get(0).kind();
    List<Effect> effects = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    long lowest = rows.get(0).number();
    for (Row row : rows) {
      if (!row.kind().equals(kind) || !seen.add(row.effect().id())) {
        break;
      }
      effects.add(row.effect());
      lowest = row.number();
    }
    return new Tail(kind, effects, lowest);
  }

  static void forgetFrom(JdbcClient jdbc, UUID run, long lowest) {
    jdbc.sql("delete from integration.import_effect where run_id = ? and number >= ?")
        .params(run, lowest)
        .update();
  }

  /** Keeps which records a run made, beyond the time for its undo. */
  static void keepMade(JdbcClient jdbc, UUID run) {
    jdbc.sql(
            """
            insert into integration.import_made (record_id, run_id)
            select distinct record_id, run_id from integration.import_effect
            where run_id = ? and before is null
            on conflict (record_id) do nothing
            """)
        .param(run)
        .update();
  }

  static void forgetMade(JdbcClient jdbc, UUID run) {
    jdbc.sql("delete from integration.import_made where run_id = ?").param(run).update();
  }

  static long count(JdbcClient jdbc, UUID run) {
    return jdbc.sql("select count(*) from integration.import_effect where run_id = ?")
        .param(run)
        .query(Long.class)
        .single();
  }
}
