package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Collection;

/** Where it is said what marketing may spend; declared here, kept by the budget. */
public interface Allowances {

  /**
   * What may be spent.
   *
   * @param amount in the company's currency
   */
  record Allowance(YearMonth month, HourglassPhase phase, BigDecimal amount) {}

  /** Sets the budget of the years that have none yet; a year that has one keeps it. */
  void allow(Collection<Allowance> allowances, CurrentUser actor);
}
