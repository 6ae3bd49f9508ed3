package com.arenacrm.contacts;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Interaction}. */
@Embeddable
public record InteractionId(UUID id) implements Serializable {

  public static InteractionId next() {
    return new InteractionId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
