package com.arenacrm.planner;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All occurrences. Those of a series are stored by {@link Series}, many at once. */
interface Occurrences extends Repository<Occurrence, OccurrenceId> {

  Occurrence save(Occurrence occurrence);

  Optional<Occurrence> findById(OccurrenceId id);
}
