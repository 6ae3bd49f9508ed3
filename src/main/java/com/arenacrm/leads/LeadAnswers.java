package com.arenacrm.leads;

import com.arenacrm.planner.traits.Answers;
import org.springframework.stereotype.Component;

/**
 * A form sent in, a trial asked for, what they said of it, a signal that nobody dismissed, somebody
 * recommended.
 */
@Component
class LeadAnswers implements Answers {

  @Override
  public String deeds() {
    return """
    select l.person_id, l.created_at as at from leads.lead l where l.origin = 'FORM'
    union all
    select l.referred_by, l.created_at from leads.lead l where l.referred_by is not null
    union all
    select l.person_id, cast(t.requested_on + 1 as timestamptz)
    from leads.trial t join leads.lead l on l.id = t.lead_id
    union all
    select l.person_id, s.answered_at from leads.survey s
    join leads.trial t on t.id = s.trial_id join leads.lead l on l.id = t.lead_id
    where s.answered_at is not null
    union all
    select s.person_id, cast(s.happened_on + 1 as timestamptz) from leads.demand_signal s
    where s.dismissed_at is null
    """;
  }
}
