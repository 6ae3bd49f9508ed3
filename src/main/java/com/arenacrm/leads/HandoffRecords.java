package com.arenacrm.leads;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All handoffs. */
interface HandoffRecords extends Repository<Handoff, HandoffId> {

  Handoff save(Handoff handoff);

  Optional<Handoff> findById(HandoffId id);

  List<Handoff> findByLeadOrderByHandedAtDesc(LeadId lead);
}
