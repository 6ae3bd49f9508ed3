package com.arenacrm.planner;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies an {@link Occurrence}. */
@Embeddable
public record OccurrenceId(UUID id) implements Serializable {

  public static OccurrenceId next() {
    return new OccurrenceId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
