package com.arenacrm.playbook;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes away what sample people wrote into the playbook, and that they used it. */
@Component
@Transactional
class PlaybookSample implements SampleContent {

  /** In order: what hangs on a row goes before the row. */
  private static final List<String> REMOVALS =
      List.of(
          "delete from playbook.item_use where used_by in (:users)",
          "delete from playbook.competitor where created_by in (:users)",
          "delete from playbook.offer where created_by in (:users)",
          "delete from playbook.material where created_by in (:users)",
          "delete from playbook.script where created_by in (:users)",
          "delete from playbook.story where created_by in (:users)",
          "delete from playbook.core_message where created_by in (:users)",
          "delete from playbook.part where created_by in (:users)");

  private final JdbcClient jdbc;

  PlaybookSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 23;
  }

  @Override
  public void removeMadeBy(Collection<UUID> sampleUsers, Set<UUID> kept) {
    if (!sampleUsers.isEmpty()) {
      REMOVALS.forEach(sql -> jdbc.sql(sql).param("users", sampleUsers).update());
    }
  }
}
