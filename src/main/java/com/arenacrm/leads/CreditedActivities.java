package com.arenacrm.leads;

import com.arenacrm.integration.RecordUse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Undoing an import leaves activities that brought leads: the leads would forget it. */
@Configuration(proxyBeanMethods = false)
class CreditedActivities {

  @Bean
  RecordUse activitiesWithLeads(JdbcClient jdbc) {
    return RecordUse.of(
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
    return RecordUse.of(
        "occurrence",
        """
        select distinct source_occurrence_id from leads.lead
        where source_occurrence_id = any (cast(:ids as uuid[]))
        """,
        jdbc);
  }
}
