package com.arenacrm.icp;

import com.arenacrm.integration.RecordUse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Undoing an import leaves companies of which somebody found something out: it would go with them.
 */
@Configuration(proxyBeanMethods = false)
class ResearchedCompanies {

  @Bean
  RecordUse companiesWithFindings(JdbcClient jdbc) {
    return RecordUse.of(
        "company",
        """
        select distinct company_id from icp.research_note
        where company_id = any (cast(:ids as uuid[]))
        """,
        jdbc);
  }
}
