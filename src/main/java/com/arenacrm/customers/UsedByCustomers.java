package com.arenacrm.customers;

import com.arenacrm.integration.RecordUse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Undoing an import leaves who bought, was asked how satisfied they are, or recommended us. */
@Configuration(proxyBeanMethods = false)
class UsedByCustomers {

  @Bean
  RecordUse peopleWhoBought(JdbcClient jdbc) {
    return RecordUse.of(
        "person",
        """
        with asked as (select unnest(cast(:ids as uuid[])) as id)
        select id from asked a
        where exists (select 1 from customers.purchase p where p.person_id = a.id)
          or exists (select 1 from customers.check_in c where c.person_id = a.id)
          or exists (select 1 from customers.testimonial t where t.person_id = a.id)
          or exists (select 1 from customers.referral_ask r where r.person_id = a.id)
          or exists (select 1 from customers.referral r where r.person_id = a.id)
          or exists (select 1 from customers.referral r where r.referred_by = a.id)
          or exists (select 1 from customers.owner_change o where o.person_id = a.id)
        """,
        jdbc);
  }

  @Bean
  RecordUse leadsWhoseReferrerWasThanked(JdbcClient jdbc) {
    return RecordUse.of(
        "lead",
        """
        select lead_id from customers.referral
        where lead_id = any (cast(:ids as uuid[])) and thanked_at is not null
        """,
        jdbc);
  }

  @Bean
  RecordUse dealsFollowedUp(JdbcClient jdbc) {
    return RecordUse.of(
        "deal",
        """
        select p.opportunity_id from customers.purchase p
        where p.opportunity_id = any (cast(:ids as uuid[]))
          and (exists (select 1 from customers.task t
                       where t.purchase_id = p.id and (t.done_at is not null or t.version > 0))
            or exists (select 1 from customers.check_in c where c.purchase_id = p.id))
        """,
        jdbc);
  }

  @Bean
  RecordUse companiesThatBought(JdbcClient jdbc) {
    return RecordUse.of(
        "company",
        """
        with asked as (select unnest(cast(:ids as uuid[])) as id)
        select id from asked a
        where exists (select 1 from customers.purchase p where p.company_id = a.id)
          or exists (select 1 from customers.check_in c where c.company_id = a.id)
          or exists (select 1 from customers.testimonial t where t.company_id = a.id)
          or exists (select 1 from customers.referral_ask r where r.company_id = a.id)
          or exists (select 1 from customers.referral r where r.company_id = a.id)
          or exists (select 1 from customers.owner_change o where o.company_id = a.id)
        """,
        jdbc);
  }
}
