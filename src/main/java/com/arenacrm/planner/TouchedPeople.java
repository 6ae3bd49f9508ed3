package com.arenacrm.planner;

import com.arenacrm.integration.RecordUse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Undoing an import leaves who has met an activity since, said something of us or was left out of
 * an audience: that would go with them. Who is in an audience by its sources alone leaves it.
 */
@Configuration(proxyBeanMethods = false)
class TouchedPeople {

  @Bean
  RecordUse peopleWhoMetActivities(JdbcClient jdbc) {
    return RecordUse.of(
        "person",
        """
        with asked as (select unnest(cast(:ids as uuid[])) as id)
        select id from asked a
        where exists (select 1 from planner.touch t where t.person_id = a.id)
          or exists (select 1 from planner.mention m where m.person_id = a.id)
          or exists (select 1 from planner.audience_exclusion x where x.person_id = a.id)
        """,
        jdbc);
  }
}
