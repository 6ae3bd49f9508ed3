package com.arenacrm.icp;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies an {@link Edition}. */
@Embeddable
record EditionId(UUID id) implements Serializable {

  static EditionId next() {
    return new EditionId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
