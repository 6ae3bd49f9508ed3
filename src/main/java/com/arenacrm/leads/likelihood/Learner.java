package com.arenacrm.leads.likelihood;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Learns from cases by logistic regression with ridge, which LIBLINEAR computes: numbers in ten
 * bands, words each by itself, and the three most telling words also two by two. The same cases
 * give the same knowledge.
 */
final class Learner {

  /** Fewer cases of a value teach nothing about it. */
  private static final int FEWEST_OF_VALUE = 10;

  private static final int MOST_VALUES = 200;
  private static final int BANDS = 10;
  private static final int FEWEST_NUMBERS = 12;
  private static final double MOSTLY = 0.95;
  private static final int TELLING = 3;

  /** Two facts together count with half the weight, since each has been counted already. */
  private static final double TOGETHER = 0.5;

  /** The level is free to move: it is shrunk less than the facts are. */
  private static final double FREE = 3;

  private static final double PRECISION = 0.001;
  private static final double[] RIDGES = {0.03, 0.1, 0.3, 1};

  /** The level follows the newest quarter, when it is large enough to tell. */
  private static final int FEWEST_FOR_LEVEL = 20;

  static {
    Linear.disableDebugOutput();
  }

  private Learner() {}

  /** How a fact becomes a feature: where its values stand among all features. */
  private record Shape(
      int field,
      int with,
      List<Double> cuts,
      Map<String, Integer> places,
      int unknown,
      int rest,
      double size) {

    int place(Cases cases, int i) {
      String value = cases.value(i, field);
      if (with >= 0) {
        return places.getOrDefault(Factor.key(value, cases.value(i, with)), -1);
      }
      if (value == null) {
        return unknown;
      }
      if (cuts.isEmpty()) {
        return places.getOrDefault(Factor.key(value), rest);
      }
      return Factor.isNumber(value)
          ? places.getOrDefault(String.valueOf(Factor.band(cuts, Double.parseDouble(value))), rest)
          : rest;
    }
  }

