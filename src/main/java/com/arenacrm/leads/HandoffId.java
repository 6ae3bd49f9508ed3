package com.arenacrm.leads;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Handoff}. */
@Embeddable
public record HandoffId(UUID id) implements Serializable {

  public static HandoffId next() {
    return new HandoffId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
