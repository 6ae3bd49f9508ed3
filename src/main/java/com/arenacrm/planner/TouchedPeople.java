package com.arenacrm.planner;

import com.arenacrm.integration.RecordUse;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Undoing an import leaves who has met an activity since, said something of us or was left out of
 * an audience: that would go with them. Who is in an audience by its sources alone leaves it.
 */
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
                with asked as (select unnest(cast(:ids as uuid[])) as id)
                select id from asked a
                where exists (select 1 from planner.touch t where t.person_id = a.id)
                  or exists (select 1 from planner.mention m where m.person_id = a.id)
                  or exists (select 1 from planner.audience_exclusion x where x.person_id = a.id)
                """)
            .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
            .query(UUID.class)
            .list());
  }
}
