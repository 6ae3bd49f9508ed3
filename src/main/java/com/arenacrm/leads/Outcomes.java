package com.arenacrm.leads;

import com.arenacrm.platform.NotFoundException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps how leads ended, told by whoever knows: the pipeline for those that became deals (R094).
 */
@Component
@Transactional
public class Outcomes {

  private final Leads leads;

  Outcomes(Leads leads) {
    this.leads = leads;
  }

  /** The deal was won. */
  public void bought(LeadId id, Instant at) {
    end(id, Outcome.BOUGHT, null, at);
  }

  /**
   * The deal was lost.
   *
   * @param outcome what the customer did instead
   * @param note with whom, or why
   */
  public void lost(LeadId id, Outcome outcome, @Nullable String note, Instant at) {
    end(id, outcome, note, at);
  }

  /** The deal was opened again. */
  public void reopened(LeadId id) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    if (lead.isEnded()) {
      lead.reopen();
      leads.save(lead);
    }
  }

  private void end(LeadId id, Outcome outcome, @Nullable String note, Instant at) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    lead.end(outcome, note, at);
    leads.save(lead);
  }
}
