package com.arenacrm.leads.survey;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom sample people asked what a trial was like, and what they were told. */
@Component
class SurveySample implements SampleContent {

  private final JdbcClient jdbc;

  SurveySample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 41;
  }

  @Override
  public void removeMadeBy(Collection<UUID> users, Set<UUID> kept) {
    jdbc.sql("delete from leads.survey where created_by in (:users)")
        .param("users", users)
        .update();
  }
}
