package com.arenacrm.playbook;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies an {@link Offer}. */
@Embeddable
public record OfferId(UUID id) implements Serializable {

  public static OfferId next() {
    return new OfferId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
