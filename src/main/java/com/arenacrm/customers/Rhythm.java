package com.arenacrm.customers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.jspecify.annotations.Nullable;

/**
 * How regularly customers buy. Each has a usual interval of their own, the median one; how far the
 * next purchase may lie from it is learned from all who are alike: as many times the usual interval
 * as the tenth, the middle and the ninetieth of a hundred intervals were. Alike are those whose
 * earlier intervals lay as close to their usual one as those of most, the steady ones, and those
 * whose did not. Nothing is assumed about the shape of it.
 *
 * <p>How often such a window came true is tried on customers that it was not made of: it is made of
 * one half of them and held against the other, both ways round. Customers who should have bought by
 * now and did not count as misses.
 *
 * @param intervals of how many it was made
 * @param customers of how many customers these are
 * @param spread up to it a customer is steady, see {@link Interval#own}; null with too few
 * @param all what holds for all; null with too few
 * @param steady what holds for the steady ones; null with too few of those
 * @param unsteady what holds for the others; null with too few of those
 */
record Rhythm(
    int intervals,
    int customers,
    @Nullable Double spread,
    @Nullable Window all,
    @Nullable Window steady,
    @Nullable Window unsteady) {

  /** With fewer intervals, or of fewer customers, nothing is said. */
  static final int LEAST_INTERVALS = 30;

  static final int LEAST_CUSTOMERS = 5;

  /** Purchases on different days that a customer needs to have a usual interval. */
  static final int LEAST_PURCHASES = 3;

  /** Only so many intervals count, the latest ones: habits change. */
  private static final int LATEST = 12;

  static final Rhythm UNKNOWN = new Rhythm(0, 0, null, null, null, null);

  /**
   * When the next purchase is likely.
   *
   * @param gap days that usually lie between two
   * @param steady whether they buy as regularly as most customers do
   */
  record Expectation(double gap, LocalDate from, LocalDate on, LocalDate until, boolean steady) {}

  /**
   * What is likely, and how often that came true.
   *
   * @param low in terms of the usual interval, the earliest that is likely
   * @param middle as often too early as too late
   * @param high the latest that is likely
   * @param tried on how many intervals it was tried
   * @param inside how many of those ended within the window
   */
  record Window(double low, double middle, double high, int tried, int inside) {

    /** Of one row, whose columns begin so; null where it was not learned. */
    static @Nullable Window of(ResultSet rs, String prefix) throws SQLException {
      Double low = rs.getObject(prefix + "low", Double.class);
      return low == null
          ? null
          : new Window(
              low,
              rs.getDouble(prefix + "middle"),
              rs.getDouble(prefix + "high"),
              rs.getInt(prefix + "tried"),
              rs.getInt(prefix + "inside"));
    }

    private boolean holds(Interval interval) {
      return interval.multiple >= low && interval.multiple <= high;
    }
  }

  /**
   * How often windows came true.
   *
   * @param of the customers they were tried on: {@code all}, the {@code steady} ones or the {@code
   *     unsteady}
   */
  public record Trial(String of, int tried, int inside) {

    /** From 0 to 1; null where it was tried on too few. */
    public @Nullable Double certainty() {
      return tried < LEAST_INTERVALS ? null : (double) inside / tried;
    }
  }

  /** Of one row of {@code customers.rhythm}. */
  static Rhythm of(ResultSet rs) throws SQLException {
    return new Rhythm(
        rs.getInt("intervals"),
        rs.getInt("customers"),
        rs.getObject("spread", Double.class),
        Window.of(rs, ""),
        Window.of(rs, "steady_"),
        Window.of(rs, "unsteady_"));
  }

  /** Whether there is enough to say when somebody will buy again. */
  public boolean isKnown() {
    return all != null;
  }

  /** How often the window came true for all customers. */
  public Trial trial() {
    return all == null ? new Trial("all", 0, 0) : new Trial("all", all.tried(), all.inside());
  }

  /**
   * How often it came true for customers who buy as regularly as one does; for all, where there are
   * too few of those.
   *
   * @param kind as in {@link Expectation#steady}; null where that is not known
   */
  public Trial trial(@Nullable Boolean kind) {
    Window alike = kind == null ? null : kind ? steady : unsteady;
    return alike == null || alike.tried() < LEAST_INTERVALS
        ? trial()
        : new Trial(kind ? "steady" : "unsteady", alike.tried(), alike.inside());
  }

  /**
   * An interval beside those before it.
   *
   * @param multiple in terms of what was usual before
   * @param own how far those before usually lay from what was usual, as the logarithm of their
   *     ratio
   */
  private record Interval(double multiple, double own) {

    static Interval of(double days, double[] earlier) {
      double usual = usual(earlier);
      return new Interval(
          days / usual,
          usual(Arrays.stream(earlier).map(e -> Math.abs(Math.log(e / usual))).toArray()));
    }
  }

  /** What some intervals tell before it is tried. */
  private record Lesson(
      double spread, Window all, @Nullable Window steady, @Nullable Window unsteady) {

    /**
     * @param least of so many a kind of customer has a window of its own
     */
    static Lesson of(List<Interval> intervals, int least) {
      double spread = usual(intervals.stream().mapToDouble(Interval::own).toArray());
      Predicate<Interval> isSteady = i -> i.own <= spread;
      return new Lesson(
          spread,
          window(intervals),
          kind(intervals, isSteady, least),
          kind(intervals, isSteady.negate(), least));
    }

    private static @Nullable Window kind(
        List<Interval> intervals, Predicate<Interval> alike, int least) {
      List<Interval> some = intervals.stream().filter(alike).toList();
      return some.size() < least ? null : window(some);
    }

    private static Window window(List<Interval> intervals) {
      double[] some =
          Quantile.withDefaults()
              .evaluate(
                  intervals.stream().mapToDouble(Interval::multiple).toArray(), 0.1, 0.5, 0.9);
      return new Window(some[0], some[1], some[2], 0, 0);
    }

    boolean isSteady(Interval interval) {
      return interval.own <= spread;
    }

    Window windowFor(Interval interval) {
      Window alike = isSteady(interval) ? steady : unsteady;
      return alike == null ? all : alike;
    }
  }

  /** How the windows of one half did with the other: steady, unsteady. */
  private static final class Tally {

    private final int[] tried = new int[2];
    private final int[] inside = new int[2];

    private void count(boolean steady, boolean held) {
      int kind = steady ? 0 : 1;
      tried[kind]++;
      inside[kind] += held ? 1 : 0;
    }

    private Window all(Window window) {
      return new Window(
          window.low, window.middle, window.high, tried[0] + tried[1], inside[0] + inside[1]);
    }

    private @Nullable Window kind(@Nullable Window window, int kind) {
      return window == null
          ? null
          : new Window(window.low, window.middle, window.high, tried[kind], inside[kind]);
    }
  }

  /**
   * Learns from the purchases of all customers.
   *
   * @param days of each customer the days on which they bought, in any order
   */
  static Rhythm learn(Collection<List<LocalDate>> days, LocalDate today) {
    List<List<Interval>> all = new ArrayList<>();
    List<Interval> open = new ArrayList<>();
    for (List<LocalDate> bought : days) {
      double[] gaps = gaps(bought);
      List<Interval> own = intervals(gaps);
      if (!own.isEmpty()) {
        all.add(own);
        open.add(
            Interval.of(ChronoUnit.DAYS.between(last(bought), today), latest(gaps, gaps.length)));
      }
    }
    int intervals = all.stream().mapToInt(List::size).sum();
    if (intervals < LEAST_INTERVALS || all.size() < LEAST_CUSTOMERS) {
      return new Rhythm(intervals, all.size(), null, null, null, null);
    }
    Tally tally = new Tally();
    for (int half = 0; half < 2; half++) {
      Lesson others = Lesson.of(everySecond(all, 1 - half), LEAST_INTERVALS / 2);
      for (int i = half; i < all.size(); i += 2) {
        for (Interval each : all.get(i)) {
          tally.count(others.isSteady(each), others.windowFor(each).holds(each));
        }
        Interval waiting = open.get(i);
        if (waiting.multiple > others.windowFor(waiting).high()) {
          tally.count(others.isSteady(waiting), false);
        }
      }
    }
    Lesson lesson = Lesson.of(all.stream().flatMap(List::stream).toList(), LEAST_INTERVALS);
    return new Rhythm(
        intervals,
        all.size(),
        lesson.spread(),
        tally.all(lesson.all()),
        tally.kind(lesson.steady(), 0),
        tally.kind(lesson.unsteady(), 1));
  }

  /** The intervals of every second customer. */
  private static List<Interval> everySecond(List<List<Interval>> all, int first) {
    return IntStream.iterate(first, i -> i < all.size(), i -> i + 2)
        .mapToObj(all::get)
        .flatMap(List::stream)
        .toList();
  }

  /**
   * When a customer will buy next; empty when they bought too seldom to have a habit, or too little
   * is known of all.
   *
   * @param bought the days on which they bought, in any order
   */
  Optional<Expectation> next(List<LocalDate> bought) {
    double[] gaps = gaps(bought);
    if (spread == null || all == null || gaps.length < LEAST_PURCHASES - 1) {
      return Optional.empty();
    }
    double[] latest = latest(gaps, gaps.length);
    double gap = usual(latest);
    Lesson lesson = new Lesson(spread, all, steady, unsteady);
    Interval own = Interval.of(gap, latest);
    Window window = lesson.windowFor(own);
    LocalDate last = last(bought);
    return Optional.of(
        new Expectation(
            gap,
            last.plusDays(Math.max(1, (long) Math.floor(gap * window.low()))),
            last.plusDays(Math.max(1, Math.round(gap * window.middle()))),
            last.plusDays(Math.max(1, (long) Math.ceil(gap * window.high()))),
            lesson.isSteady(own)));
  }

  /** Each of the latest intervals that has enough before it. */
  private static List<Interval> intervals(double[] gaps) {
    return IntStream.range(Math.max(LEAST_PURCHASES - 1, gaps.length - LATEST), gaps.length)
        .mapToObj(i -> Interval.of(gaps[i], latest(gaps, i)))
        .toList();
  }

  /** The latest of the intervals before that place. */
  private static double[] latest(double[] gaps, int before) {
    return Arrays.copyOfRange(gaps, Math.max(0, before - LATEST), before);
  }

  private static double usual(double[] some) {
    return Median.withDefaults().evaluate(some);
  }

  private static LocalDate last(List<LocalDate> bought) {
    return bought.stream().max(LocalDate::compareTo).orElseThrow();
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
