package com.arenacrm.pipeline.answers;

import com.arenacrm.integration.RecordUse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Undoing an import leaves people, companies and leads with a deal, a comment or a task. */
@Configuration(proxyBeanMethods = false)
class UsedByDeals {

  @Bean
  RecordUse peopleWithDeals(JdbcClient jdbc) {
    return RecordUse.of(
        "person",
        """
        select person_id from pipeline.opportunity where person_id = any (cast(:ids as uuid[]))
        union select person_id from pipeline.buying_role where person_id = any (cast(:ids as uuid[]))
        union select person_id from pipeline.comment where person_id = any (cast(:ids as uuid[]))
        union select person_id from pipeline.task where person_id = any (cast(:ids as uuid[]))
        """,
        jdbc);
  }

  @Bean
  RecordUse companiesWithDeals(JdbcClient jdbc) {
    return RecordUse.of(
        "company",
        """
        select company_id from pipeline.opportunity where company_id = any (cast(:ids as uuid[]))
        union select company_id from pipeline.comment where company_id = any (cast(:ids as uuid[]))
        union select company_id from pipeline.task where company_id = any (cast(:ids as uuid[]))
        """,
        jdbc);
  }

  @Bean
  RecordUse leadsWithDeals(JdbcClient jdbc) {
    return RecordUse.of(
        "lead",
        """
        select lead_id from pipeline.opportunity where lead_id = any (cast(:ids as uuid[]))
        union select lead_id from pipeline.acceptance where lead_id = any (cast(:ids as uuid[]))
        union select lead_id from pipeline.comment where lead_id = any (cast(:ids as uuid[]))
        """,
        jdbc);
  }
}
