package com.arenacrm.leads;

import com.arenacrm.integration.RecordUse;
import com.arenacrm.integration.records.ImportTable;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Undoing an import leaves activities that brought leads: the leads would forget it. */
@Configuration(proxyBeanMethods = false)
class CreditedActivities {

  private record Use(String kind, String sql, JdbcClient jdbc) implements RecordUse {

    @Override
    public Set<UUID> usedAmong(Collection<UUID> ids) {
      return Set.copyOf(
          jdbc.sql(sql).param("ids", ImportTable.texts(ids)).query(UUID.class).list());
    }
  }

  @Bean
  RecordUse activitiesWithLeads(JdbcClient jdbc) {
    return new Use(
        "activity",
        """
        select source_activity_id from leads.lead
        where source_activity_id = any (cast(:ids as uuid[]))
        union select activity_id from leads.lead_form where activity_id = any (cast(:ids as uuid[]))
        """,
        jdbc);
  }

  @Bean
  RecordUse occurrencesWithLeads(JdbcClient jdbc) {
    return new Use(
        "occurrence",
        """
        select distinct source_occurrence_id from leads.lead
        where source_occurrence_id = any (cast(:ids as uuid[]))
        """,
        jdbc);
  }
}
