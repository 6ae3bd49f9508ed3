package com.arenacrm.pipeline.day;

import com.arenacrm.identity.Scope;

/**
 * What else somebody does in a day besides working deals: declared here, known on a higher floor.
 */
public interface DoneWork {

  /**
   * A query of what {@code :doneBy} did from {@code :doneFrom} until before {@code :doneUntil}, as
   * {@link DoneToday#list} shows it: columns {@code at}, {@code what}, {@code kind}, {@code
   * result}, {@code note}, {@code with}, {@code path} and {@code deed}.
   *
   * @param viewer of what the reader sees the names; the rest is counted without
   */
  String done(Scope viewer);
}
