package com.arenacrm.playbook;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a piece of {@link Material}. */
@Embeddable
public record MaterialId(UUID id) implements Serializable {

  public static MaterialId next() {
    return new MaterialId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