  /**
   * Learns from all of these cases.
   *
   * @param without fields to leave out
   * @param ridge how freely facts may push; see {@link #ridge}
   */
  static Knowledge learn(Cases cases, Set<String> without, double ridge) {
    List<Shape> shapes = shapes(cases, without);
    int bias = 1 + shapes.stream().mapToInt(s -> s.places().size() + (s.with() < 0 ? 2 : 0)).sum();
    Feature[] whole = new Feature[bias + 1];
    Feature[] half = new Feature[bias + 1];
    for (int i = 1; i < bias; i++) {
      whole[i] = new FeatureNode(i, 1);
      half[i] = new FeatureNode(i, TOGETHER);
    }
    Feature level = new FeatureNode(bias, FREE);
    Problem problem = new Problem();
    problem.l = cases.size();
    problem.n = bias;
    problem.x = new Feature[cases.size()][];
    problem.y = new double[cases.size()];
    Feature[] row = new Feature[shapes.size() + 1];
    for (int i = 0; i < cases.size(); i++) {
      int length = 0;
      for (Shape shape : shapes) {
        int place = shape.place(cases, i);
        if (place > 0) {
          row[length++] = shape.with() < 0 ? whole[place] : half[place];
        }
      }
      row[length++] = level;
      problem.x[i] = Arrays.copyOf(row, length);
      problem.y[i] = cases.bought(i) ? 1 : 0;
    }
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, ridge, PRECISION));
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    double[] weights = Arrays.stream(model.getFeatureWeights()).map(w -> w * sign).toArray();
    List<Factor> factors = shapes.stream().map(shape -> factor(shape, cases, weights)).toList();
    return levelled(new Knowledge(FREE * weights[bias - 1], factors), cases);
  }

  /**
   * How freely facts may push: the one of four that predicts the newest fifth of these cases best,
   * learned from the others.
   */
  static double ridge(Cases cases, Set<String> without) {
    int cut = cases.size() * 4 / 5;
    Cases older = cases.part(0, cut);
    Cases newer = cases.part(cut, cases.size());
    if (older.bought() == 0 || older.bought() == older.size()) {
      return RIDGES[1];
    }
    double best = RIDGES[1];
    double least = Double.MAX_VALUE;
    for (double ridge : RIDGES) {
      Knowledge knowledge = learn(older, without, ridge);
      double loss = 0;
      for (int i = 0; i < newer.size(); i++) {
        double likelihood = knowledge.likelihood(newer.facts(i));
        loss -= Math.log(newer.bought(i) ? likelihood : 1 - likelihood);
      }
      if (loss < least) {
        least = loss;
        best = ridge;
      }
    }
    return best;
  }

  private static Factor factor(Shape shape, Cases cases, double[] weights) {
    Map<String, Double> pushes = new TreeMap<>();
    shape.places().forEach((value, place) -> pushes.put(value, weights[place - 1] * shape.size()));
    double usual = 0;
    for (int i = 0; i < cases.size(); i++) {
      int place = shape.place(cases, i);
      usual += place > 0 ? weights[place - 1] * shape.size() : 0;
    }
    return new Factor(
        cases.fields().get(shape.field()),
        shape.with() < 0 ? null : cases.fields().get(shape.with()),
        shape.cuts(),
        pushes,
        shape.unknown() > 0 ? weights[shape.unknown() - 1] : 0,
        shape.rest() > 0 ? weights[shape.rest() - 1] : 0,
        usual / cases.size());
  }

  // How many buy changes with the years; the facts tell who, and the newest quarter how many.
  private static Knowledge levelled(Knowledge knowledge, Cases cases) {
    Cases newest = cases.part(cases.size() * 3 / 4, cases.size());
    if (newest.bought() < FEWEST_FOR_LEVEL || newest.size() - newest.bought() < FEWEST_FOR_LEVEL) {
      return knowledge;
    }
    double expected = 0;
    for (int i = 0; i < newest.size(); i++) {
      expected += knowledge.likelihood(newest.facts(i));
    }
    double shift = Knowledge.odds(newest.rate()) - Knowledge.odds(expected / newest.size());
    return new Knowledge(knowledge.level() + shift, knowledge.factors());
  }

  private static List<Shape> shapes(Cases cases, Set<String> without) {
    List<Shape> shapes = new ArrayList<>();
    List<Shape> words = new ArrayList<>();
    int next = 1;
    for (int field = 0; field < cases.fields().size(); field++) {
      if (without.contains(cases.fields().get(field))) {
        continue;
      }
      Shape shape = shape(cases, field, next);
      if (shape != null) {
        shapes.add(shape);
        next = shape.rest() + 1;
        if (shape.cuts().isEmpty()) {
          words.add(shape);
        }
      }
    }
    Map<Shape, Double> telling =
        words.stream().collect(Collectors.toMap(s -> s, s -> information(cases, s)));
    words.sort(Comparator.comparing((Shape s) -> -telling.get(s)).thenComparingInt(Shape::field));
    List<Shape> most = words.subList(0, Math.min(TELLING, words.size()));
    for (int one = 0; one < most.size(); one++) {
      for (int other = one + 1; other < most.size(); other++) {
        Shape pair = pair(cases, most.get(one).field(), most.get(other).field(), next);
        if (!pair.places().isEmpty()) {
          shapes.add(pair);
          next += pair.places().size();
        }
      }
    }
    return shapes;
  }

  private static @Nullable Shape shape(Cases cases, int field, int next) {
    Map<String, Integer> counts = new HashMap<>();
    int known = 0;
    int numbers = 0;
    for (int i = 0; i < cases.size(); i++) {
      String value = cases.value(i, field);
      if (value != null) {
        known++;
        numbers += Factor.isNumber(value) ? 1 : 0;
        counts.merge(Factor.key(value), 1, Integer::sum);
      }
    }
    if (known == 0) {
      return null;
    }
    List<Double> cuts = List.of();
    Map<String, Integer> places = new TreeMap<>();
    if (numbers >= MOSTLY * known && counts.size() > FEWEST_NUMBERS) {
      cuts = cuts(cases, field);
      for (int band = 0; band <= cuts.size(); band++) {
        places.put(String.valueOf(band), next++);
      }
    } else {
      List<String> common = common(counts);
      if (common.isEmpty()) {
        return null;
      }
      for (String value : common) {
        places.put(value, next++);
      }
    }
    return new Shape(field, -1, cuts, places, next, next + 1, 1);
  }

  private static Shape pair(Cases cases, int one, int other, int next) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      counts.merge(Factor.key(cases.value(i, one), cases.value(i, other)), 1, Integer::sum);
    }
    Map<String, Integer> places = new TreeMap<>();
    for (String value : common(counts)) {
      places.put(value, next++);
    }
    return new Shape(one, other, List.of(), places, 0, 0, TOGETHER);
  }

  private static List<String> common(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .filter(e -> e.getValue() >= FEWEST_OF_VALUE)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_VALUES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<Double> cuts(Cases cases, int field) {
    double[] numbers = new double[cases.size()];
    int count = 0;
    for (int i = 0; i < cases.size(); i++) {
      String value = cases.value(i, field);
      if (value != null && Factor.isNumber(value)) {
        numbers[count++] = Double.parseDouble(value);
      }
    }
    double[] sorted = Arrays.copyOf(numbers, count);
    Arrays.sort(sorted);
    List<Double> cuts = new ArrayList<>();
    for (int band = 1; band < BANDS; band++) {
      double cut = sorted[(int) ((long) count * band / BANDS)];
      if (cut > sorted[0] && (cuts.isEmpty() || cut > cuts.get(cuts.size() - 1))) {
        cuts.add(cut);
      }
    }
    return cuts;
  }

  /** How much knowing the value says of the outcome: mutual information. */
  private static double information(Cases cases, Shape shape) {
    Map<Integer, int[]> counts = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      int[] count = counts.computeIfAbsent(shape.place(cases, i), k -> new int[2]);
      count[cases.bought(i) ? 1 : 0]++;
    }
    double all = cases.size();
    double rate = cases.rate();
    double information = 0;
    for (int[] count : counts.values()) {
      double of = count[0] + count[1];
      information += part(count[1], of, rate, all) + part(count[0], of, 1 - rate, all);
    }
    return information;
  }

  private static double part(int count, double of, double rate, double all) {
    return count == 0 || rate <= 0 ? 0 : count / all * Math.log(count / of / rate);
  }
}
