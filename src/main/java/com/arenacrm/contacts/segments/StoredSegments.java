package com.arenacrm.contacts.segments;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All segments. */
interface StoredSegments extends Repository<Segment, SegmentId> {

  Segment save(Segment segment);

  void delete(Segment segment);

  Optional<Segment> findById(SegmentId id);

  Optional<Segment> findByNameIgnoreCase(String name);
}
