package com.arenacrm.planner.goals;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What both teams are measured by, in the order in which the hourglass fills (R035). */
public enum Measure {
  /** In how many of the phases that apply something was done each week, in percent. */
  COVERAGE,
  /** Leads that a seller accepted. */
  ACCEPTED,
  /** What was won in deals, in the company's currency. */
  REVENUE,
  /** Purchases of those who had bought before. */
  REPEATS,
  /** People who came because somebody recommended us. */
  REFERRALS;

  /** The name in addresses and texts. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is an amount of money. */
  public boolean isMoney() {
    return this == REVENUE;
  }

  /** Whether it is a share in percent. */
  public boolean isShare() {
    return this == COVERAGE;
  }

  static Optional<Measure> of(String key) {
    return Stream.of(values()).filter(m -> m.key().equals(key)).findFirst();
  }
}
