package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactScores.Band;
import com.arenacrm.contacts.ContactScores.RuleCount;
import com.arenacrm.contacts.ContactScores.Tally;
import com.arenacrm.contacts.Scorecard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many of the people and companies that we know fit a profile, with examples and why.
 *
 * @param lines for each rule how many people meet it, exclusions first
 * @param half how many rules were left out because they are not yet complete
 */
record FitPanel(
    Counts people,
    Counts companies,
    List<RuleLine> lines,
    List<Example> bestPeople,
    List<Example> worstPeople,
    List<Example> bestCompanies,
    List<Example> worstCompanies,
    int half) {

  /** Where somebody stands: in one of the grades, or out. */
  enum Place {
    A,
    B,
    C,
    D,
    OUT
  }

  /** How many stand where; together all there are. */
  record Counts(Map<Place, Long> by) {

    static Counts of(Tally tally) {
      Map<Place, Long> by = new EnumMap<>(Place.class);
      Arrays.stream(Place.values()).forEach(place -> by.put(place, 0L));
      for (Band band : tally.bands()) {
        Place place = band.out() ? Place.OUT : Place.valueOf(Grade.of(band.score()).name());
        by.merge(place, band.count(), Long::sum);
      }
      return new Counts(by);
    }

    public long of(Place place) {
      return by.getOrDefault(place, 0L);
    }

    /** How many stand at a place, by its name. */
    public long of(String place) {
      return of(Place.valueOf(place));
    }

    public long total() {
      return by.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The share of a place in all, in per cent, never nothing where there is somebody. */
    public double share(Place place) {
      long count = of(place);
      return count == 0 ? 0 : Math.max(1, 100.0 * count / total());
    }
  }

  /**
   * One rule.
   *
   * @param unknown of how many people the fact that it asks for is not known
   */
  record RuleLine(Condition condition, Fit.Rule rule, int weight, long met, long unknown) {}

  /**
   * Somebody, or a company, as an example.
   *
   * @param company the company's name; null for a company itself
   */
  record Example(boolean person, UUID id, String name, @Nullable String company, Fit fit) {}

  static List<RuleLine> lines(Scorecard scorecard, Tally people) {
    List<RuleLine> lines = new ArrayList<>();
    for (int i = 0; i < scorecard.rules().size(); i++) {
      Scorecard.Rule rule = scorecard.rules().get(i);
      RuleCount count = i < people.rules().size() ? people.rules().get(i) : new RuleCount(0, 0);
      lines.add(
          new RuleLine(
              rule.condition(), Fit.ruleOf(rule), rule.weight(), count.met(), count.unknown()));
    }
    return lines;
  }
}
