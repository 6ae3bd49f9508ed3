package com.arenacrm.planner;

import com.arenacrm.platform.RefusedException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How an occurrence went (R013). Invited, attended and demand are three separate numbers, since
 * convening people is not yet demand (R037); a number that nobody counted is null.
 *
 * @param done whether it happened
 * @param reason why not; required when it did not happen
 * @param reach how many people saw or heard of it (R023)
 * @param invited how many people were asked to come
 * @param attended how many came
 * @param spent what it really cost, in the company's currency; required when it happened, may be 0
 */
public record Result(
    boolean done,
    @Nullable String reason,
    @Nullable Integer reach,
    @Nullable Integer invited,
    @Nullable Integer attended,
    @Nullable BigDecimal spent) {

  /**
   * @throws RefusedException when it was done without saying what it cost, or not done without
   *     saying why
   */
  public Result {
    if (done && spent == null) {
      throw new RefusedException("result.spent.required");
    }
    if (!done && (reason == null || reason.isBlank())) {
      throw new RefusedException("result.reason.required");
    }
  }

  /** It happened. */
  public static Result done(
      @Nullable Integer reach,
      @Nullable Integer invited,
      @Nullable Integer attended,
      BigDecimal spent) {
    return new Result(true, null, reach, invited, attended, spent);
  }

  /** It did not happen. */
  public static Result notDone(String reason) {
    return new Result(false, reason, null, null, null, BigDecimal.ZERO);
  }
}
