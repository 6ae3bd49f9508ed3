package com.arenacrm.leads;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import java.util.Collection;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All leads. */
interface Leads extends Repository<Lead, LeadId> {

  Lead save(Lead lead);

  Optional<Lead> findById(LeadId id);

  /**
   * The lead, if this person may see it.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  default Lead seen(LeadId id, CurrentUser viewer) {
    return findById(id)
        .filter(lead -> viewer.scope().covers(lead.salesOwner()))
        .orElseThrow(NotFoundException::new);
  }

  Optional<Lead> findFirstByPersonAndStageInOrderByCreatedAtDesc(
      PersonId person, Collection<LeadStage> stages);
}
