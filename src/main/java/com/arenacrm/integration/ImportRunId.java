package com.arenacrm.integration;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies an {@link ImportRun}. */
@Embeddable
record ImportRunId(UUID id) implements Serializable {

  static ImportRunId next() {
    return new ImportRunId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
