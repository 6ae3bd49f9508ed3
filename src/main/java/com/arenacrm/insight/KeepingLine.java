package com.arenacrm.insight;

import com.arenacrm.shared.Quarter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was sold in a quarter to new customers and to those who had bought before, and what winning
 * the ones and keeping the others cost (R020, R032).
 *
 * @param fresh sales to customers who had not bought before
 * @param freshAmount what they add up to, in the company's currency
 * @param freshCustomers who bought them
 * @param repeats sales to customers who had; the same number as among the goals
 * @param keptCustomers who bought again
 * @param buyers everybody who bought; somebody who bought for the first time and then again in the
 *     quarter counts once
 * @param timed of how many repeats it is known when the customer had bought before
 * @param medianDays the median of the days since that purchase; null when none is known
 * @param wonSpend spent on activities of the phases KNOW to BUY
 * @param keptSpend spent on activities of REPEAT and REFER
 * @param wonUnknown activities of KNOW to BUY that were done, and nobody said what they cost
 * @param keptUnknown the same of REPEAT and REFER
 */
record KeepingLine(
    Quarter quarter,
    int fresh,
    BigDecimal freshAmount,
    int freshCustomers,
    int repeats,
    BigDecimal repeatAmount,
    int keptCustomers,
    int buyers,
    int timed,
    @Nullable BigDecimal medianDays,
    BigDecimal wonSpend,
    BigDecimal keptSpend,
    int wonUnknown,
    int keptUnknown) {

  /** With fewer cases than these a rate, a median or a cost of each says nothing. */
  static final int ENOUGH = 5;

  /** What the two costs say beside each other. */
  enum Verdict {
    /** Nothing was sold. */
    NOTHING,
    /** Too few customers, or no spending noted on one side. */
    UNKNOWN,
    WINNING_COSTS_MORE,
    KEEPING_COSTS_MORE,
    ALIKE
  }

  /** A quarter in which nothing happened. */
  static KeepingLine empty(Quarter quarter) {
    BigDecimal zero = BigDecimal.ZERO;
    return new KeepingLine(quarter, 0, zero, 0, 0, zero, 0, 0, 0, null, zero, zero, 0, 0);
  }

  /**
   * How many of a hundred who bought had bought before, in whole percent; empty when too few bought
   * to say so.
   */
  public Optional<BigDecimal> rate() {
    return buyers < ENOUGH
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(100L * keptCustomers)
                .divide(BigDecimal.valueOf(buyers), 0, RoundingMode.HALF_UP));
  }

  /** The median of the days until customers buy again; empty when too few did. */
  public Optional<BigDecimal> days() {
    return timed < ENOUGH || medianDays == null
        ? Optional.empty()
        : Optional.of(medianDays.setScale(0, RoundingMode.HALF_UP));
  }

  /** What each new customer cost; empty when they are too few, or no spending was noted. */
  public Optional<BigDecimal> eachFresh() {
    return each(wonSpend, freshCustomers);
  }

  /** What each customer who bought again cost; empty as for new ones. */
  public Optional<BigDecimal> eachKept() {
    return each(keptSpend, keptCustomers);
  }

  private static Optional<BigDecimal> each(BigDecimal spend, int customers) {
    return customers < ENOUGH || spend.signum() == 0
        ? Optional.empty()
        : Optional.of(spend.divide(BigDecimal.valueOf(customers), 2, RoundingMode.HALF_UP));
  }

  /** Which of the two costs more, where enough is known to say so. */
  public Verdict verdict() {
    if (buyers == 0) {
      return Verdict.NOTHING;
    }
    if (eachFresh().isEmpty() || eachKept().isEmpty()) {
      return Verdict.UNKNOWN;
    }
    BigDecimal times = times();
    if (times.compareTo(BigDecimal.ONE) == 0) {
      return Verdict.ALIKE;
    }
    return eachFresh().get().compareTo(eachKept().get()) > 0
        ? Verdict.WINNING_COSTS_MORE
        : Verdict.KEEPING_COSTS_MORE;
  }

  /** How many times the cheaper of the two goes into the other, to one decimal; 0 when unknown. */
  public BigDecimal times() {
    if (eachFresh().isEmpty() || eachKept().isEmpty()) {
      return BigDecimal.ZERO;
    }
    BigDecimal more = eachFresh().get().max(eachKept().get());
    BigDecimal less = eachFresh().get().min(eachKept().get());
    return more.divide(less, 1, RoundingMode.HALF_UP);
  }
}
