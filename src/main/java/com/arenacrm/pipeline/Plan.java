package com.arenacrm.pipeline;

import com.arenacrm.platform.RefusedException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What happens next on an open deal: a step with its day, or why there is none. No open deal is
 * without one or the other (R063).
 *
 * @param step what we will do, such as "Send the offer"; null when there is none
 * @param on the day, in the company's calendar; there exactly when the step is
 * @param whyNone why there is no step; null when there is one
 */
public record Plan(@Nullable String step, @Nullable LocalDate on, @Nullable String whyNone) {

  /** So many years ahead a step may be planned at most. */
  private static final int FARTHEST_YEARS = 1;

  /**
   * @throws RefusedException when there is neither a dated step nor a reason
   */
  public Plan {
    step = blankToNull(step);
    whyNone = blankToNull(whyNone);
    if (step != null && on == null) {
      throw new RefusedException("step.when.required");
    }
    if (step == null && whyNone == null) {
      throw new RefusedException("step.required");
    }
    if (step == null) {
      on = null;
    } else {
      whyNone = null;
    }
  }

  /**
   * Whether a day is too far away for a next step: what is planned for so late is out of sight
   * until then, or a slip of the hand.
   */
  public static boolean isTooFar(LocalDate day, LocalDate today) {
    return day.isAfter(today.plusYears(FARTHEST_YEARS));
  }

  /** We will do this on that day. */
  public static Plan step(String step, LocalDate on) {
    return new Plan(step, on, null);
  }

  /** There is nothing for us to do, for this reason. */
  public static Plan none(String why) {
    return new Plan(null, null, why);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
