package com.arenacrm.leads;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Lead}. */
@Embeddable
public record LeadId(UUID id) implements Serializable {

  public static LeadId next() {
    return new LeadId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
