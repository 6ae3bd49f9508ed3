package com.arenacrm.leads.likelihood;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was learned from leads of the sample company, and what sample people said of facts. */
@Component
class LikelihoodSample implements SampleContent {

  private final JdbcClient jdbc;

  LikelihoodSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 41;
  }

  @Override
  public Set<String> workedOut() {
    return Set.of("leads.captured.lead_id");
  }

  // What is left is learned from anew, within seconds.
  @Override
  public void removeMadeBy(Collection<UUID> users, Set<UUID> kept) {
    jdbc.sql("delete from leads.learning_field where decided_by in (:users)")
        .param("users", users)
        .update();
    jdbc.sql("delete from leads.learning").update();
  }
}
