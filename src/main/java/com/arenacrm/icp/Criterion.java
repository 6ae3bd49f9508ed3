package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Something that we look for in a customer.
 *
 * @param weight what meeting it counts, 0 to 100
 * @param knockOut whether nobody fits who does not meet it
 * @param note what it rests on, in words; null where nobody said
 */
public record Criterion(Condition condition, int weight, boolean knockOut, @Nullable String note) {

  /** How long a note may be. */
  static final int LONGEST_NOTE = 1000;

  /**
   * @throws IllegalArgumentException when the weight is out of bounds
   */
  public Criterion {
    if (weight < 0 || weight > 100) {
      throw new IllegalArgumentException("A weight lies between 0 and 100");
    }
  }

  public Criterion(Condition condition, int weight, boolean knockOut) {
    this(condition, weight, knockOut, null);
  }
}
