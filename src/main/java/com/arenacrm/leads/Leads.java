package com.arenacrm.leads;

import com.arenacrm.contacts.PersonId;
import java.util.Collection;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All leads. */
interface Leads extends Repository<Lead, LeadId> {

  Lead save(Lead lead);

  Optional<Lead> findById(LeadId id);

  Optional<Lead> findFirstByPersonAndStageInOrderByCreatedAtDesc(
      PersonId person, Collection<LeadStage> stages);
}
