package com.arenacrm.pipeline;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Stage}. */
@Embeddable
public record StageId(UUID id) implements Serializable {

  public static StageId next() {
    return new StageId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
