package com.arenacrm.insight.buyers;

import com.arenacrm.insight.buyers.Trait.Part;
import com.arenacrm.insight.buyers.Trait.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes those who bought, claimed only where chance is a bad explanation (R040).
 *
 * <p>In two steps, each corrected by {@link Holm}. First, of each trait by a chi-square test,
 * whether it has to do with buying at all; values too rare for that test are taken together. Then,
 * within a trait that has, of each value by Fisher's exact test, whether those who have it buy more
 * or less than the others. A value is claimed when both say so at five in a hundred, enough cases
 * of enough different customers are behind it, and the difference is large enough to act upon.
 *
 * <p>Where the cases come from several sources, such as two imports, each is compared only with
 * others of its own, so that one file with more buyers than another makes no claim: the chi-squares
 * of the sources are added up, and instead of Fisher's the test of Cochran, Mantel and Haenszel
 * asks the value of all sources at once. Nothing is claimed that goes the other way in more than a
 * quarter of the cases.
 *
 * @param sources where the cases come from
 * @param findings what can be claimed, the largest difference first
 * @param examined the traits that were compared
 * @param unusable traits of which too few cases are known
 * @param calendar dates and months: they say when a record was made, not who buys
 * @param doubted what looks written down once the outcome was known, with what it would claim
 * @param leftOut what somebody left out
 * @param decisions what somebody decided of a trait, by its field
 */
