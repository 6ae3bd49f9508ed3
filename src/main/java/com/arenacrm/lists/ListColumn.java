package com.arenacrm.lists;

import org.jspecify.annotations.Nullable;

/**
 * A column that a list can show besides its first, which names the record and is always there.
 *
 * @param key in stored choices; never changes
 * @param label message key of its name
 * @param sort what {@code sort} says in the address to order by it; null where nothing does
 * @param number whether it stands to the right
 * @param usual whether it is shown to who has chosen nothing
 */
public record ListColumn(
    String key, String label, @Nullable String sort, boolean number, boolean usual) {

  public static ListColumn usual(String key, String label) {
    return new ListColumn(key, label, null, false, true);
  }

  public static ListColumn more(String key, String label) {
    return new ListColumn(key, label, null, false, false);
  }

  public ListColumn sortedBy(String value) {
    return new ListColumn(key, label, value, number, usual);
  }

  public ListColumn right() {
    return new ListColumn(key, label, sort, true, usual);
  }
}
