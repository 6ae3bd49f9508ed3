package com.arenacrm.insight.agreement;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a lead: where it leaked away between marketing's effort and the close (R095), in
 * the order of the way; or that it is still on it. Each lead is in one of these, so that they add
 * up to all that came in.
 */
enum Leak {
  /** Below the gate, and for {@value #SILENT_DAYS} days nothing was heard. */
  BELOW_SILENT(true),
  /** Qualified for {@value #UNHANDED_DAYS} days, and handed to nobody. */
  NOT_HANDED(true),
  /** Handed over, and nobody has answered in time. */
  UNANSWERED(true),
  /** Returned by sales, and not handed over again. */
  RETURNED(true),
  /** Accepted, and nobody has talked to the customer in time. */
  UNTOUCHED(true),
  /** They bought from somebody else. */
  COMPETITOR(true),
  /** They fell silent, or nobody knows how it ended. */
  SILENT(true),
  /** Lost in another way: they bought nothing. */
  NOTHING(true),
  UNDER_WAY(false),
  WON(false),
  /** It never was a lead: no demand leaked away. */
  NO_LEAD(false);

  static final int SILENT_DAYS = 30;

  static final int UNHANDED_DAYS = 7;

  private final boolean lost;

  Leak(boolean lost) {
    this.lost = lost;
  }

  /** Whether demand leaked away here. */
  public boolean isLost() {
    return lost;
  }

  /** As in addresses and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Leak> of(String key) {
    return Stream.of(values()).filter(leak -> leak.key().equals(key)).findFirst();
  }
}