record Study(
    List<Source> sources,
    List<Finding> findings,
    List<Examined> examined,
    List<Trait> unusable,
    List<Trait> calendar,
    List<Doubted> doubted,
    List<Trait> leftOut,
    Map<String, Decision> decisions) {

  /** Below so many cases, or so many of either outcome, nothing is said. */
  static final int LEAST_CASES = 30;

  static final int LEAST_EACH = 10;

  /** Behind a claim there are at least so many cases, of at least so many different customers. */
  static final int LEAST_OF_VALUE = 20;

  static final int LEAST_CUSTOMERS = 5;

  /** The least difference between shares that is worth a claim: ten in a hundred. */
  static final double LEAST_DIFFERENCE = 0.10;

  static final double LIMIT = 0.05;

  /** So many findings are shown at once. */
  static final int SHOWN = 10;

  /** A chi-square test needs so many expected cases in each cell. */
  private static final double LEAST_EXPECTED = 5;

  /** Of so many cases that differ, at most this part may go the other way in its source. */
  private static final double MOST_AGAINST = 0.25;

  /** A source says which way a value goes from so many cases on, of it and of the others. */
  private static final int LEAST_OF_SOURCE = 10;

  /**
   * Where cases come from.
   *
   * @param key as in {@link Trait.Value#parts()}
   * @param name of the file; null for what no single import brought
   */
  record Source(
      String key, int cases, int yes, @Nullable String name, @Nullable Instant importedAt) {

    /** Taken together, because each of them is small. */
    static final String SMALL = "*";

    public double rate() {
      return cases == 0 ? 0 : (double) yes / cases;
    }

    public boolean isSmall() {
      return key.equals(SMALL);
    }
  }

  /**
   * What somebody decided of a trait for the whole company.
   *
   * @param used whether it is counted in, though it be doubted; else it is left out
   */
  record Decision(String field, boolean used, String by, Instant at) {}

  /** A trait that looks written down once the outcome was known, and what it would claim. */
  record Doubted(Trait trait, Hindsight.Doubt doubt, List<Finding> findings) {}

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

  /** A value and the others of whom the trait is known, in one source. */
  record Within(Source source, Value value, Value others) {

    private double against(boolean more) {
      boolean says = value.all() >= LEAST_OF_SOURCE && others.all() >= LEAST_OF_SOURCE;
      return says && (more ? value.rate() < others.rate() : value.rate() > others.rate())
          ? value.all()
          : 0;
    }

    /** Whether it can tell anything: there are both, and not all had the same outcome. */
    private boolean isInformative() {
      int yes = value.yes() + others.yes();
      return value.all() > 0 && others.all() > 0 && yes > 0 && yes < value.all() + others.all();
    }
  }

  /**
   * Something that distinguishes those who buy, or those who do not.
   *
   * @param value with the cases of the sources that could be compared
   * @param expected what part of them would have bought, had they done as the others of their
   *     source
   * @param chance how likely it is by chance, all comparisons counted
   * @param within the same by source
   */
  record Finding(Trait trait, Value value, double expected, double chance, List<Within> within) {

    public boolean isMore() {
      return value.rate() > expected;
    }

    double difference() {
      return Math.abs(value.rate() - expected);
    }

    boolean isMixed() {
      return within.stream().mapToDouble(w -> w.against(isMore())).sum()
          > MOST_AGAINST * value.all();
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

  /** The strongest findings, which are shown at once. */
  public List<Finding> strongest() {
    return findings.subList(0, Math.min(SHOWN, findings.size()));
  }

  public List<Finding> weaker() {
    return findings.subList(Math.min(SHOWN, findings.size()), findings.size());
  }

  /** Whether cases of several sources were told apart. */
  public boolean isOfSeveral() {
    return sources.size() > 1;
  }

  /** How many decided, also those of whom nothing is known. */
  public int cases() {
    return sources.stream().mapToInt(Source::cases).sum();
  }

  /** How many of them bought. */
  public int yes() {
    return sources.stream().mapToInt(Source::yes).sum();
  }

  /** Whether somebody can decide of a trait. */
  boolean knows(String field) {
    return decisions.containsKey(field)
        || Stream.of(
                examined.stream().map(Examined::trait),
                doubted.stream().map(Doubted::trait),
                unusable.stream(),
                calendar.stream())
            .flatMap(t -> t)
            .anyMatch(t -> t.field().equals(field));
  }

  /** Whether there is enough to say anything. */
  public boolean isEnough() {
    return isEnough(cases(), yes());
  }

  static boolean isEnough(int cases, int yes) {
    return cases >= LEAST_CASES && yes >= LEAST_EACH && cases - yes >= LEAST_EACH;
  }

  public int no() {
    return cases() - yes();
  }

  public double rate() {
    return cases() == 0 ? 0 : (double) yes() / cases();
  }

  /** Studies traits of cases that all come from one source, and of which nothing was decided. */
  static Study of(int cases, int yes, List<Trait> traits) {
    return of(List.of(new Source("", cases, yes, null, null)), traits, Map.of(), Map.of());
  }

  /**
   * Studies traits.
   *
   * @param sources with all cases, also those of whom nothing is known
   * @param noted what is known otherwise of when traits are written down, by their field
   * @param decisions what somebody decided of traits, by their field
   */
  static Study of(
      List<Source> sources,
      List<Trait> traits,
      Map<String, Hindsight.Doubt> noted,
      Map<String, Decision> decisions) {
    List<Trait> comparable = new ArrayList<>();
    List<Trait> calendar = new ArrayList<>();
    List<Trait> leftOut = new ArrayList<>();
    for (Trait trait : traits) {
      Decision decision = decisions.get(trait.field());
      if (decision != null && !decision.used()) {
        leftOut.add(trait);
      } else if (trait.isCalendar()) {
        calendar.add(trait);
      } else {
        comparable.add(trait.banded().ordered());
      }
    }
    Map<String, Hindsight.Doubt> doubts = Hindsight.of(sources, comparable, noted);
    doubts.keySet().removeIf(decisions::containsKey);
    Comparison clear =
        Comparison.of(
            sources, comparable.stream().filter(t -> !doubts.containsKey(t.field())).toList());
    Comparison doubtful =
        Comparison.of(
            sources, comparable.stream().filter(t -> doubts.containsKey(t.field())).toList());
    List<Doubted> doubted = new ArrayList<>();
    for (Trait trait : comparable) {
      if (doubts.containsKey(trait.field())) {
        doubted.add(
            new Doubted(
                trait,
                doubts.get(trait.field()),
                doubtful.findings().stream()
                    .filter(f -> f.trait().field().equals(trait.field()))
                    .toList()));
      }
    }
    return new Study(
        sources,
        clear.findings(),
        clear.examined(),
        clear.unusable(),
        calendar,
        doubted,
        leftOut,
        decisions);
  }

  /** What comes of comparing traits with one another counted. */
  private record Comparison(List<Finding> findings, List<Examined> examined, List<Trait> unusable) {

    static Comparison of(List<Source> sources, List<Trait> traits) {
      int cases = sources.stream().mapToInt(Source::cases).sum();
      int yes = sources.stream().mapToInt(Source::yes).sum();
      List<Trait> usable = new ArrayList<>();
      List<Trait> unusable = new ArrayList<>();
      List<Double> chances = new ArrayList<>();
      for (Trait trait : traits) {
        OptionalDouble chance = isEnough(cases, yes) ? Study.chance(trait) : OptionalDouble.empty();
        if (chance.isPresent()) {
          usable.add(trait);
          chances.add(chance.getAsDouble());
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
          findings.addAll(Study.findings(sources, usable.get(i), adjusted[i]));
        }
      }
      examined.sort(Comparator.comparingDouble(Examined::chance));
      findings.sort(Comparator.comparingDouble(Finding::difference).reversed());
      return new Comparison(findings, examined, unusable);
    }
  }

  /**
   * How likely the differences between the values of a trait are by chance, each source by itself;
   * empty where no source knows enough of it.
   */
  private static OptionalDouble chance(Trait trait) {
    double statistic = 0;
    int freedom = 0;
    double single = 1;
    int compared = 0;
    for (String source : trait.sources()) {
      long[][] table = table(trait.in(source));
      if (table.length > 1) {
        var test = ChiSquareTest.withDefaults().test(table);
        statistic += test.getStatistic();
        freedom += table.length - 1;
        single = test.getPValue();
        compared++;
      }
    }
    return switch (compared) {
      case 0 -> OptionalDouble.empty();
      case 1 -> OptionalDouble.of(single);
      default ->
          OptionalDouble.of(ChiSquaredDistribution.of(freedom).survivalProbability(statistic));
    };
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

  private static List<Finding> findings(List<Source> sources, Trait trait, double ofTrait) {
    List<List<Within>> compared = new ArrayList<>();
    for (Value value : trait.values()) {
      List<Within> within = within(sources, trait, value);
      int of = within.stream().mapToInt(w -> w.value().all()).sum();
      int others = within.stream().mapToInt(w -> w.others().all()).sum();
      if (of >= LEAST_OF_VALUE
          && others >= LEAST_OF_VALUE
          && value.customers() >= LEAST_CUSTOMERS) {
        compared.add(within);
      }
    }
    double[] chances = Holm.adjusted(compared.stream().map(Study::chance).toList());
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < chances.length; i++) {
      List<Within> within = compared.get(i);
      Value value = within.stream().map(Within::value).reduce(Value::plus).orElseThrow();
      double expected =
          within.stream().mapToDouble(w -> w.value().all() * w.others().rate()).sum() / value.all();
      Finding finding = new Finding(trait, value, expected, Math.max(ofTrait, chances[i]), within);
      if (finding.chance() < LIMIT
          && finding.difference() >= LEAST_DIFFERENCE
          && !finding.isMixed()) {
        findings.add(finding);
      }
    }
    return findings;
  }

  /** A value against the others, source by source, where that tells anything. */
  private static List<Within> within(List<Source> sources, Trait trait, Value value) {
    List<Within> within = new ArrayList<>();
    for (Source source : sources) {
      Trait there = trait.in(source.key());
      Value of = value.in(source.key());
      Value others =
          Value.of(
              "",
              0,
              Map.of(source.key(), new Part(there.yes() - of.yes(), there.all() - of.all())));
      Within one = new Within(source, of, others);
      if (one.isInformative()) {
        within.add(one);
      }
    }
    return within;
  }

  /** Of one source by Fisher's exact test, of several by that of Cochran, Mantel and Haenszel. */
  private static double chance(List<Within> within) {
    if (within.size() == 1) {
      Value value = within.get(0).value();
      Value others = within.get(0).others();
      return FisherExactTest.withDefaults()
          .test(
              new int[][] {
                {value.yes(), value.all() - value.yes()},
                {others.yes(), others.all() - others.yes()}
              })
          .getPValue();
    }
    double excess = 0;
    double variance = 0;
    for (Within one : within) {
      double of = one.value().all();
      double others = one.others().all();
      double all = of + others;
      double yes = one.value().yes() + one.others().yes();
      excess += one.value().yes() - of * yes / all;
      variance += of * others * yes * (all - yes) / (all * all * (all - 1));
    }
    // Counts go in whole steps, of which half is taken off.
    double steps = Math.max(0, Math.abs(excess) - 0.5);
    return ChiSquaredDistribution.of(1).survivalProbability(steps * steps / variance);
  }
}
