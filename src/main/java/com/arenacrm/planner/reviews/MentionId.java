package com.arenacrm.planner.reviews;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Mention}. */
@Embeddable
public record MentionId(UUID id) implements Serializable {

  public static MentionId next() {
    return new MentionId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
