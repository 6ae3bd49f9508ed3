package com.arenacrm.leads.likelihood;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * How well it predicts, tried on leads that came after those that it was learned from: the newer
 * half, in five steps, each foretold by what had been learned from all before it, as it happens in
 * use.
 *
 * @param outcomes all leads whose outcome is known
 * @param bought how many of them bought
 * @param first when the oldest came in
 * @param last when the newest came in
 * @param tested on how many it was tried
 * @param testedFrom when the oldest of those came in
 * @param testedBought how many of those bought
 * @param auc how often, of one that bought and one that did not and came in at the same time, the
 *     one that bought was held the likelier: 0.5 is chance, 1 always
 * @param aucLow where the area surely lies, from
 * @param aucHigh and until, in 95 of 100 cases
 * @param brier mean square of the error; the less, the better
 * @param brierOfAverage the same for whoever foretells each time the average of lately
 * @param lift how many times as many as on average bought in the best tenth
 * @param tenths ten groups by what was foretold, the likeliest first
 */
record Quality(
    int outcomes,
    int bought,
    Instant first,
    Instant last,
    int tested,
    Instant testedFrom,
    int testedBought,
    double auc,
    double aucLow,
    double aucHigh,
    double brier,
    double brierOfAverage,
    double lift,
    List<Tenth> tenths) {

  static final int STEPS = 5;
  static final double OLDEST = 0.5;

  private static final int TENTHS = 10;
  private static final double NORMAL_95 = 1.959964;

  /**
   * A group of leads that were foretold alike.
   *
   * @param expected what share was foretold to buy, 0 to 1
   */
  record Tenth(int leads, int bought, double expected) {

    /** The share that bought, 0 to 1. */
    public double rate() {
      return leads == 0 ? 0 : bought / (double) leads;
    }
  }

  private record Foretold(double likelihood, boolean bought) {}

  /** Tries it on the newer half. */
  static Quality of(Cases cases, Set<String> without) {
    return of(cases, without, OLDEST, STEPS);
  }

  /**
   * Tries it.
   *
   * @param oldest the share of the cases that are only learned from
   * @param steps in how many steps the others are foretold
   */
  static Quality of(Cases cases, Set<String> without, double oldest, int steps) {
    int from = (int) (cases.size() * oldest);
    double ridge = Learner.ridge(cases.part(0, from), without);
    List<Foretold> all = new ArrayList<>();
    double squares = 0;
    double averageSquares = 0;
    double pairs = 0;
    double ordered = 0;
    double variance = 0;
    for (int step = 0; step < steps; step++) {
      int begin = from + (int) ((long) (cases.size() - from) * step / steps);
      int end = from + (int) ((long) (cases.size() - from) * (step + 1) / steps);
      Cases before = cases.part(0, begin);
      Cases then = cases.part(begin, end);
      Knowledge knowledge = Learner.learn(before, without, ridge);
      double average = before.part(begin * 3 / 4, begin).rate();
      List<Foretold> foretold = new ArrayList<>();
      for (int i = 0; i < then.size(); i++) {
        Foretold one = new Foretold(knowledge.likelihood(then.facts(i)), then.bought(i));
        double truth = one.bought() ? 1 : 0;
        squares += (one.likelihood() - truth) * (one.likelihood() - truth);
        averageSquares += (average - truth) * (average - truth);
        foretold.add(one);
      }
      all.addAll(foretold);
      double yes = then.bought();
      double no = then.size() - yes;
      if (yes > 0 && no > 0) {
        double auc = auc(foretold);
        pairs += yes * no;
        ordered += auc * yes * no;
        variance += yes * no * (yes * no) * variance(auc, yes, no);
      }
    }
    double auc = pairs == 0 ? 0.5 : ordered / pairs;
    double error = pairs == 0 ? 0.5 : NORMAL_95 * Math.sqrt(variance) / pairs;
    List<Tenth> tenths = tenths(all);
    Cases tested = cases.part(from, cases.size());
    return new Quality(
        cases.size(),
        cases.bought(),
        cases.at(0),
        cases.at(cases.size() - 1),
        tested.size(),
        tested.at(0),
        tested.bought(),
        auc,
        Math.max(0, auc - error),
        Math.min(1, auc + error),
        squares / tested.size(),
        averageSquares / tested.size(),
        tested.bought() == 0 ? 0 : tenths.get(0).rate() / tested.rate(),
        tenths);
  }

  /**
   * The area among the tenths, without the one that matters most to it: near 0.5 where only that
   * one differs and the others are not ranked.
   */
  double aucWithoutOneTenth() {
    double least = 1;
    for (Tenth without : tenths) {
      least = Math.min(least, auc(tenths.stream().filter(t -> t != without).toList(), 0));
    }
    return least;
  }

  // Leads of the same tenth count as foretold alike.
  private static double auc(List<Tenth> likeliestFirst, double ordered) {
    double yes = 0;
    double no = 0;
    for (Tenth tenth : likeliestFirst) {
      double others = tenth.leads() - tenth.bought();
      ordered += others * (yes + tenth.bought() / 2.0);
      yes += tenth.bought();
      no += others;
    }
    return yes == 0 || no == 0 ? 0.5 : ordered / (yes * no);
  }

  private static double auc(List<Foretold> foretold) {
    double[] yes = likelihoods(foretold, true);
    double[] no = likelihoods(foretold, false);
    return MannWhitneyUTest.withDefaults().statistic(yes, no) / ((double) yes.length * no.length);
  }

  private static double[] likelihoods(List<Foretold> foretold, boolean bought) {
    return foretold.stream()
        .filter(f -> f.bought() == bought)
        .mapToDouble(Foretold::likelihood)
        .toArray();
  }

  /** How far chance moves the area (Hanley and McNeil, 1982). */
  private static double variance(double auc, double yes, double no) {
    double q1 = auc / (2 - auc);
    double q2 = 2 * auc * auc / (1 + auc);
    return (auc * (1 - auc) + (yes - 1) * (q1 - auc * auc) + (no - 1) * (q2 - auc * auc))
        / (yes * no);
  }

  private static List<Tenth> tenths(List<Foretold> foretold) {
    Foretold[] sorted = foretold.toArray(Foretold[]::new);
    Arrays.sort(sorted, Comparator.comparingDouble(f -> -f.likelihood()));
    List<Tenth> tenths = new ArrayList<>();
    for (int t = 0; t < TENTHS; t++) {
      int begin = (int) ((long) sorted.length * t / TENTHS);
      int end = (int) ((long) sorted.length * (t + 1) / TENTHS);
      int bought = 0;
      double expected = 0;
      for (int i = begin; i < end; i++) {
        bought += sorted[i].bought() ? 1 : 0;
        expected += sorted[i].likelihood();
      }
      tenths.add(new Tenth(end - begin, bought, end == begin ? 0 : expected / (end - begin)));
    }
    return tenths;
  }
}
