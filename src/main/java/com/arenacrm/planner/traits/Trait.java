package com.arenacrm.planner.traits;

import com.arenacrm.contacts.PeopleQuery;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that people have in common, such as how keen they are. Its texts are {@code
 * trait.<key>} for its name, {@code trait.<key>.hint}, {@code trait.<key>.number} for the number
 * and {@code trait.<key>.of} for what was asked, of the choice and the number.
 */
public interface Trait {

  /**
   * One thing that can be asked for.
   *
   * @param label in the reader's language
   */
  record Option(String value, String label) {}

  /** The numbers that can be asked for. */
  record Bounds(int least, int most) {}

  /** As in forms and message keys; stays the same for ever, since it is stored. */
  String key();

  /** Where it stands among the others, the lowest first. */
  int place();

  /** What can be asked for; empty where it is a number alone. */
  List<Option> options(Locale locale);

  /** The numbers that can be asked for; null where there are none. */
  default @Nullable Bounds bounds() {
    return null;
  }

  /** Whether a number must be given with that choice. */
  default boolean needsNumber(@Nullable String choice) {
    return false;
  }

  /**
   * Those who have it.
   *
   * @param choice one of the options; null where there are none
   * @param number within the bounds; null where none is given
   * @param prefix of the names of the query's parameters
   */
  PeopleQuery people(@Nullable String choice, @Nullable Integer number, Instant now, String prefix);
}
