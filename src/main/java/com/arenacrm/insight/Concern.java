package com.arenacrm.insight;

import java.util.Locale;

/** What a manager has to look at, the most pressing first (R065, R066, complaint 18). */
enum Concern {
  /** A customer has waited for an answer longer than agreed. */
  LATE,
  /** A customer who is not happy, of whom nobody is in charge. */
  UNHAPPY,
  /** A lead about whose return its seller has been told. */
  RETURNING,
  /** A lead that nobody has. */
  POOLED,
  /** Put aside for the last time that is allowed. */
  SNOOZED,
  /** A deal about which nobody has talked to the customer for too long. */
  IDLE,
  /** A deal whose close was put off twice or more. */
  PUSHED,
  /** A deal that skipped stages or went back. */
  STRAYED,
  /** A company with anything overdue. */
  RISK,
  /** A seller with more than they take on, or away or without access with open leads or deals. */
  SELLERS;

  static final Concern[] ALL = values();

  /** The name in an address. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether what is in its rows can be passed on. */
  public boolean isOfWork() {
    return this != RISK && this != SELLERS && this != UNHAPPY;
  }

  /** Whether its rows are in a seller's hands, so that they can be given time or taken back. */
  public boolean isHeld() {
    return isOfWork() && this != POOLED;
  }
}
