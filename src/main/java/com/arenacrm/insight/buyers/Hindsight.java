package com.arenacrm.insight.buyers;

import com.arenacrm.insight.buyers.Study.Source;
import com.arenacrm.insight.buyers.Trait.Value;
import com.arenacrm.platform.HindsightWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.jspecify.annotations.Nullable;

/**
 * Names traits that look written down once the outcome was known, as the leak check of the
 * likelihood does (R040): what follows from a sale is nothing by which to look for buyers.
 */
final class Hindsight {

  /** Why a trait is doubted. */
  enum Why {
    /** Alone it tells nearly all of the outcome. */
    TELLS_TOO_MUCH,
    /** Some of its values mean a sale for certain and others none for certain. */
    SURE_BOTH_WAYS,
    /** It is known far more often of those that bought. */
    FILLED_FOR_BUYERS,
    /** It was often filled in after the lead had come in. */
    FILLED_LATER,
    /** It is known only where another doubtful trait is. */
    WRITTEN_WITH,
    /** By its name it is noted afterwards, goes on changing, or is somebody's judgement. */
    NAMED_SO
  }

  /**
   * A doubt.
   *
   * @param figure the number behind it: a share or an area, 0 to 1; of {@link
   *     Why#FILLED_FOR_BUYERS} how many times as often
   * @param other the field of the other trait of {@link Why#WRITTEN_WITH}
   */
  record Doubt(Why why, double figure, @Nullable String other) {}

  private static final double TELLS_TOO_MUCH = 0.85;
  private static final double SURE = 0.9;
  private static final int FEWEST_OF_VALUE = 20;
  private static final double SURE_SHARE = 0.01;
  private static final double LEAST_KNOWN = 0.05;
  private static final double TIMES_AS_OFTEN = 2;
  private static final double NO_CHANCE = 0.01;

  private Hindsight() {}

  /**
   * What is doubted, by field. Each source is looked at by itself: that one of them knows a fact
   * and has more buyers says nothing of when the fact was written down.
   *
   * @param noted doubts that rest on when facts were filled in, by field
   */
  static Map<String, Doubt> of(List<Source> sources, List<Trait> traits, Map<String, Doubt> noted) {
    Map<String, Doubt> doubts = new LinkedHashMap<>();
    for (Trait trait : traits) {
      Doubt doubt = noted.get(trait.field());
      sources.stream()
          .filter(s -> Study.isEnough(s.cases(), s.yes()))
          .map(s -> in(s, trait.in(s.key())))
          .flatMap(Optional::stream)
          .findFirst()
          .or(
              () ->
                  doubt != null && doubt.why() == Why.FILLED_LATER
                      ? Optional.of(doubt)
                      : Optional.empty())
          .or(
              () ->
                  HindsightWords.isNamedSo(trait.label())
                      ? Optional.of(new Doubt(Why.NAMED_SO, 0, null))
                      : Optional.empty())
          .ifPresent(found -> doubts.put(trait.field(), found));
    }
    noted.forEach(
        (field, doubt) -> {
          if (doubt.why() == Why.WRITTEN_WITH
              && doubt.other() != null
              && doubts.containsKey(doubt.other())
              && traits.stream().anyMatch(t -> t.field().equals(field))) {
            doubts.putIfAbsent(field, doubt);
          }
        });
    return doubts;
  }

  private static Optional<Doubt> in(Source source, Trait trait) {
    double area = area(source, trait);
    if (area >= TELLS_TOO_MUCH) {
      return Optional.of(new Doubt(Why.TELLS_TOO_MUCH, area, null));
    }
    if (isSureBothWays(source, trait)) {
      return Optional.of(new Doubt(Why.SURE_BOTH_WAYS, area, null));
    }
    double ofBuyers = trait.yes() / (double) source.yes();
    double ofOthers = (trait.all() - trait.yes()) / (double) (source.cases() - source.yes());
    if (!trait.label().isEmpty()
        && trait.all() >= LEAST_KNOWN * source.cases()
        && ofBuyers >= TIMES_AS_OFTEN * ofOthers
        && ofBuyers - ofOthers >= LEAST_KNOWN
        && isNoChance(source, trait)) {
      return Optional.of(
          new Doubt(Why.FILLED_FOR_BUYERS, ofBuyers / Math.max(0.01, ofOthers), null));
    }
    return Optional.empty();
  }

  private static boolean isNoChance(Source source, Trait trait) {
    int knownNo = trait.all() - trait.yes();
    return FisherExactTest.withDefaults()
            .test(
                new int[][] {
                  {trait.yes(), source.yes() - trait.yes()},
                  {knownNo, source.cases() - source.yes() - knownNo}
                })
            .getPValue()
        < NO_CHANCE;
  }

  private static boolean isSureBothWays(Source source, Trait trait) {
    int yes = 0;
    int no = 0;
    for (Value value : trait.values()) {
      if (value.all() >= FEWEST_OF_VALUE) {
        yes += value.rate() >= SURE ? value.all() : 0;
        no += value.rate() <= 1 - SURE ? value.all() : 0;
      }
    }
    // Where nearly nobody buys, or nearly everybody, being sure of it says nothing.
    return source.rate() > 2 * (1 - SURE)
        && source.rate() < 1 - 2 * (1 - SURE)
        && yes >= SURE_SHARE * source.cases()
        && no >= SURE_SHARE * source.cases();
  }

  /**
   * How often, of one who bought and one who did not, the value alone says which is which: rare
   * values are taken together, and so are those of whom it is not known.
   */
  private static double area(Source source, Trait trait) {
    List<int[]> places = new ArrayList<>();
    int[] rest = {0, 0};
    int[] unknown = {source.yes() - trait.yes(), source.cases() - trait.all()};
    for (Value value : trait.values()) {
      if (value.all() >= FEWEST_OF_VALUE) {
        places.add(new int[] {value.yes(), value.all()});
      } else {
        rest[0] += value.yes();
        rest[1] += value.all();
      }
    }
    places.add(rest);
    places.add(unknown);
    places.removeIf(p -> p[1] == 0);
    places.sort(Comparator.comparingDouble(p -> (double) p[0] / p[1]));
    double won = 0;
    double noBelow = 0;
    for (int[] place : places) {
      double no = place[1] - place[0];
      won += place[0] * (noBelow + no / 2);
      noBelow += no;
    }
    return won / ((double) source.yes() * (source.cases() - source.yes()));
  }
}
