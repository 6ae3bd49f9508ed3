package com.arenacrm.platform;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What one module holds that sample people made. The set-up asks every module, top floor first, to
 * take it away, so that the sample company leaves no trace.
 */
public interface SampleContent {

  /**
   * Ten times the module's floor, and its place there: 22 for floor 2b. Higher ones are cleared
   * first because they refer to lower ones.
   */
  int floor();

  /**
   * Removes everything that these users made. What is real and only names them stays: it becomes
   * the administrator's when they go. So does what real work names; that has another author
   * already.
   *
   * @param sampleUsers the accounts of the sample company
   * @param kept the ids of all records that stay because real work names them
   */
  void removeMadeBy(Collection<UUID> sampleUsers, Set<UUID> kept);

  /**
   * Puts right what rests on the contents of several modules, when all of them have removed theirs.
   */
  default void settle() {}

  /**
   * Columns, by their full names, that Arena fills in by itself: that such a column names a record
   * of the sample is nobody's work, and keeps nothing.
   */
  default Set<String> workedOut() {
    return Set.of();
  }

  /** Ids for a parameter that is cast to {@code uuid[]}. */
  static String array(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
