package com.arenacrm.playbook;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Story}. */
@Embeddable
public record StoryId(UUID id) implements Serializable {

  public static StoryId next() {
    return new StoryId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
