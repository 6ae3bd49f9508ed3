package com.arenacrm.pipeline;

/** What part somebody has in the customer's decision (R044). */
public enum BuyingRole {
  DECIDES,
  USES,
  INFLUENCES,
  PAYS,
  TECHNICAL,
  /** Is against it, whatever else they do in it. */
  BLOCKS;

  /** Whether a purchase needs somebody in this part; nobody is missed who blocks. */
  public boolean isWanted() {
    return this != BLOCKS;
  }
}
