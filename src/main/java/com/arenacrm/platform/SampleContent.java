package com.arenacrm.platform;

import java.util.Collection;
import java.util.UUID;

/**
 * What one module holds that sample people made. The set-up asks every module, top floor first, to
 * take it away, so that the sample company leaves no trace.
 */
public interface SampleContent {

  /** The module's floor; higher floors are cleared first because they refer to lower ones. */
  int floor();

  /**
   * Removes everything that these users made, and what others hung on it. What is real and only
   * names them stays: it becomes the administrator's when they go.
   *
   * @param sampleUsers the accounts of the sample company
   */
  void removeMadeBy(Collection<UUID> sampleUsers);
}
