package com.arenacrm.leads.likelihood;

import com.arenacrm.platform.CalendarWords;
import com.arenacrm.platform.HindsightWords;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.jspecify.annotations.Nullable;

/**
 * Names facts that look filled in after a lead had come in: whoever learns from them foretells the
 * past.
 */
final class LeakCheck {

  /**
   * A fact that is doubted.
   *
   * @param figure the number behind the doubt: a share, or an area, 0 to 1
   * @param other the other fact of {@link Doubt#WRITTEN_WITH}
   */
  record Suspicion(Doubt doubt, double figure, @Nullable String other) {}

  /**
   * How often a fact is known.
   *
   * @param ended of the leads that have ended, 0 to 1
   * @param open of those still open, 0 to 1; equal to {@code ended} where there are too few
   * @param later of those that know it now, the share that did not when they came in
   */
  record Filling(double ended, double open, double later) {

    static final Filling UNKNOWN = new Filling(0, 0, 0);
  }

  private static final int FEWEST_LOOKED_AT = 50;
  private static final double TELLS_TOO_MUCH = 0.85;
  private static final double SURE = 0.9;
  private static final int FEWEST_OF_VALUE = 20;
  private static final double SURE_SHARE = 0.01;
  private static final double ONLY_WITH = 0.98;
  private static final double SELDOM = 0.9;
  private static final double LEAST_KNOWN = 0.05;
  private static final double TIMES_AS_OFTEN = 2;
  private static final double ENDED_MORE = 0.3;
  private static final double LATER = 0.2;
  private static final double MOSTLY = 0.8;
  private static final double VARIED = 0.5;
  private static final double ALL_DIFFERENT = 0.98;
  private static final int FEWEST_VARIED = 30;

  private final Cases cases;
  private final Map<String, Filling> fillings;
  private final Map<String, Suspicion> found = new LinkedHashMap<>();

  private LeakCheck(Cases cases, Map<String, Filling> fillings) {
    this.cases = cases;
    this.fillings = fillings;
  }

  /**
   * How often facts are known of leads that have ended and of those that have not.
   *
   * @param later by fact, of how many leads it is known now, and of how many of those it was not
   *     when they came in
   */
  static Map<String, Filling> fillings(
      List<String> fields,
      List<Map<String, String>> ended,
      List<Map<String, String>> open,
      Map<String, int[]> later) {
    boolean enough = ended.size() >= FEWEST_LOOKED_AT && open.size() >= FEWEST_LOOKED_AT;
    Map<String, Filling> fillings = new HashMap<>();
    for (String field : fields) {
      double ofEnded = share(ended, field);
      int[] filled = later.getOrDefault(field, new int[2]);
      fillings.put(
          field,
          new Filling(
              ofEnded,
              enough ? share(open, field) : ofEnded,
              filled[0] < FEWEST_LOOKED_AT ? 0 : filled[1] / (double) filled[0]));
    }
    return fillings;
  }

  private static double share(List<Map<String, String>> leads, String field) {
    return leads.stream().filter(facts -> facts.containsKey(field)).count()
        / (double) Math.max(1, leads.size());
  }

  /** What is doubted, by field, in the order of the fields. */
  static Map<String, Suspicion> of(Cases cases, Map<String, Filling> fillings) {
    LeakCheck check = new LeakCheck(cases, fillings);
    List<String> fields = cases.fields();
    IntStream.range(0, fields.size()).forEach(check::alone);
    IntStream.range(0, fields.size()).forEach(check::together);
    Map<String, Suspicion> ordered = new LinkedHashMap<>();
    fields.stream()
        .filter(check.found::containsKey)
        .forEach(field -> ordered.put(field, check.found.get(field)));
    return ordered;
  }

  private void alone(int field) {
    String name = cases.fields().get(field);
    Map<String, int[]> values = new HashMap<>();
    int known = 0;
    int numbers = 0;
    int dates = 0;
    int knownOfBuyers = 0;
    for (int i = 0; i < cases.size(); i++) {
      String value = cases.value(i, field);
      if (value != null) {
        known++;
        knownOfBuyers += cases.bought(i) ? 1 : 0;
        values.computeIfAbsent(Factor.key(value), k -> new int[2])[cases.bought(i) ? 1 : 0]++;
        numbers += Factor.isNumber(value) ? 1 : 0;
        dates += CalendarWords.isOne(value) ? 1 : 0;
      }
    }
    if (known == 0 || values.size() == 1 && known == cases.size()) {
      doubt(name, Doubt.ALWAYS_SAME, known / (double) Math.max(1, cases.size()));
      return;
    }
    double different = values.size() / (double) known;
    boolean number = numbers >= MOSTLY * known;
    if (dates >= MOSTLY * known) {
      doubt(name, Doubt.DATE, dates / (double) known);
    } else if (known >= FEWEST_VARIED && different > (number ? ALL_DIFFERENT : VARIED)) {
      doubt(name, Doubt.TOO_VARIED, different);
    }
    Filling filling = fillings.getOrDefault(name, Filling.UNKNOWN);
    double auc = areaAlone(field, number && values.size() > 12);
    double ofBuyers = knownOfBuyers / (double) Math.max(1, cases.bought());
    double ofOthers = (known - knownOfBuyers) / (double) Math.max(1, cases.size() - cases.bought());
    if (found.containsKey(name)) {
      return;
    }
    if (auc >= TELLS_TOO_MUCH) {
      doubt(name, Doubt.TELLS_TOO_MUCH, auc);
    } else if (isSureBothWays(values)) {
      doubt(name, Doubt.SURE_BOTH_WAYS, auc);
    } else if (filling.later() >= LATER) {
      doubt(name, Doubt.FILLED_LATER, filling.later());
    } else if (filling.ended() - filling.open() >= ENDED_MORE) {
      doubt(name, Doubt.FILLED_WHEN_ENDED, filling.ended() - filling.open());
    } else if (known >= LEAST_KNOWN * cases.size()
        && ofBuyers >= TIMES_AS_OFTEN * ofOthers
        && ofBuyers - ofOthers >= LEAST_KNOWN) {
      doubt(name, Doubt.FILLED_FOR_BUYERS, ofBuyers / Math.max(0.01, ofOthers));
    } else if (isNamedSo(name)) {
      doubt(name, Doubt.NAMED_SO, auc);
    }
  }

