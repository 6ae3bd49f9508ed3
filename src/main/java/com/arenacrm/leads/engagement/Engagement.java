package com.arenacrm.leads.engagement;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How keen somebody is at a moment: the sum of what their deeds were worth, each halved with every
 * half-life since, at most 100 (R084).
 *
 * @param score 0 to 100
 * @param points the deeds behind it, those worth most now first
 */
record Engagement(int score, Band band, List<Point> points) {

  /** From then on time is counted; any moment would do. */
  static final Instant ORIGIN = Instant.parse("2020-01-01T00:00:00Z");

  private static final double MOST = 100;

  /** How keen, in a word. */
  enum Band {
    HOT(60),
    WARM(25),
    COOL(1),
    NONE(0);

    private final int least;

    Band(int least) {
      this.least = least;
    }

    /** The lowest score of the band. */
    public int least() {
      return least;
    }

    static Band of(int score) {
      for (Band band : values()) {
        if (score >= band.least) {
          return band;
        }
      }
      return NONE;
    }
  }

  /**
   * A deed of somebody.
   *
   * @param title of the activity that it belongs to; null when it was between us
   */
  record Done(Deed deed, Instant at, @Nullable String title) {}

  /**
   * What a deed is worth.
   *
   * @param then when it was done
   * @param now at the moment asked for
   */
  record Point(Deed deed, Instant at, @Nullable String title, int then, double now) {}

  /** How keen whoever did this is at a moment; what came later is not known yet. */
  static Engagement at(Instant moment, List<Done> deeds, EngagementRule rule) {
    List<Point> points = new ArrayList<>();
    double sum = 0;
    for (Done done : deeds) {
      int then = rule.weight(done.deed());
      if (then > 0 && !done.at().isAfter(moment)) {
        double lives = days(Duration.between(done.at(), moment)) / rule.halfLife();
        double now = then * Math.pow(2, -lives);
        sum += now;
        points.add(new Point(done.deed(), done.at(), done.title(), then, now));
      }
    }
    points.sort(
        Comparator.comparingDouble((Point p) -> -p.now())
            .thenComparing(Point::at, Comparator.reverseOrder()));
    int score = (int) Math.min(MOST, Math.round(sum));
    return new Engagement(score, Band.of(score), points);
  }

  /**
   * A number by which people are in the order of how keen they are at any moment, until somebody
   * does something: the binary logarithm of all worths, as if each had grown since {@link #ORIGIN}
   * instead of fading.
   *
   * @return negative infinity for who did nothing
   */
  static double order(List<Done> deeds, EngagementRule rule) {
    double highest = Double.NEGATIVE_INFINITY;
    List<Double> exponents = new ArrayList<>();
    for (Done done : deeds) {
      int weight = rule.weight(done.deed());
      if (weight > 0) {
        double exponent =
            Math.log(weight) / Math.log(2)
                + days(Duration.between(ORIGIN, done.at())) / rule.halfLife();
        exponents.add(exponent);
        highest = Math.max(highest, exponent);
      }
    }
    if (exponents.isEmpty()) {
      return Double.NEGATIVE_INFINITY;
    }
    double sum = 0;
    for (double exponent : exponents) {
      sum += Math.pow(2, exponent - highest);
    }
    return highest + Math.log(sum) / Math.log(2);
  }

  /** The score that an {@link #order} means at a moment, when nothing was done since. */
  static int score(double order, Instant moment, EngagementRule rule) {
    double lives = days(Duration.between(ORIGIN, moment)) / rule.halfLife();
    return (int) Math.min(MOST, Math.round(Math.pow(2, order - lives)));
  }

  static double days(Duration time) {
    return time.toMillis() / (double) ChronoUnit.DAYS.getDuration().toMillis();
  }
}
