package com.arenacrm.playbook;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Script}. */
@Embeddable
public record ScriptId(UUID id) implements Serializable {

  public static ScriptId next() {
    return new ScriptId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
