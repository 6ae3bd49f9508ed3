package com.arenacrm.platform;

import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Names that a module copied beside a reference, so that its lists need not ask another for them.
 */
public final class CopiedNames {

  private CopiedNames() {}

  /**
   * Writes the present names over the copies, by one statement however many there are; a copy that
   * is right already is not touched.
   *
   * @param names by the identifier that the copies stand beside
   * @param table of the calling module, with its schema
   * @param reference the column that holds the identifier
   * @param copy the column that holds the name
   */
  public static void follow(
      JdbcClient jdbc, Map<UUID, String> names, String table, String reference, String copy) {
    if (names.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update %1$s c set %3$s = n.name
            from unnest(cast(:ids as uuid[]), cast(:names as text[])) as n (id, name)
            where c.%2$s = n.id and c.%3$s is distinct from n.name
            """
                .formatted(table, reference, copy))
        .param("ids", names.keySet().stream().map(UUID::toString).toArray(String[]::new))
        .param("names", names.values().toArray(String[]::new))
        .update();
  }
}
