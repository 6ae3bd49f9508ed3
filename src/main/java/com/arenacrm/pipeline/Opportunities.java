package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All deals. */
interface Opportunities extends Repository<Opportunity, OpportunityId> {

  Opportunity save(Opportunity opportunity);

  Optional<Opportunity> findById(OpportunityId id);

  Optional<Opportunity> findByOutsideSourceAndOutsideId(String source, String id);

  void delete(Opportunity opportunity);

  /**
   * The deal, if this person may see it.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  default Opportunity get(OpportunityId id, CurrentUser viewer) {
    return findById(id)
        .filter(o -> viewer.scope().covers(o.owner()))
        .orElseThrow(NotFoundException::new);
  }
}
