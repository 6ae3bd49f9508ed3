package com.arenacrm.shared;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many of the hourglass phases that apply had something going on in a week (R007, R017). Over
 * done occurrences it is the coverage of the week, over planned ones its planned coverage:
 *
 * <pre>covered = applicable phases with at least one occurrence ÷ applicable phases</pre>
 *
 * @param covered applicable phases with at least one occurrence
 * @param applicable phases that apply to the profile, or to any active one
 * @param missing the applicable phases without any, in hourglass order
 */
public record Coverage(int covered, int applicable, List<HourglassPhase> missing) {

  public Coverage {
    missing = List.copyOf(missing);
  }

  /**
   * Counts the phases.
   *
   * @param occurrences how many there were of each phase; a phase that is not named had none
   * @param applicable the phases that apply; what happened in others does not count
   */
  public static Coverage of(
      Map<HourglassPhase, Integer> occurrences, Collection<HourglassPhase> applicable) {
    Set<HourglassPhase> missing = EnumSet.noneOf(HourglassPhase.class);
    missing.addAll(applicable);
    int all = missing.size();
    missing.removeIf(phase -> occurrences.getOrDefault(phase, 0) > 0);
    return new Coverage(all - missing.size(), all, List.copyOf(missing));
  }

  /** Whole percent, 0 to 100; empty when no phase applies. */
  public OptionalInt percent() {
    return applicable == 0
        ? OptionalInt.empty()
        : OptionalInt.of(Math.round(100f * covered / applicable));
  }

  public boolean isComplete() {
    return missing.isEmpty();
  }
}
