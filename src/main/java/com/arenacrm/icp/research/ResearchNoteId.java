package com.arenacrm.icp.research;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link ResearchNote}. */
@Embeddable
public record ResearchNoteId(UUID id) implements Serializable {

  public static ResearchNoteId next() {
    return new ResearchNoteId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
