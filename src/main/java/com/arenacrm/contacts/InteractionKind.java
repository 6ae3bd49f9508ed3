package com.arenacrm.contacts;

/** How something was said. */
public enum InteractionKind {
  CALL,
  MEETING,
  EMAIL,
  MESSAGE,
  VISIT,
  NOTE;

  /** Whether the customer took part; a note to ourselves resets no clock. */
  public boolean isWithCustomer() {
    return this != NOTE;
  }
}
