package com.arenacrm.pipeline.answers;

import com.arenacrm.contacts.risk.AccountRisk;
import com.arenacrm.identity.Scope;
import org.springframework.stereotype.Component;

/** Deals whose next step is overdue put their account at risk, unless they are put aside (R066). */
@Component
class DealRisk implements AccountRisk {

  @Override
  public String overdue(Scope scope) {
    return """
        select o.company_id, 'STEP' as kind, o.name, '/pipeline/opportunities/' || o.id as path,
          o.next_step_on::timestamp at time zone 'UTC' as since, o.owner_id
        from pipeline.opportunity o
        where o.kind = 'OPEN' and o.next_step_on < :riskToday
          and (o.snoozed_until is null or o.snoozed_until <= :riskToday) and %s
        """
        .formatted(scope.condition("o.owner_id"));
  }
}
