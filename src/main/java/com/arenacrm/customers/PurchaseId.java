package com.arenacrm.customers;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Purchase}. */
@Embeddable
public record PurchaseId(UUID id) implements Serializable {

  public static PurchaseId next() {
    return new PurchaseId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
