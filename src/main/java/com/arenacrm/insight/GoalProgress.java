package com.arenacrm.insight;

import com.arenacrm.planner.goals.Measure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far both teams are with one thing that they mean to reach in a quarter (R035).
 *
 * @param target what is agreed; null when nothing is
 * @param reached what there is until now
 * @param forecast what there will be at the quarter's end, by what is known now; null when that is
 *     not known, and of no use once the quarter is over
 * @param begun how many days of the quarter have begun
 * @param days how many it has
 */
public record GoalProgress(
    Measure measure,
    @Nullable BigDecimal target,
    BigDecimal reached,
    @Nullable BigDecimal forecast,
    int begun,
    int days) {

  /** Before two weeks have passed, what was done in them says nothing of the other eleven. */
  static final int ENOUGH_DAYS = 14;

  /** How it will end, or how it ended. */
  public enum Outlook {
    /** There is nothing to compare, or no way to know. */
    OPEN,
    REACHED,
    /** Not yet reached, but it will be. */
    ON_COURSE,
    /** It will not be reached as things stand. */
    SHORT,
    MISSED
  }

  /**
   * What comes of going on as until now.
   *
   * @return a whole number; empty before two weeks have passed
   */
  static Optional<BigDecimal> atThisPace(BigDecimal reached, int begun, int days) {
    return begun < ENOUGH_DAYS
        ? Optional.empty()
        : Optional.of(
            reached
                .multiply(BigDecimal.valueOf(days))
                .divide(BigDecimal.valueOf(begun), 0, RoundingMode.HALF_UP));
  }

  public boolean isOver() {
    return begun >= days;
  }

  public Outlook outlook() {
    if (target == null) {
      return Outlook.OPEN;
    }
    // A mean can still fall; everything else only grows.
    boolean enough = reached.compareTo(target) >= 0;
    if (enough && (isOver() || !measure.isShare())) {
      return Outlook.REACHED;
    }
    if (isOver()) {
      return Outlook.MISSED;
    }
    if (forecast == null) {
      return Outlook.OPEN;
    }
    return forecast.compareTo(target) >= 0 ? Outlook.ON_COURSE : Outlook.SHORT;
  }

  /** What will be, or was, lacking; 0 when nothing is. */
  public BigDecimal lacking() {
    BigDecimal end = isOver() || forecast == null ? reached : forecast.max(reached);
    if (measure.isShare() && !isOver() && forecast != null) {
      end = forecast;
    }
    return target == null ? BigDecimal.ZERO : target.subtract(end).max(BigDecimal.ZERO);
  }

  /** Whole percent of the target, rounded down so that 100 means reached; null without a target. */
  public @Nullable Integer percent() {
    return target == null
        ? null
        : reached.multiply(BigDecimal.valueOf(100)).divide(target, 0, RoundingMode.DOWN).intValue();
  }

  /**
   * What there would be today if each day brought as much, a whole number; null without a target,
   * outside the quarter and for a share, which is due in full each week.
   */
  public @Nullable BigDecimal dueToday() {
    return target == null || measure.isShare() || begun == 0 || isOver()
        ? null
        : target
            .multiply(BigDecimal.valueOf(begun))
            .divide(BigDecimal.valueOf(days), 0, RoundingMode.HALF_UP);
  }

  /** How far the bar is filled, 0 to 1. */
  public double filled() {
    return target == null ? 0 : Math.min(1, reached.doubleValue() / target.doubleValue());
  }

  /** Where on the bar today stands, 0 to 1; negative where it stands nowhere. */
  public double mark() {
    return dueToday() == null ? -1 : (double) begun / days;
  }
}
