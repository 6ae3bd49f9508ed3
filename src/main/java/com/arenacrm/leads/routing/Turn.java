package com.arenacrm.leads.routing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Whose turn it is, when each is due as often as their weight says. After any number of turns each
 * has had what is theirs up to less than one turn: of those who may have the next without being
 * ahead, the one who would soonest be a whole turn behind has it (Tijdeman, 1980). Whoever cannot
 * take part at the time neither gains nor loses: nobody comes back from holidays to a heap of
 * leads.
 */
final class Turn {

  private static final double SLACK = 1e-9;

  private Turn() {}

  /**
   * The turn.
   *
   * @param credits by how much of a turn each is behind from then on; negative when ahead
   */
  record Drawn(UUID seller, Map<UUID, Double> credits) {}

  /**
   * Draws.
   *
   * @param weights of those who can take the turn, each more than zero, in the order in which ties
   *     are decided
   * @param credits of all who ever took part; whoever is missing starts even
   */
  static Drawn draw(LinkedHashMap<UUID, Integer> weights, Map<UUID, Double> credits) {
    int total = weights.values().stream().mapToInt(Integer::intValue).sum();
    int people = weights.size();
    double mayWait = people < 2 ? 0 : 1.0 / (2 * people - 2);
    Map<UUID, Double> due = new LinkedHashMap<>();
    weights.forEach(
        (seller, weight) ->
            due.put(seller, credits.getOrDefault(seller, 0.0) + (double) weight / total));
    List<UUID> mayHaveIt =
        weights.keySet().stream().filter(s -> due.get(s) >= mayWait - SLACK).toList();
    UUID next =
        mayHaveIt.stream()
            .min(
                Comparator.comparingDouble(
                    s -> rounded((1 - mayWait - due.get(s)) * total / weights.get(s))))
            .orElseGet(
                () ->
                    weights.keySet().stream()
                        .max(Comparator.comparingDouble(s -> rounded(due.get(s))))
                        .orElseThrow());
    Map<UUID, Double> after = new HashMap<>(credits);
    after.putAll(due);
    after.merge(next, -1.0, Double::sum);
    return new Drawn(next, after);
  }

  // So that what is equal but for the last bits of a double is decided by the order.
  private static double rounded(double value) {
    return Math.round(value * 1e9) / 1e9;
  }
}
