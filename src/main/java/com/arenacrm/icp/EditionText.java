package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.Scorecard;
import com.arenacrm.contacts.Scorecard.Rule;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an edition of a profile says, beginning with whom we do not want.
 *
 * @param notWanted whom we do not want, in words
 * @param exclusions who meets one of these is not wanted, whatever else is true
 * @param criteria whom we want; together they make the score
 * @param motivators what moves them to buy (R042)
 * @param channels where they are to be met: interests, media, events, suppliers (R042)
 * @param valueStatement why they should choose us, and no other (R024, R104)
 * @param roles who takes part in buying
 * @param phasesWithout the phases that do not apply, each with the reason (R007)
 */
public record EditionText(
    @Nullable String notWanted,
    List<Condition> exclusions,
    List<Criterion> criteria,
    @Nullable String motivators,
    @Nullable String channels,
    @Nullable String valueStatement,
    List<BuyingRole> roles,
    Map<HourglassPhase, String> phasesWithout) {

  /** How many rules, or roles, an edition may hold of each kind. */
  static final int MOST = 30;

  /** How long each of its texts may be. */
  static final int LONGEST = 5000;

  public EditionText {
    exclusions = List.copyOf(exclusions);
    criteria = List.copyOf(criteria);
    roles = List.copyOf(roles);
    Map<HourglassPhase, String> inOrder = new EnumMap<>(HourglassPhase.class);
    inOrder.putAll(phasesWithout);
    phasesWithout = Collections.unmodifiableMap(inOrder);
  }

  /**
   * That somebody is wanted and not wanted at once: then the exclusion decides.
   *
   * @param lost of a criterion that names several values, those that are excluded; empty where the
   *     whole criterion is
   */
  record Contradiction(Condition exclusion, Criterion criterion, List<String> lost) {

    /** As in message keys: what it comes to. */
    public String kind() {
      return !lost.isEmpty() ? "some" : criterion.knockOut() ? "nobody" : "never";
    }
  }

  /**
   * The criteria that no one can meet without being excluded, wholly or by some of their values.
   */
  List<Contradiction> contradictions(Folding folding) {
    List<Contradiction> found = new ArrayList<>();
    for (Condition exclusion : exclusions) {
      for (Criterion criterion : criteria) {
        Condition wanted = criterion.condition();
        if (wanted.implies(exclusion, folding)) {
          found.add(new Contradiction(exclusion, criterion, List.of()));
        } else if (wanted.operator() == Operator.IS_ONE_OF
            || wanted.operator() == Operator.CONTAINS) {
          List<String> lost =
              wanted.values().stream()
                  .filter(
                      value ->
                          new Condition(
                                  wanted.field(),
                                  wanted.operator(),
                                  value.contains(",") ? value + ";" : value)
                              .implies(exclusion, folding))
                  .toList();
          if (!lost.isEmpty()) {
            found.add(new Contradiction(exclusion, criterion, lost));
          }
        }
      }
    }
    return found;
  }

  /** An edition that says nothing yet. */
  public static EditionText blank() {
    return new EditionText(null, List.of(), List.of(), null, null, null, List.of(), Map.of());
  }

  /** The same with one criterion more. */
  EditionText with(Criterion another) {
    List<Criterion> more = new ArrayList<>(criteria);
    more.add(another);
    return new EditionText(
        notWanted, exclusions, more, motivators, channels, valueStatement, roles, phasesWithout);
  }

  /** The criterion that asks for the same fact; empty where none does. */
  Optional<Criterion> asksFor(ContactField field) {
    return criteria.stream().filter(c -> c.condition().field().equals(field)).findFirst();
  }

  /**
   * The same with the criterion that asks for the same fact widened, so that either value will do;
   * its weight stays. Empty where none asks for it by values, or the two already say the same.
   */
  Optional<EditionText> widened(Criterion found) {
    Criterion there = asksFor(found.condition().field()).orElse(null);
    if (there == null
        || !names(there.condition())
        || !names(found.condition())
        || !found.condition().field().operators().contains(Operator.IS_ONE_OF)) {
      return Optional.empty();
    }
    List<String> values =
        Stream.concat(there.condition().values().stream(), found.condition().values().stream())
            .distinct()
            .toList();
    if (values.size() > Condition.MOST_VALUES
        || values.size() == there.condition().values().size()) {
      return Optional.empty();
    }
    String separator = values.stream().anyMatch(v -> v.contains(",")) ? "; " : ", ";
    String note =
        Stream.of(there.note(), found.note())
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n"));
    Criterion wide =
        new Criterion(
            new Condition(
                found.condition().field(), Operator.IS_ONE_OF, String.join(separator, values)),
            there.weight(),
            there.knockOut(),
            note.isEmpty() || note.length() > Criterion.LONGEST_NOTE ? there.note() : note);
    return Optional.of(
        new EditionText(
            notWanted,
            exclusions,
            criteria.stream().map(c -> c.equals(there) ? wide : c).toList(),
            motivators,
            channels,
            valueStatement,
            roles,
            phasesWithout));
  }

  private static boolean names(Condition condition) {
    return !condition.comparesNumbers()
        && (condition.operator() == Operator.IS || condition.operator() == Operator.IS_ONE_OF);
  }

  /**
   * The same with one exclusion more.
   *
   * @param why what it rests on, in words; it joins what is said of whom we do not want
   */
  EditionText without(Condition another, @Nullable String why) {
    List<Condition> more = new ArrayList<>(exclusions);
    more.add(another);
    String said =
        Stream.of(notWanted, why).filter(Objects::nonNull).collect(Collectors.joining("\n"));
    boolean fits = !said.isEmpty() && said.length() <= LONGEST;
    return new EditionText(
        fits ? said : notWanted,
        more,
        criteria,
        motivators,
        channels,
        valueStatement,
        roles,
        phasesWithout);
  }

  /** The rules by which people and companies are judged: exclusions first, then criteria. */
  Scorecard scorecard() {
    List<Rule> rules = new ArrayList<>();
    exclusions.forEach(condition -> rules.add(Rule.exclusion(condition)));
    criteria.forEach(c -> rules.add(Rule.criterion(c.condition(), c.weight(), c.knockOut())));
    return new Scorecard(rules);
  }

  /**
   * Checks that there is something to sign.
   *
   * @throws RefusedException saying what is still missing
   */
  void requireSignable() {
    if (notWanted == null && exclusions.isEmpty()) {
      throw new RefusedException("icp.missing.notWanted");
    }
    if (criteria.stream().allMatch(criterion -> criterion.weight() == 0)) {
      throw new RefusedException("icp.missing.criteria");
    }
    if (valueStatement == null) {
      throw new RefusedException("icp.missing.value");
    }
  }

  /** What a criterion counts in all, between 0 and 1. */
  public double share(Criterion criterion) {
    int total = criteria.stream().mapToInt(Criterion::weight).sum();
    return total == 0 ? 0 : (double) criterion.weight() / total;
  }

  public boolean applies(HourglassPhase phase) {
    return !phasesWithout.containsKey(phase);
  }

  Optional<String> reasonWithout(HourglassPhase phase) {
    return Optional.ofNullable(phasesWithout.get(phase));
  }
}
