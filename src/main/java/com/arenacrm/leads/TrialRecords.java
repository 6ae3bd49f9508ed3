package com.arenacrm.leads;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All trials. */
interface TrialRecords extends Repository<Trial, TrialId> {

  Trial save(Trial trial);

  void delete(Trial trial);

  Optional<Trial> findById(TrialId id);

  List<Trial> findByLeadOrderByRequestedOnDescIdIdDesc(LeadId lead);
}
