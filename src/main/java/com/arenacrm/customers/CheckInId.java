package com.arenacrm.customers;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link CheckIn}. */
@Embeddable
public record CheckInId(UUID id) implements Serializable {

  public static CheckInId next() {
    return new CheckInId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
