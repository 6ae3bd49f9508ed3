package com.arenacrm.integration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The ghosts of one rehearsal, in the database: a file may hold more than memory does. Of files
 * that come together, a later one finds the ghosts of those before it, too.
 */
final class GhostTable implements Ghosts {

  private final JdbcClient jdbc;
  private final UUID run;
  private final String[] runs;

  GhostTable(JdbcClient jdbc, UUID run) {
    this(jdbc, run, List.of());
  }

  /**
   * @param earlier rehearsals whose ghosts count, too, in their order
   */
  GhostTable(JdbcClient jdbc, UUID run, List<UUID> earlier) {
    this.jdbc = jdbc;
    this.run = run;
    this.runs =
        java.util.stream.Stream.concat(earlier.stream(), java.util.stream.Stream.of(run))
            .map(UUID::toString)
            .toArray(String[]::new);
  }

  @Override
  public List<Ghost> find(String kind, Collection<String> keys, Collection<UUID> ids) {
    Map<UUID, Set<String>> keysOf = new HashMap<>();
    Map<UUID, String> contents = new HashMap<>();
    jdbc.sql(
            """
            with found as (
              select record_id from integration.import_ghost_key
              where run_id = any (cast(:runs as uuid[])) and kind = :kind
                and key = any (cast(:keys as text[]))
              union
              select record_id from integration.import_ghost
              where run_id = any (cast(:runs as uuid[])) and kind = :kind
                and record_id = any (cast(:ids as uuid[])))
            select g.record_id, g.content, k.key
            from found
            join integration.import_ghost g
              on g.run_id = any (cast(:runs as uuid[])) and g.kind = :kind
                and g.record_id = found.record_id
            left join integration.import_ghost_key k
              on k.run_id = g.run_id and k.kind = :kind and k.record_id = found.record_id
            order by array_position(cast(:runs as uuid[]), g.run_id)
            """)
        .param("runs", runs)
        .param("kind", kind)
        .param("keys", keys.toArray(new String[0]))
        .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
        .query(
            rs -> {
              UUID id = rs.getObject(1, UUID.class);
              contents.put(id, rs.getString(2));
              String key = rs.getString(3);
              Set<String> own = keysOf.computeIfAbsent(id, i -> new HashSet<>());
              if (key != null) {
                own.add(key);
              }
            });
    List<Ghost> ghosts = new ArrayList<>();
    contents.forEach(
        (id, content) ->
            ghosts.add(new Ghost(kind, id, keysOf.getOrDefault(id, Set.of()), content)));
    return ghosts;
  }

  /** Keeps ghosts, each in place of an earlier one of the same record. */
  void put(Collection<Ghost> ghosts) {
    if (ghosts.isEmpty()) {
      return;
    }
    List<String> kinds = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<String> contents = new ArrayList<>();
    List<String> keyKinds = new ArrayList<>();
    List<String> keyIds = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (Ghost ghost : ghosts) {
      kinds.add(ghost.kind());
      ids.add(ghost.id().toString());
      contents.add(ghost.content());
      for (String key : ghost.keys()) {
        keyKinds.add(ghost.kind());
        keyIds.add(ghost.id().toString());
        keys.add(key);
      }
    }
    jdbc.sql(
            """
            delete from integration.import_ghost_key k
            using unnest(cast(? as text[]), cast(? as uuid[])) as g (kind, record_id)
            where k.run_id = ? and k.kind = g.kind and k.record_id = g.record_id
            """)
        .params(array(kinds), array(ids), run)
        .update();
    jdbc.sql(
            """
            insert into integration.import_ghost (run_id, kind, record_id, content)
            select ?, g.kind, g.record_id, g.content
            from unnest(cast(? as text[]), cast(? as uuid[]), cast(? as text[]))
              as g (kind, record_id, content)
            on conflict (run_id, kind, record_id) do update set content = excluded.content
            """)
        .params(run, array(kinds), array(ids), array(contents))
        .update();
    jdbc.sql(
            """
            insert into integration.import_ghost_key (run_id, kind, key, record_id)
            select ?, g.kind, g.key, g.record_id
            from unnest(cast(? as text[]), cast(? as text[]), cast(? as uuid[]))
              as g (kind, key, record_id)
            on conflict do nothing
            """)
        .params(run, array(keyKinds), array(keys), array(keyIds))
        .update();
  }

  void forget() {
    jdbc.sql("delete from integration.import_ghost_key where run_id = ?").param(run).update();
    jdbc.sql("delete from integration.import_ghost where run_id = ?").param(run).update();
  }

  private static String[] array(List<String> texts) {
    return texts.toArray(new String[0]);
  }
}
