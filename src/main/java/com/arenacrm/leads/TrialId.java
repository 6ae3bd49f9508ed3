package com.arenacrm.leads;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Trial}. */
@Embeddable
public record TrialId(UUID id) implements Serializable {

  public static TrialId next() {
    return new TrialId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
