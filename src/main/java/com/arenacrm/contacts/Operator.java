package com.arenacrm.contacts;

/** How a rule compares a fact; texts are compared without case or accents. */
public enum Operator {
  /** The very value. */
  IS,
  /** One of several values. */
  IS_ONE_OF,
  /** One of several texts occurs in it. */
  CONTAINS,
  AT_LEAST,
  AT_MOST,
  /** Between two numbers, both included. */
  BETWEEN,
  /** There is a value, whichever. */
  IS_KNOWN,
  IS_NOT_KNOWN;

  /** Whether a value has to be given to compare with. */
  public boolean needsValue() {
    return this != IS_KNOWN && this != IS_NOT_KNOWN;
  }

  /** Whether it takes several values, any of which will do. */
  public boolean takesSeveral() {
    return this == IS_ONE_OF || this == CONTAINS;
  }

  boolean comparesNumbers() {
    return this == AT_LEAST || this == AT_MOST || this == BETWEEN;
  }
}
