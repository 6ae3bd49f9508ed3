package com.arenacrm.identity;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link User}. */
@Embeddable
public record UserId(UUID id) implements Serializable {

  public static UserId next() {
    return new UserId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