  private void doubt(String field, Doubt doubt, double figure) {
    found.put(field, new Suspicion(doubt, figure, null));
  }

  /** Known only where something is known that tells too much. */
  private void together(int field) {
    String name = cases.fields().get(field);
    if (found.containsKey(name) && found.get(name).doubt() != Doubt.NAMED_SO) {
      return;
    }
    for (int other = 0; other < cases.fields().size(); other++) {
      String otherName = cases.fields().get(other);
      Suspicion suspicion = found.get(otherName);
      if (other == field
          || suspicion == null
          || suspicion.doubt() != Doubt.TELLS_TOO_MUCH
              && suspicion.doubt() != Doubt.SURE_BOTH_WAYS) {
        continue;
      }
      int known = 0;
      int both = 0;
      int others = 0;
      for (int i = 0; i < cases.size(); i++) {
        boolean here = cases.value(i, field) != null;
        boolean there = cases.value(i, other) != null;
        known += here ? 1 : 0;
        others += there ? 1 : 0;
        both += here && there ? 1 : 0;
      }
      if (others <= SELDOM * cases.size()
          && known >= FEWEST_OF_VALUE
          && both >= ONLY_WITH * known) {
        found.put(name, new Suspicion(Doubt.WRITTEN_WITH, both / (double) known, otherName));
        return;
      }
    }
  }

  private boolean isSureBothWays(Map<String, int[]> values) {
    int yes = 0;
    int no = 0;
    for (int[] count : values.values()) {
      int all = count[0] + count[1];
      if (all >= FEWEST_OF_VALUE) {
        yes += count[1] >= SURE * all ? all : 0;
        no += count[0] >= SURE * all ? all : 0;
      }
    }
    double rate = cases.rate();
    // Where nearly nobody buys, or nearly everybody, being sure of it says nothing.
    return rate > 2 * (1 - SURE)
        && rate < 1 - 2 * (1 - SURE)
        && yes >= SURE_SHARE * cases.size()
        && no >= SURE_SHARE * cases.size();
  }

  /** What it tells alone: learned from every other case, tried on the rest. */
  private double areaAlone(int field, boolean number) {
    List<Double> cuts = number ? deciles(field) : List.of();
    Map<String, double[]> rates = new HashMap<>();
    double rate = cases.rate();
    for (int i = 0; i < cases.size(); i += 2) {
      double[] count = rates.computeIfAbsent(place(i, field, cuts), k -> new double[] {rate, 1});
      count[0] += cases.bought(i) ? 1 : 0;
      count[1]++;
    }
    double[] unknown = {rate, 1};
    double[] yes = new double[cases.size()];
    double[] no = new double[cases.size()];
    int yeses = 0;
    int noes = 0;
    for (int i = 1; i < cases.size(); i += 2) {
      double[] count = rates.getOrDefault(place(i, field, cuts), unknown);
      if (cases.bought(i)) {
        yes[yeses++] = count[0] / count[1];
      } else {
        no[noes++] = count[0] / count[1];
      }
    }
    return yeses == 0 || noes == 0
        ? 0.5
        : MannWhitneyUTest.withDefaults()
                .statistic(Arrays.copyOf(yes, yeses), Arrays.copyOf(no, noes))
            / ((double) yeses * noes);
  }

  private String place(int i, int field, List<Double> cuts) {
    String value = cases.value(i, field);
    if (value == null) {
      return "";
    }
    return cuts.isEmpty() || !Factor.isNumber(value)
        ? Factor.key(value)
        : String.valueOf(Factor.band(cuts, Double.parseDouble(value)));
  }

  private List<Double> deciles(int field) {
    double[] numbers =
        IntStream.range(0, cases.size())
            .mapToObj(i -> cases.value(i, field))
            .filter(v -> v != null && Factor.isNumber(v))
            .mapToDouble(Double::parseDouble)
            .sorted()
            .toArray();
    return IntStream.range(1, 10)
        .mapToObj(b -> numbers[(int) ((long) numbers.length * b / 10)])
        .distinct()
        .toList();
  }

  private static boolean isNamedSo(String field) {
    int colon = field.indexOf(':');
    if (colon < 0) {
      return false; // Facts that everybody has are Arena's own, and it knows when they are noted.
    }
    return HindsightWords.isNamedSo(field.substring(colon + 1));
  }
}
