package com.arenacrm.contacts;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Person}. */
@Embeddable
public record PersonId(UUID id) implements Serializable {

  public static PersonId next() {
    return new PersonId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
