package com.arenacrm.leads;

import com.arenacrm.planner.SignalCounts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the demand signals of occurrences for the plan (R037). */
@Component
class OccurrenceSignals implements SignalCounts {

  private final JdbcClient jdbc;

  OccurrenceSignals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<UUID, Integer> confirmed(Collection<UUID> occurrences) {
    Map<UUID, Integer> counts = new HashMap<>();
    if (!occurrences.isEmpty()) {
      jdbc.sql(
              """
              select occurrence_id, count(*) as signals from leads.demand_signal
              where occurrence_id = any (cast(:ids as uuid[])) and confirmed_at is not null
              group by occurrence_id
              """)
          .param(
              "ids",
              occurrences.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
          .query(
              rs -> {
                counts.put(rs.getObject("occurrence_id", UUID.class), rs.getInt("signals"));
              });
    }
    return counts;
  }
}
