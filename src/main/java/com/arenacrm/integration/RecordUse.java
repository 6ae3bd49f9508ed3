package com.arenacrm.integration;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Says which records of lower floors are in use on a higher one, so that undoing an import leaves
 * them. Needed only where deleting the record would take the user's rows with it ({@code on delete
 * cascade}) or silently cut their link; where a foreign key forbids the deletion, the engine
 * notices by itself.
 */
public interface RecordUse {

  /** The {@link RecordKind} it speaks of. */
  String kind();

  /** Those of the records that are in use. */
  Set<UUID> usedAmong(Collection<UUID> ids);

  /**
   * Asks the database of one module.
   *
   * @param sql answers the identifiers of those in use among {@code cast(:ids as uuid[])}
   */
  static RecordUse of(String kind, String sql, JdbcClient jdbc) {
    return new RecordUse() {
      @Override
      public String kind() {
        return kind;
      }

      @Override
      public Set<UUID> usedAmong(Collection<UUID> ids) {
        return Set.copyOf(
            jdbc.sql(sql)
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .query(UUID.class)
                .list());
      }
    };
  }
}
