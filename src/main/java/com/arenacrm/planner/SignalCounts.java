package com.arenacrm.planner;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * How much demand occurrences brought: the third number beside who was invited and who came (R037).
 * Counted as the reports count it.
 */
public interface SignalCounts {

  /**
   * The confirmed demand signals credited to each of these occurrences, advances of deals among
   * them, by one statement; who has none is left out.
   */
  Map<UUID, Integer> confirmed(Collection<UUID> occurrences);
}
