package com.arenacrm.customers;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A reason to talk to a customer next, the most pressing kind first (R036).
 *
 * @param what it is about, in the words of the record; null where the kind says all
 * @param on the day that it speaks of; null where there is none
 * @param path of the record behind it
 */
record TalkReason(Kind kind, @Nullable String what, @Nullable LocalDate on, String path) {

  /** Of the message that says it. */
  public String key() {
    return on == null ? kind.name() + "_EVER" : kind.name();
  }

  /** Why, in the order of what it costs to leave it. */
  enum Kind {
    /** A payment is overdue. */
    LATE,
    /** They are not happy. */
    UNHAPPY,
    /** What they bought has ended, and nobody has said whether they renew it. */
    ENDED,
    /** What they bought ends soon. */
    RENEWAL,
    /** They should have bought again by now. */
    OVERDUE,
    /** They are about to buy again. */
    EXPECTED,
    /** They never took part in anything said, or not for long. */
    SILENT
  }
}
