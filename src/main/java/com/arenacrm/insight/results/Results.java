package com.arenacrm.insight.results;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link Question}: a line for each thing that the numbers stand in, and the total.
 * Lines add up to the total where each row stands in one line; people and deals that belong to
 * several are counted once in it.
 *
 * @param currency of the company, in which spending is said
 */
record Results(List<Line> lines, Line total, String currency) {

  /**
   * One line.
   *
   * @param key what it stands for; empty for what nothing of ours brought, {@link Grouping#NONE}
   *     for activities without such a thing
   * @param label its name, where it is no phase
   * @param amounts of deals, by measure and currency
   */
  record Line(
      String key,
      @Nullable String label,
      @Nullable String link,
      Map<Measure, BigDecimal> values,
      Map<Measure, Map<String, BigDecimal>> amounts) {

    static Line empty(String key) {
      return new Line(key, null, null, new EnumMap<>(Measure.class), new EnumMap<>(Measure.class));
    }

    /** Whether it stands for something that has a name. */
    public boolean isNamed() {
      return !key.isEmpty() && !key.equals(Grouping.NONE);
    }

    Line called(@Nullable String name, @Nullable String page) {
      return new Line(key, name, page, values, amounts);
    }

    public BigDecimal value(Measure measure) {
      return values.getOrDefault(measure, BigDecimal.ZERO);
    }

    public boolean isZero(Measure measure) {
      return value(measure).signum() == 0;
    }

    /** Amounts of deals by currency, the company's first. */
    public Map<String, BigDecimal> amounts(Measure measure) {
      return amounts.getOrDefault(measure, Map.of());
    }

    /** What each cost, from ten on without cents; null as {@link #costToTheCent}. */
    public @Nullable BigDecimal cost(Measure measure) {
      BigDecimal each = costToTheCent(measure);
      return each == null || each.compareTo(BigDecimal.TEN) < 0
          ? each
          : each.setScale(0, RoundingMode.HALF_UP);
    }

    /** What each cost; null where nothing was spent, or nothing came of it. */
    @Nullable BigDecimal costToTheCent(Measure measure) {
      BigDecimal many = value(measure);
      if (!measure.hasCost() || many.signum() == 0 || isZero(Measure.SPENT)) {
        return null;
      }
      return value(Measure.SPENT).divide(many, 2, RoundingMode.HALF_UP);
    }

    /** Which part of the people whose fit is known lies inside the profile; null when of nobody. */
    public @Nullable Double insideShare() {
      BigDecimal known = value(Measure.KNOWN);
      return known.signum() == 0 ? null : value(Measure.INSIDE).doubleValue() / known.doubleValue();
    }

    void add(Measure measure, BigDecimal value, @Nullable String currency, String home) {
      if (measure.isCredited() && currency != null && value.signum() != 0) {
        amounts
            .computeIfAbsent(measure, m -> new TreeMap<>(homeFirst(home)))
            .merge(currency, value, BigDecimal::add);
        if (!currency.equals(home)) {
          return;
        }
      }
      values.merge(measure, value, BigDecimal::add);
    }

    private static Comparator<String> homeFirst(String home) {
      return Comparator.<String>comparingInt(c -> c.equals(home) ? 0 : 1)
          .thenComparing(Comparator.naturalOrder());
    }

    boolean isNothing() {
      return values.values().stream().allMatch(v -> v.signum() == 0)
          && amounts.values().stream()
              .allMatch(m -> m.values().stream().allMatch(v -> v.signum() == 0));
    }
  }

  /**
   * The lines in the order of a number, the largest first; activities without such a thing stand
   * after them, and what nothing brought stands last.
   *
   * @param after the key of the line before; null for the beginning
   */
  List<Line> page(Measure sort, @Nullable String after, int size) {
    List<Line> ordered = new ArrayList<>(lines);
    ordered.sort(
        Comparator.<Line>comparingInt(l -> l.isNamed() ? 0 : l.key().isEmpty() ? 2 : 1)
            .thenComparing(l -> l.value(sort), Comparator.reverseOrder())
            .thenComparing(l -> l.value(Measure.SIGNALS), Comparator.reverseOrder())
            .thenComparing(l -> l.value(Measure.PEOPLE), Comparator.reverseOrder())
            .thenComparing(l -> l.value(Measure.REACH), Comparator.reverseOrder())
            .thenComparing(Line::key));
    int first = 0;
    for (int i = 0; after != null && i < ordered.size(); i++) {
      if (ordered.get(i).key().equals(after)) {
        first = i + 1;
      }
    }
    return ordered.subList(first, Math.min(first + size, ordered.size()));
  }

  Optional<Line> line(String key) {
    return lines.stream().filter(l -> l.key().equals(key)).findFirst();
  }

  public int count() {
    return lines.size();
  }
}
