package com.arenacrm.pipeline;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies an {@link Opportunity}. */
@Embeddable
public record OpportunityId(UUID id) implements Serializable {

  public static OpportunityId next() {
    return new OpportunityId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
