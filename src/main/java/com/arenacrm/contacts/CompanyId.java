package com.arenacrm.contacts;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Company}. */
@Embeddable
public record CompanyId(UUID id) implements Serializable {

  public static CompanyId next() {
    return new CompanyId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
