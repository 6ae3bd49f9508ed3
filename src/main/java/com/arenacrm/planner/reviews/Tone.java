package com.arenacrm.planner.reviews;

/** How somebody speaks of us. */
public enum Tone {
  GOOD,
  NEUTRAL,
  BAD;

  /** What so many stars of five say. */
  static Tone of(int stars) {
    return stars >= 4 ? GOOD : stars == 3 ? NEUTRAL : BAD;
  }
}
