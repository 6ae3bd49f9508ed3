package com.arenacrm.platform;

import java.util.function.BooleanSupplier;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Makes a record once, however often its form is sent (Q04). The form carries the new record's
 * identifier, so of two that arrive together one makes it, and the other finds it made.
 */
public final class Once {

  private Once() {}

  /**
   * Makes the record unless it is there.
   *
   * @param isThere whether the record of the form's identifier exists
   * @param make makes it, in a transaction of its own
   * @throws DataIntegrityViolationException when it could not be made for another reason, such as
   *     an address that somebody else has just taken
   * @throws RefusedException when a rule forbids it
   */
  public static void make(BooleanSupplier isThere, Runnable make) {
    if (isThere.getAsBoolean()) {
      return;
    }
    try {
      make.run();
    } catch (DataIntegrityViolationException
        | OptimisticLockingFailureException
        | RefusedException e) {
      if (!isThere.getAsBoolean()) {
        throw e;
      }
    }
  }
}
