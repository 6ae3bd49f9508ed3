package com.arenacrm.insight.buyers;

import com.arenacrm.insight.buyers.Trait.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * What distinguishes those who bought, claimed only where chance is a bad explanation (R040).
 *
 * <p>In two steps, each corrected by {@link Holm}. First, of each trait by a chi-square test,
 * whether it has to do with buying at all; values too rare for that test are taken together. Then,
 * within a trait that has, of each value by Fisher's exact test, whether those who have it buy more
 * or less than the others. A value is claimed when both say so at five in a hundred, enough cases
 * of enough different customers are behind it, and the difference is large enough to act upon.
 *
 * @param cases how many decided
 * @param yes how many of them bought
 * @param findings what can be claimed, the largest difference first
 * @param examined the traits that were compared
 * @param unusable traits of which too few cases are known
 * @param calendar dates and months: they say when a record was made, not who buys
 */
record Study(
    int cases,
    int yes,
    List<Finding> findings,
    List<Examined> examined,
    List<Trait> unusable,
    List<Trait> calendar) {

  /** Below so many cases, or so many of either outcome, nothing is said. */
  static final int LEAST_CASES = 30;

  static final int LEAST_EACH = 10;

  /** Behind a claim there are at least so many cases, of at least so many different customers. */
  static final int LEAST_OF_VALUE = 20;

  static final int LEAST_CUSTOMERS = 5;

  /** The least difference between shares that is worth a claim: ten in a hundred. */
  static final double LEAST_DIFFERENCE = 0.10;

  static final double LIMIT = 0.05;

  /** A chi-square test needs so many expected cases in each cell. */
  private static final double LEAST_EXPECTED = 5;

  /**
   * A trait that was compared.
   *
   * @param chance how likely such differences are by chance, all comparisons counted
   */
  record Examined(Trait trait, double chance) {

    public boolean isTelling() {
      return chance < LIMIT;
    }
  }

  /**
   * Something that distinguishes those who buy, or those who do not.
   *
   * @param others all others of whom the trait is known
   * @param chance how likely it is by chance, all comparisons counted
   */
  record Finding(Trait trait, Value value, Value others, double chance) {

    public boolean isMore() {
      return value.rate() > others.rate();
    }

    double difference() {
      return Math.abs(value.rate() - others.rate());
    }

    /** In how many times at most once this would happen by chance: 20, 100, 1,000 … */
    public long odds() {
      long odds = 20;
      for (long next : new long[] {100, 1_000, 10_000, 1_000_000}) {
        if (chance * next <= 1) {
          odds = next;
        }
      }
      return odds;
    }

    /** What it should weigh in a profile: the difference in hundredths, in steps of five. */
    public int weight() {
      return (int) Math.max(10, Math.min(50, Math.round(difference() * 20) * 5));
    }
  }

  /** Whether there is enough to say anything. */
  public boolean isEnough() {
    return cases >= LEAST_CASES && yes >= LEAST_EACH && cases - yes >= LEAST_EACH;
  }

  public int no() {
    return cases - yes;
  }

  public double rate() {
    return cases == 0 ? 0 : (double) yes / cases;
  }

  /**
   * Studies traits.
   *
   * @param cases how many decided, also those of whom nothing is known
   * @param yes how many of them bought
   */
  static Study of(int cases, int yes, List<Trait> traits) {
    List<Trait> usable = new ArrayList<>();
    List<Trait> unusable = new ArrayList<>();
    List<Double> chances = new ArrayList<>();
    boolean enough = new Study(cases, yes, List.of(), List.of(), List.of(), List.of()).isEnough();
    List<Trait> calendar = traits.stream().filter(Trait::isCalendar).toList();
    for (Trait raw : traits) {
      if (calendar.contains(raw)) {
        continue;
      }
      Trait trait = raw.banded().ordered();
      long[][] table = table(trait);
      if (enough && table.length > 1) {
        usable.add(trait);
        chances.add(ChiSquareTest.withDefaults().test(table).getPValue());
      } else {
        unusable.add(trait);
      }
    }
    double[] adjusted = Holm.adjusted(chances);
    List<Examined> examined = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < usable.size(); i++) {
      examined.add(new Examined(usable.get(i), adjusted[i]));
      if (adjusted[i] < LIMIT) {
        findings.addAll(findings(usable.get(i), adjusted[i]));
      }
    }
    examined.sort(Comparator.comparingDouble(Examined::chance));
    findings.sort(Comparator.comparingDouble(Finding::difference).reversed());
    return new Study(cases, yes, findings, examined, unusable, calendar);
  }

  /** Rows of yes and no that a chi-square test can be asked; rare values share one. */
  private static long[][] table(Trait trait) {
    double rate = trait.rate();
    List<long[]> rows = new ArrayList<>();
    long[] rest = {0, 0};
    for (Value value : trait.values()) {
      long[] row = {value.yes(), value.all() - value.yes()};
      if (isFrequent(row, rate)) {
        rows.add(row);
      } else {
        add(rest, row);
      }
    }
    if (isFrequent(rest, rate)) {
      rows.add(rest);
    } else if (!rows.isEmpty() && rest[0] + rest[1] > 0) {
      rows.sort(Comparator.comparingLong(row -> row[0] + row[1]));
      add(rows.get(0), rest);
    }
    return rows.toArray(long[][]::new);
  }

  private static void add(long[] to, long[] row) {
    to[0] += row[0];
    to[1] += row[1];
  }

  private static boolean isFrequent(long[] row, double rate) {
    double all = row[0] + row[1];
    return all * rate >= LEAST_EXPECTED && all * (1 - rate) >= LEAST_EXPECTED;
  }

  private static List<Finding> findings(Trait trait, double ofTrait) {
    List<Value> values =
        trait.values().stream()
            .filter(v -> v.all() >= LEAST_OF_VALUE && trait.all() - v.all() >= LEAST_OF_VALUE)
            .filter(v -> v.customers() >= LEAST_CUSTOMERS)
            .toList();
    double[] chances =
        Holm.adjusted(values.stream().map(v -> chance(v, others(trait, v))).toList());
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      Finding finding =
          new Finding(trait, value, others(trait, value), Math.max(ofTrait, chances[i]));
      if (finding.chance() < LIMIT && finding.difference() >= LEAST_DIFFERENCE) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private static Value others(Trait trait, Value value) {
    int customers = trait.values().stream().mapToInt(Value::customers).sum() - value.customers();
    return new Value("", false, trait.yes() - value.yes(), trait.all() - value.all(), customers);
  }

  private static double chance(Value value, Value others) {
    return FisherExactTest.withDefaults()
        .test(
            new int[][] {
              {value.yes(), value.all() - value.yes()}, {others.yes(), others.all() - others.yes()}
            })
        .getPValue();
  }
}
