package com.arenacrm.contacts;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Filters that somebody has saved under a name, to which the lists can be narrowed (R069). */
public interface SavedFilters {

  /**
   * A saved filter.
   *
   * @param companies whether it is over companies; otherwise over people
   * @param any whether one condition is enough
   */
  record Saved(UUID id, String name, boolean companies, boolean any, List<Condition> conditions) {

    /** The identifier as a form sends it. */
    public String value() {
      return id.toString();
    }

    public String label() {
      return name;
    }
  }

  /** The filter with that identifier. */
  Optional<Saved> find(UUID id);

  /**
   * Those to choose from, by name.
   *
   * @param companies over which of the two; null for both
   */
  List<Saved> choices(@Nullable Boolean companies);
}
