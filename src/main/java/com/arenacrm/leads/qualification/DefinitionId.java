package com.arenacrm.leads.qualification;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Definition}. */
@Embeddable
public record DefinitionId(UUID id) implements Serializable {

  static DefinitionId next() {
    return new DefinitionId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
