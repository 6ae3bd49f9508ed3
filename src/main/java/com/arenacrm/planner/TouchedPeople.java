package com.arenacrm.planner;

import com.arenacrm.integration.RecordUse;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Undoing an import leaves who has met an activity since: their touches would go with them. */
@Component
class TouchedPeople implements RecordUse {

  private final JdbcClient jdbc;

  TouchedPeople(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String kind() {
    return "person";
  }

  @Override
  public Set<UUID> usedAmong(Collection<UUID> ids) {
    return Set.copyOf(
        jdbc.sql(
                """
                select distinct person_id from planner.touch
                where person_id = any (cast(:ids as uuid[]))
                """)
            .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
            .query(UUID.class)
            .list());
  }
}
