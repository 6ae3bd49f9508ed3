package com.arenacrm.leads;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link LeadForm}. */
@Embeddable
public record LeadFormId(UUID id) implements Serializable {

  public static LeadFormId next() {
    return new LeadFormId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
