package com.arenacrm.pipeline.wins;

import com.arenacrm.identity.Organizations;
import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Credits wins to the phase that they count under, as {@code Opportunity.phaseOfWinning} says, for
 * many: whoever had bought before, whether by a deal or not, buys again (R011).
 */
@Component
@Transactional
public class WinCredits {

  private final Buyers buyers;
  private final Organizations organizations;
  private final JdbcClient jdbc;

  WinCredits(Buyers buyers, Organizations organizations, JdbcClient jdbc) {
    this.buyers = buyers;
    this.organizations = organizations;
    this.jdbc = jdbc;
  }

  /**
   * Says anew under which phase each win of these customers counts, after something that they
   * bought came, changed or went.
   *
   * @param customers companies, and people without one
   */
  public void again(Collection<UUID> customers) {
    if (customers.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update pipeline.opportunity o set won_phase = w.credited
            from (select d.id,
                    case when row_number() over (
                           partition by coalesce(d.company_id, d.person_id)
                           order by d.closed_at, d.id) > 1 or %s
                         then 'REPEAT' when d.referral then 'REFER' else d.phase end as credited
                  from pipeline.opportunity d
                  where d.kind = 'WON' and (d.company_id = any (cast(:customers as uuid[]))
                    or (d.company_id is null
                      and d.person_id = any (cast(:customers as uuid[]))))) w
            where o.id = w.id and o.won_phase <> w.credited
            """
                .formatted(
                    buyers.boughtElsewhere("coalesce(d.company_id, d.person_id)", "d.closed_at")))
        .param("customers", SampleContent.array(customers))
        .param("zone", organizations.current().timeZone().getId())
        .update();
  }
}
