package com.arenacrm.insight.agreement;

import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * So many of so many, with how much that says: a rate of two of three is no finding.
 *
 * @param hits of {@code of}
 */
record Share(int hits, int of) {

  /** The 97.5 per cent point of the normal distribution: nineteen intervals of twenty hold. */
  private static final double Z = 1.959964;

  /** An interval wider than this says nothing yet. */
  private static final double TELLING = 0.4;

  private static final double LIMIT = 0.05;

  /** How a share compares with that of all others. */
  enum Against {
    /** There is nothing to compare, or too little. */
    UNKNOWN,
    /** Chance explains the difference. */
    ALIKE,
    LESS,
    MORE
  }

  public boolean isKnown() {
    return of > 0;
  }

  public double rate() {
    return of == 0 ? 0 : (double) hits / of;
  }

  /** Where the true rate lies at the least, nineteen times of twenty (Wilson). */
  public double low() {
    return hits == 0 ? 0 : Math.max(0, middle() - half());
  }

  public double high() {
    return hits == of ? 1 : Math.min(1, middle() + half());
  }

  private double middle() {
    return (rate() + Z * Z / (2 * of)) / (1 + Z * Z / of);
  }

  private double half() {
    return Z / (1 + Z * Z / of) * Math.sqrt(rate() * (1 - rate()) / of + Z * Z / (4.0 * of * of));
  }

  /** Whether there are too few for the rate to say anything. */
  public boolean isFew() {
    return high() - low() > TELLING;
  }

  /**
   * Whether this part of a whole differs from the rest by more than chance explains.
   *
   * @param compared how many parts are compared at once: each comparison may err, so each must be
   *     that much surer
   */
  Against against(Share whole, int compared) {
    Share rest = new Share(whole.hits - hits, whole.of - of);
    if (of == 0 || rest.of == 0 || isFew()) {
      return Against.UNKNOWN;
    }
    double chance =
        FisherExactTest.withDefaults()
            .test(new int[][] {{hits, of - hits}, {rest.hits, rest.of - rest.hits}})
            .getPValue();
    if (chance * compared >= LIMIT) {
      return Against.ALIKE;
    }
    return rate() < rest.rate() ? Against.LESS : Against.MORE;
  }
}
