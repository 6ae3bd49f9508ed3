package com.arenacrm.insight;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The frozen numbers of weeks that sample people closed. */
@Component
class InsightSample implements SampleContent {

  private final JdbcClient jdbc;

  InsightSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 7;
  }

  @Override
  public void removeMadeBy(Collection<UUID> users) {
    jdbc.sql(
            """
            delete from insight.week_snapshot s where s.monday in
              (select r.monday from planner.week_review r where r.closed_by in (:users))
            """)
        .param("users", users)
        .update();
  }
}
