package com.arenacrm.leads.engagement;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What deeds are worth stays, but not that somebody of the sample company said so. */
@Component
class EngagementSample implements SampleContent {

  private final JdbcClient jdbc;

  EngagementSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 41;
  }

  @Override
  public void removeMadeBy(Collection<UUID> users, Set<UUID> kept) {
    jdbc.sql("update leads.engagement_rule set changed_by = null where changed_by in (:users)")
        .param("users", users)
        .update();
  }
}
