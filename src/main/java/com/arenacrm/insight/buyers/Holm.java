package com.arenacrm.insight.buyers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction: who looks at many things will find something by chance, so each finding has to
 * be the less likely, the more was looked at. With it, the chance that any of the claims is false
 * stays below the limit that is set for one.
 */
final class Holm {

  private Holm() {}

  /**
   * The probabilities as they are to be compared with the limit.
   *
   * @param p of each comparison by itself
   * @return in the same order; none is smaller than before, and none exceeds 1
   */
  static double[] adjusted(double[] p) {
    Integer[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .toArray(Integer[]::new);
    double[] adjusted = new double[p.length];
    double most = 0;
    for (int rank = 0; rank < order.length; rank++) {
      most = Math.max(most, Math.min(1, p[order[rank]] * (p.length - rank)));
      adjusted[order[rank]] = most;
    }
    return adjusted;
  }

  static double[] adjusted(java.util.List<Double> p) {
    return adjusted(Arrays.stream(p.toArray(Double[]::new)).mapToDouble(d -> d).toArray());
  }
}
