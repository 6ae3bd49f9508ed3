package com.arenacrm.pipeline.day;

/**
 * What it costs to leave something of a day undone, the most costly first; the queue stands in this
 * order (R063).
 */
public enum Weight {
  /** A customer is not happy, and may go. */
  UNHAPPY,
  /** Somebody was promised something for a day that has passed. */
  OVERDUE,
  /** It is for today. */
  TODAY,
  /** What a customer has bought ends soon. */
  RENEWAL,
  /** A deal of which nobody has said what comes next. */
  NO_STEP,
  /** A deal about which nobody has talked with the customer for too long. */
  IDLE,
  /** A deal that should have ended by now. */
  ENDING,
  /** A good moment that passes: to ask for a recommendation, to thank for one. */
  CHANCE
}
