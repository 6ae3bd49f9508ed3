package com.arenacrm.leads;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All demand signals that were noted. */
interface DemandSignals extends Repository<DemandSignal, DemandSignalId> {

  DemandSignal save(DemandSignal signal);

  void delete(DemandSignal signal);

  Optional<DemandSignal> findById(DemandSignalId id);
}
