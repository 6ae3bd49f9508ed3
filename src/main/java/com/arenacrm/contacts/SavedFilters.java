package com.arenacrm.contacts;

import com.arenacrm.identity.UserId;
import java.time.Instant;
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

  /**
   * Saves a filter under a name.
   *
   * @param filter with an identifier chosen by the caller, so that saving twice saves one
   * @param note what it is for; null when nobody says
   * @param community the community that its members form; null where there is none
   * @throws com.arenacrm.platform.RefusedException when another one has the name
   */
  void save(
      Saved filter, @Nullable String note, @Nullable String community, UserId actor, Instant now);

  /** The filter with that identifier. */
  Optional<Saved> find(UUID id);

  /**
   * Those to choose from, by name.
   *
   * @param companies over which of the two; null for both
   */
  List<Saved> choices(@Nullable Boolean companies);
}
