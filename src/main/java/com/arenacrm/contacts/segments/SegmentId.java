package com.arenacrm.contacts.segments;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Which segment. */
@Embeddable
public record SegmentId(UUID id) implements Serializable {

  public static SegmentId next() {
    return new SegmentId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
