package com.arenacrm.pipeline.answers;

import com.arenacrm.pipeline.wins.Buyers;
import com.arenacrm.planner.traits.Answers;
import org.springframework.stereotype.Component;

/** An opportunity that was opened with them, and what they bought or said of it. */
@Component
class DealAnswers implements Answers {

  private final Buyers buyers;

  DealAnswers(Buyers buyers) {
    this.buyers = buyers;
  }

  @Override
  public String deeds() {
    return """
    select o.person_id, o.opened_at as at from pipeline.opportunity o where o.person_id is not null
    union all
    """
        + buyers.deeds();
  }
}
