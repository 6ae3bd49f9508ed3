package com.arenacrm.integration;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The imports of sample people, with their files; what they brought in is each module's own. */
@Component
class IntegrationSample implements SampleContent {

  private final JdbcClient jdbc;

  IntegrationSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 13;
  }

  @Override
  public void removeMadeBy(Collection<UUID> sampleUsers, Set<UUID> kept) {
    if (sampleUsers.isEmpty()) {
      return;
    }
    jdbc.sql("delete from integration.import_run where created_by in (:users)")
        .param("users", sampleUsers)
        .update();
    jdbc.sql(
            """
            delete from integration.import_set s where created_by in (:users)
              and not exists (select 1 from integration.import_run r where r.set_id = s.id)
            """)
        .param("users", sampleUsers)
        .update();
    // A pass that one of them began on somebody else's import stays, under its owner's name.
    jdbc.sql(
            """
            update integration.import_pass p set asked_by = r.created_by
            from integration.import_run r where r.id = p.run_id and p.asked_by in (:users)
            """)
        .param("users", sampleUsers)
        .update();
    jdbc.sql("delete from integration.import_memory where user_id in (:users)")
        .param("users", sampleUsers)
        .update();
  }
}
