package com.arenacrm.leads;

import com.arenacrm.contacts.risk.AccountRisk;
import com.arenacrm.identity.Scope;
import org.springframework.stereotype.Component;

/** Customers who wait for an answer longer than agreed put their account at risk (R066). */
@Component
class AnswerRisk implements AccountRisk {

  @Override
  public String overdue(Scope scope) {
    return """
        select l.company_id, 'ANSWER' as kind, l.person_name as name,
          '/leads/handoffs/' || c.id as path, c.due_at as since, l.sales_owner_id as owner_id
        from (
          select h.id, h.lead_id, h.due_at from leads.handoff h
          where h.first_contact_at is null and h.rejected_at is null and h.withdrawn_at is null
            and h.released_at is null and h.due_at < :riskNow
          union all
          select h.id, h.lead_id, f.due_at from leads.following_clock f
          join leads.handoff h on h.id = f.handoff_id and h.rejected_at is null
            and h.withdrawn_at is null and h.released_at is null
          where f.answered_at is null and f.due_at < :riskNow) c
        join leads.lead l on l.id = c.lead_id and l.stage in ('HANDED_OVER', 'ACCEPTED')
        where (l.sales_owner_id is null or %s) and not exists (select from leads.clock_pause p
          where p.handoff_id = c.id and p.ended_at is null and p.until_at > :riskNow)
        """
        .formatted(scope.condition("l.sales_owner_id"));
  }
}
