package com.arenacrm.leads.qualification;

import com.arenacrm.leads.qualification.Definition.State;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads the editions of the definition, and how often sellers found it untrue of a lead. */
@Component
@Transactional(readOnly = true)
class DefinitionPages {

  private static final int MOST = 50;

  /** An edition in the list of them. */
  record Line(int number, State state, @Nullable Instant inForceAt, @Nullable Instant replacedAt) {}

  /** How often an item was checked, and how often it did not hold. */
  record Count(String item, long checked, long failed) {}

  private final JdbcClient jdbc;

  DefinitionPages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The latest editions, newest first. */
  List<Line> editions() {
    return jdbc.sql(
            """
            select number, state, in_force_at, replaced_at from leads.definition
            order by number desc limit :most
            """)
        .param("most", MOST)
        .query(Line.class)
        .list();
  }

  /** What sellers checked, by item, since an instant; items that nobody checked are missing. */
  Map<String, Count> checkedSince(Instant from) {
    return jdbc
        .sql(
            """
            select item, count(*) as checked, count(*) filter (where not holds) as failed
            from leads.handoff_check where checked_at >= :from group by item
            """)
        .param("from", from.atOffset(ZoneOffset.UTC))
        .query(Count.class)
        .list()
        .stream()
        .collect(Collectors.toMap(Count::item, Function.identity()));
  }
}
