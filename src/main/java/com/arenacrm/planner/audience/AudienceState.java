package com.arenacrm.planner.audience;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far an audience has come; follows from what was done with it, and is kept nowhere. */
enum AudienceState {
  /** Nobody is in it. */
  EMPTY,
  /** Being put together, sent back by sales, or changed since sales approved it. */
  DRAFT,
  /** Sales was asked and has not answered. */
  IN_REVIEW,
  /** Sales approved it, and nobody was put in or brought back since. */
  APPROVED,
  /** The invitations went out. */
  LAUNCHED;

  /**
   * @param people how many are in it
   * @param launched whether the invitations of the occurrence in question went out
   * @param asked whether sales was ever asked
   * @param approved what sales said last; null when it has not answered
   * @param decidedAt when
   * @param lastAddition when somebody was last put in or brought back
   */
  static AudienceState of(
      int people,
      boolean launched,
      boolean asked,
      @Nullable Boolean approved,
      @Nullable Instant decidedAt,
      @Nullable Instant lastAddition) {
    if (launched) {
      return LAUNCHED;
    }
    if (people == 0) {
      return EMPTY;
    }
    if (!asked) {
      return DRAFT;
    }
    if (approved == null || decidedAt == null) {
      return IN_REVIEW;
    }
    boolean since = lastAddition != null && lastAddition.isAfter(decidedAt);
    return approved && !since ? APPROVED : DRAFT;
  }
}
