package com.arenacrm.planner;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies an {@link Activity}. */
@Embeddable
public record ActivityId(UUID id) implements Serializable {

  public static ActivityId next() {
    return new ActivityId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
