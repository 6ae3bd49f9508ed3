package com.arenacrm.icp;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies an {@link IdealCustomerProfile}. */
@Embeddable
public record ProfileId(UUID id) implements Serializable {

  public static ProfileId next() {
    return new ProfileId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
