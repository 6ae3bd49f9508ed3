package com.arenacrm.icp;

import com.arenacrm.integration.RecordUse;
import com.arenacrm.integration.records.ImportTable;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Undoing an import leaves companies of which somebody found something out: it would go with them.
 */
@Component
class ResearchedCompanies implements RecordUse {

  private final JdbcClient jdbc;

  ResearchedCompanies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String kind() {
    return "company";
  }

  @Override
  public Set<UUID> usedAmong(Collection<UUID> ids) {
    return Set.copyOf(
        jdbc.sql(
                """
                select distinct company_id from icp.research_note
                where company_id = any (cast(:ids as uuid[]))
                """)
            .param("ids", ImportTable.texts(ids))
            .query(UUID.class)
            .list());
  }
}
