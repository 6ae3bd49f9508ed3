package com.arenacrm.leads;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All handoffs. */
interface HandoffRecords extends Repository<Handoff, HandoffId> {

  Handoff save(Handoff handoff);

  Optional<Handoff> findById(HandoffId id);

  List<Handoff> findByLeadOrderByHandedAtDesc(LeadId lead);

  /** Returns of a lead about which nothing has been done; rarely more than one. */
  @Query(
      """
      from Handoff h where h.lead = :lead and h.rejectedAt is not null and h.returnAnswer is null
      """)
  List<Handoff> openReturnsOf(LeadId lead);

  /** Returns of a lead about which something was done at that moment. */
  @Query("from Handoff h where h.lead = :lead and h.returnAnsweredAt = :at")
  List<Handoff> returnsAnswered(LeadId lead, Instant at);
}
