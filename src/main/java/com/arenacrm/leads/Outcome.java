package com.arenacrm.leads;

/** How a lead ended; every lead ends in one of these (R094). */
public enum Outcome {
  BOUGHT,
  COMPETITOR,
  NOTHING,
  UNKNOWN,
  /** It never was one: a wrong number, a student, a joke. */
  NOT_A_LEAD
}
