package com.arenacrm.integration;

import java.util.Set;

/**
 * A way to recognise a row as a record that is there already, chosen by the person who imports
 * (complaint 3).
 *
 * @param key names it in mappings; never changes
 * @param label message key of its name
 * @param fields the fields of which at least one must have a column for it to be chosen
 */
public record MatchKey(String key, String label, Set<String> fields) {

  /** The key of the identifier that another system gave the record. */
  public static final String OUTSIDE = "outside";

  /** The source whose identifiers are Arena's own: those of a list that it gave out itself. */
  public static final String ARENA = "arena";

  /** Whether it can be used with these columns. */
  public boolean isPossible(Set<String> mapped) {
    return fields.stream().anyMatch(mapped::contains);
  }
}
