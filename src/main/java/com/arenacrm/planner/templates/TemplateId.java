package com.arenacrm.planner.templates;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Names an activity to start from that the company keeps itself. */
@Embeddable
record TemplateId(UUID id) implements Serializable {

  static TemplateId next() {
    return new TemplateId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
