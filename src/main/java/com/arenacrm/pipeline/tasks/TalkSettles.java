package com.arenacrm.pipeline.tasks;

import com.arenacrm.identity.CurrentUser;
import java.time.Instant;

/**
 * Something in the day that is no task, and that is settled by a talk noted in its row: declared
 * here, known on a higher floor (R063).
 */
public interface TalkSettles {

  /**
   * Whether a row stands for such a thing, that is open and for the viewer to see.
   *
   * @param row of the day, by its id; may be any text
   */
  boolean isOpen(String row, CurrentUser viewer);

  /**
   * It is settled.
   *
   * @param row for which {@link #isOpen} holds
   * @param how what was done, in words
   */
  void settle(String row, String how, CurrentUser actor, Instant now);
}
