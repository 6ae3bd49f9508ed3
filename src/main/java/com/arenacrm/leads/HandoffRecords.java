package com.arenacrm.leads;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All handoffs. */
interface HandoffRecords extends Repository<Handoff, HandoffId> {

  Handoff save(Handoff handoff);

  Optional<Handoff> findById(HandoffId id);

  List<Handoff> findByLeadOrderByHandedAtDesc(LeadId lead);

  /** Those whose clock is still running for these leads. */
  @Query(
      """
      select h from Handoff h
      where h.lead in :leads and h.firstContactAt is null and h.rejectedAt is null
        and h.withdrawnAt is null
      """)
  List<Handoff> findRunning(List<LeadId> leads);
}
