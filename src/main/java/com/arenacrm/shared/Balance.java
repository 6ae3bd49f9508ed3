package com.arenacrm.shared;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How evenly the done occurrences are spread over the phases that apply (R007, R017): Pielou's
 * evenness in whole hundredths, 100 when all phases had as many, 0 when one phase had them all.
 *
 * <pre>balance = −Σ p·ln p ÷ ln S × 100     p: a phase's share of what was done, S: phases</pre>
 *
 * @param value 0 to 100; empty when fewer than two phases apply or nothing was done, since there is
 *     nothing to compare
 */
public record Balance(OptionalInt value) {

  /**
   * Weighs the phases.
   *
   * @param done how many occurrences of each phase were done; a phase that is not named had none
   * @param applicable the phases that apply; what was done in others does not count
   */
  public static Balance of(
      Map<HourglassPhase, Integer> done, Collection<HourglassPhase> applicable) {
    EnumSet<HourglassPhase> phases = EnumSet.noneOf(HourglassPhase.class);
    phases.addAll(applicable);
    List<Integer> counts = phases.stream().map(phase -> done.getOrDefault(phase, 0)).toList();
    long all = counts.stream().mapToLong(Integer::longValue).sum();
    if (phases.size() < 2 || all == 0) {
      return new Balance(OptionalInt.empty());
    }
    double entropy =
        counts.stream()
            .filter(count -> count > 0)
            .mapToDouble(count -> (double) count / all)
            .map(share -> -share * Math.log(share))
            .sum();
    return new Balance(OptionalInt.of((int) Math.round(100 * entropy / Math.log(phases.size()))));
  }
}
