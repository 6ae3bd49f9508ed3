package com.arenacrm.pipeline;

import com.arenacrm.platform.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * How a deal was lost (R093, R094).
 *
 * @param competitor who won it; only where a competitor did, and then known
 * @param note anything worth remembering, or null
 */
public record Loss(
    LostReason reason, LostTo to, @Nullable String competitor, @Nullable String note) {

  /**
   * @throws RefusedException when a competitor won it and is not named
   */
  public Loss {
    if (to != LostTo.COMPETITOR) {
      competitor = null;
    } else if (competitor == null || competitor.isBlank()) {
      throw new RefusedException("loss.competitor.required");
    }
  }
}
