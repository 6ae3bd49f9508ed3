package com.arenacrm.leads;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link DemandSignal}. */
@Embeddable
public record DemandSignalId(UUID id) implements Serializable {

  public static DemandSignalId next() {
    return new DemandSignalId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
