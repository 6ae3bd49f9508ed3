package com.arenacrm.insight.agreement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the leads that came in during a period.
 *
 * @param leaks each, also those without any
 * @param lines by phase or profile, the largest first
 * @param competitors from whom they bought instead, the largest first
 * @param reached how many leads came to each step, or further
 */
record LeakReport(
    Map<Leak, Cell> leaks, List<Line> lines, List<Rival> competitors, Map<Step, Integer> reached) {

  /**
   * A number with what it cost.
   *
   * @param unknown of how many the cost is not known
   * @param amount of their deals, in the company's currency
   */
  record Cell(int count, BigDecimal cost, int unknown, BigDecimal amount) {

    static final Cell NONE = new Cell(0, BigDecimal.ZERO, 0, BigDecimal.ZERO);

    Cell plus(Cell other) {
      return new Cell(
          count + other.count,
          cost.add(other.cost),
          unknown + other.unknown,
          amount.add(other.amount));
    }
  }

  /**
   * A phase or a profile.
   *
   * @param key empty for leads of none
   */
  record Line(String key, @Nullable String title, Map<Leak, Cell> cells) {

    public Cell cell(Leak leak) {
      return cells.getOrDefault(leak, Cell.NONE);
    }

    public Cell lost() {
      return LeakReport.lost(cells);
    }
  }

  /** Somebody who sold to them instead of us. */
  record Rival(String key, String name, Cell cell) {}

  private static Cell lost(Map<Leak, Cell> cells) {
    return cells.entrySet().stream()
        .filter(e -> e.getKey().isLost())
        .map(Map.Entry::getValue)
        .reduce(Cell.NONE, Cell::plus);
  }

  public Cell cell(Leak leak) {
    return leaks.getOrDefault(leak, Cell.NONE);
  }

  /** All that leaked away. */
  public Cell lost() {
    return lost(leaks);
  }

  /** All that came in. */
  public Cell all() {
    return leaks.values().stream().reduce(Cell.NONE, Cell::plus);
  }

  /** A step with how many of those of the step before came to it. */
  record Reached(Step step, int count, Share ofBefore) {}

  public List<Reached> funnel() {
    List<Reached> funnel = new ArrayList<>();
    Map<Step, Integer> all = new EnumMap<>(Step.class);
    all.putAll(reached);
    Integer before = null;
    for (Step step : Step.values()) {
      int count = all.getOrDefault(step, 0);
      funnel.add(new Reached(step, count, new Share(count, before == null ? 0 : before)));
      before = count;
    }
    return funnel;
  }
}
