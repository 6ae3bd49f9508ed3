package com.arenacrm.customers;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.jspecify.annotations.Nullable;

/**
 * How regularly customers buy. Each has a usual interval of their own, the median one; how far the
 * next purchase may lie from it is learned from all of them: as many times the usual interval as
 * the tenth, the middle and the ninetieth of a hundred intervals were. Nothing is assumed about the
 * shape of it.
 *
 * <p>How often such a window came true is tried on customers that it was not made of: it is made of
 * one half of them and held against the other, both ways round. Customers who should have bought by
 * now and did not count as misses.
 *
 * @param intervals of how many it was made
 * @param customers of how many customers these are
 * @param low in terms of the usual interval, the earliest that is likely; null with too few
 * @param middle as often too early as too late; null with too few
 * @param high the latest that is likely; null with too few
 * @param tried on how many intervals it was tried
 * @param inside how many of those ended within the window
 */
record Rhythm(
    int intervals,
    int customers,
    @Nullable Double low,
    @Nullable Double middle,
    @Nullable Double high,
    int tried,
    int inside) {

  /** With fewer intervals, or of fewer customers, nothing is said. */
  static final int LEAST_INTERVALS = 30;

  static final int LEAST_CUSTOMERS = 5;

  /** Purchases on different days that a customer needs to have a usual interval. */
  static final int LEAST_PURCHASES = 3;

  /** Only so many intervals count, the latest ones: habits change. */
  private static final int LATEST = 12;

  static final Rhythm UNKNOWN = new Rhythm(0, 0, null, null, null, 0, 0);

  /**
   * When the next purchase is likely.
   *
   * @param gap days that usually lie between two
   */
  record Expectation(double gap, LocalDate from, LocalDate on, LocalDate until) {}

  /** Whether there is enough to say when somebody will buy again. */
  public boolean isKnown() {
    return low != null && middle != null && high != null;
  }

  /** How often the window came true, from 0 to 1; null where it was tried on too few. */
  public @Nullable Double certainty() {
    return tried < LEAST_INTERVALS ? null : (double) inside / tried;
  }

  /**
   * Learns from the purchases of all customers.
   *
   * @param days of each customer the days on which they bought, in any order
   */
  static Rhythm learn(Collection<List<LocalDate>> days, LocalDate today) {
    List<List<Double>> multiples = new ArrayList<>();
    List<Double> open = new ArrayList<>();
    for (List<LocalDate> bought : days) {
      double[] gaps = gaps(bought);
      List<Double> own = multiplesOf(gaps);
      if (!own.isEmpty()) {
        multiples.add(own);
        LocalDate last = bought.stream().max(LocalDate::compareTo).orElseThrow();
        open.add(ChronoUnit.DAYS.between(last, today) / usual(gaps, gaps.length));
      }
    }
    int intervals = multiples.stream().mapToInt(List::size).sum();
    if (intervals < LEAST_INTERVALS || multiples.size() < LEAST_CUSTOMERS) {
      return new Rhythm(intervals, multiples.size(), null, null, null, 0, 0);
    }
    double[] all = window(multiples, 0, 1);
    int tried = 0;
    int inside = 0;
    for (int half = 0; half < 2; half++) {
      double[] others = window(multiples, 1 - half, 2);
      for (int i = half; i < multiples.size(); i += 2) {
        for (double m : multiples.get(i)) {
          tried++;
          inside += m >= others[0] && m <= others[2] ? 1 : 0;
        }
        tried += open.get(i) > others[2] ? 1 : 0;
      }
    }
    return new Rhythm(intervals, multiples.size(), all[0], all[1], all[2], tried, inside);
  }

  /**
   * When a customer will buy next; empty when they bought too seldom to have a habit, or too little
   * is known of all.
   *
   * @param bought the days on which they bought, in any order
   */
  Optional<Expectation> next(List<LocalDate> bought) {
    double[] gaps = gaps(bought);
    if (low == null || middle == null || high == null || gaps.length < LEAST_PURCHASES - 1) {
      return Optional.empty();
    }
    double gap = usual(gaps, gaps.length);
    LocalDate last = bought.stream().max(LocalDate::compareTo).orElseThrow();
    return Optional.of(
        new Expectation(
            gap,
            last.plusDays(Math.max(1, (long) Math.floor(gap * low))),
            last.plusDays(Math.max(1, Math.round(gap * middle))),
            last.plusDays(Math.max(1, (long) Math.ceil(gap * high)))));
  }

  /** Each interval in terms of what was usual before it. */
  private static List<Double> multiplesOf(double[] gaps) {
    List<Double> multiples = new ArrayList<>();
    for (int i = Math.max(LEAST_PURCHASES - 1, gaps.length - LATEST); i < gaps.length; i++) {
      multiples.add(gaps[i] / usual(gaps, i));
    }
    return multiples;
  }

  /** The usual one of the intervals before that place. */
  private static double usual(double[] gaps, int before) {
    int from = Math.max(0, before - LATEST);
    double[] some = new double[before - from];
    System.arraycopy(gaps, from, some, 0, some.length);
    return Median.withDefaults().evaluate(some);
  }

  private static double[] window(List<List<Double>> multiples, int first, int step) {
    List<Double> some = new ArrayList<>();
    for (int i = first; i < multiples.size(); i += step) {
      some.addAll(multiples.get(i));
    }
    return Quantile.withDefaults()
        .evaluate(some.stream().mapToDouble(m -> m).toArray(), 0.1, 0.5, 0.9);
  }

  /** Days between the days on which somebody bought; two purchases of one day are one. */
  private static double[] gaps(List<LocalDate> bought) {
    List<LocalDate> days = bought.stream().distinct().sorted().toList();
    double[] gaps = new double[Math.max(0, days.size() - 1)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = ChronoUnit.DAYS.between(days.get(i), days.get(i + 1));
    }
    return gaps;
  }
}
