package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;

/**
 * Something that we look for in a customer.
 *
 * @param weight what meeting it counts, 0 to 100
 * @param knockOut whether nobody fits who does not meet it
 */
public record Criterion(Condition condition, int weight, boolean knockOut) {

  /**
   * @throws IllegalArgumentException when the weight is out of bounds
   */
  public Criterion {
    if (weight < 0 || weight > 100) {
      throw new IllegalArgumentException("A weight lies between 0 and 100");
    }
  }
}
