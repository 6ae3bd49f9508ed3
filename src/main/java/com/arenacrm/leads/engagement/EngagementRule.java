package com.arenacrm.leads.engagement;

import java.util.EnumMap;
import java.util.Map;

/**
 * What each deed is worth and how soon it fades.
 *
 * @param halfLife days after which it is worth half
 * @param weights points by deed, 0 to 100
 */
record EngagementRule(int halfLife, Map<Deed, Integer> weights, int version) {

  /** After so many half-lives even a hundred points are worth less than one tenth of one. */
  static final int LIVES = 10;

  static final int LONGEST = 365;
  static final int MOST = 100;

  EngagementRule {
    Map<Deed, Integer> all = new EnumMap<>(Deed.class);
    for (Deed deed : Deed.values()) {
      all.put(deed, weights.getOrDefault(deed, 0));
    }
    weights = Map.copyOf(all);
  }

  int weight(Deed deed) {
    return weights.getOrDefault(deed, 0);
  }
}
