package com.arenacrm.pipeline.tasks;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a task is about: a person, a company, a deal, or nothing of these. */
public record Subject(@Nullable UUID person, @Nullable UUID company, @Nullable UUID deal) {

  /** It stands by itself. */
  public static final Subject NONE = new Subject(null, null, null);

  /** Of several that are named, the first counts. */
  public static Subject of(@Nullable UUID person, @Nullable UUID company, @Nullable UUID deal) {
    return person != null
        ? new Subject(person, null, null)
        : company != null ? new Subject(null, company, null) : new Subject(null, null, deal);
  }

  public boolean isNothing() {
    return equals(NONE);
  }
}
