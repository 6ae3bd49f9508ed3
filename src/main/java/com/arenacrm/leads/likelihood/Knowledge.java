package com.arenacrm.leads.likelihood;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was learned: how much each fact pushes the likelihood of a lead up or down.
 *
 * @param level where a lead starts of which all is usual, in logarithms of the odds
 */
record Knowledge(double level, List<Factor> factors) {

  /** Below this a push is not worth a word. */
  private static final double SMALL = 0.05;

  /**
   * One fact of a lead and what it does.
   *
   * @param value what is known; null when nothing is
   * @param points by how many points it moves the likelihood; below zero when it pulls down
   */
  record Push(
      String field,
      @Nullable String value,
      @Nullable String with,
      @Nullable String withValue,
      double points) {}

  /** How likely a lead with these facts is to buy, 0 to 1. */
  double likelihood(Map<String, String> facts) {
    return share(odds(facts));
  }

  private double odds(Map<String, String> facts) {
    double odds = level;
    for (Factor factor : factors) {
      odds += factor.push(facts);
    }
    return odds;
  }

  /** How likely a lead is of which all is usual, 0 to 1. */
  double usual() {
    return share(level + factors.stream().mapToDouble(Factor::usual).sum());
  }

  /**
   * What pushes it and what pulls it, the strongest first. Each counts from where those before it
   * have led, the first from what is usual: together with what is too small to name, they make up
   * the whole difference.
   */
  List<Push> pushes(Map<String, String> facts) {
    List<Factor> strongest = new ArrayList<>(factors);
    strongest.sort(Comparator.comparingDouble((Factor f) -> -Math.abs(f.push(facts) - f.usual())));
    double odds = odds(usual());
    List<Push> pushes = new ArrayList<>();
    for (Factor factor : strongest) {
      double push = factor.push(facts) - factor.usual();
      if (Math.abs(push) >= SMALL) {
        pushes.add(
            new Push(
                factor.field(),
                facts.get(factor.field()),
                factor.with(),
                factor.with() == null ? null : facts.get(factor.with()),
                100 * (share(odds + push) - share(odds))));
        odds += push;
      }
    }
    return pushes;
  }

  static double share(double odds) {
    return 1 / (1 + Math.exp(-odds));
  }

  static double odds(double share) {
    double inside = Math.min(1 - 1e-6, Math.max(1e-6, share));
    return Math.log(inside / (1 - inside));
  }
}
