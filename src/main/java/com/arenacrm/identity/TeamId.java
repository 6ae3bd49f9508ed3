package com.arenacrm.identity;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Team}. */
@Embeddable
public record TeamId(UUID id) implements Serializable {

  public static TeamId next() {
    return new TeamId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
