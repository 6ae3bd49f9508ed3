package com.arenacrm.leads.routing;

import com.arenacrm.identity.UserId;
import com.arenacrm.leads.routing.RoutingRule.Check;
import com.arenacrm.leads.routing.RoutingRule.Kind;
import com.arenacrm.leads.routing.RoutingRule.Otherwise;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who gets a lead, rule by rule; kept as facts, so that each reader sees it in their own language.
 *
 * @param steps the rules that were looked at, in order; the last one decided
 */
public record Decision(List<Step> steps) {

  /** Whether somebody can take a lead, the first reason that stands against it. */
  public enum State {
    READY,
    /** Does not sell, or no longer works here. */
    GONE,
    NOT_TAKING,
    AWAY,
    FULL,
    OFF_HOURS,
    /** Their weight is zero. */
    NO_TURN
  }

  /**
   * Somebody whom a rule names.
   *
   * @param weight how often they are due; 1 where nobody takes turns
   * @param load how many open leads they have
   * @param most how many they take on; null for no limit
   * @param until the last day of their absence; null when they are here
   */
  public record Standing(
      UUID seller,
      State state,
      int weight,
      int load,
      @Nullable Integer most,
      @Nullable LocalDate until) {}

  /**
   * What a rule came to.
   *
   * @param place of the rule at that time
   * @param checks what it asks
   * @param sellers whom it names; empty when its conditions do not hold
   * @param chosen who gets the lead by it; null when nobody does
   */
  public record Step(
      UUID rule,
      int place,
      Kind kind,
      List<Check> checks,
      List<Standing> sellers,
      @Nullable UUID chosen,
      Otherwise otherwise) {

    /** Whether all that it asks holds. */
    public boolean holds() {
      return checks.stream().allMatch(Check::met);
    }
  }

  /**
   * A seller as rules see them now.
   *
   * @param takesPart whether they receive leads by rules at all
   * @param load how many open leads they have
   * @param most how many they take on; null for no limit
   */
  record Seller(
      UUID id,
      @Nullable UUID team,
      boolean takesPart,
      int weight,
      int load,
      @Nullable Integer most,
      @Nullable LocalDate awayUntil,
      boolean atWork) {

    State state(boolean inHours, int weight) {
      if (!takesPart) {
        return State.NOT_TAKING;
      }
      if (awayUntil != null) {
        return State.AWAY;
      }
      if (most != null && load >= most) {
        return State.FULL;
      }
      if (inHours && !atWork) {
        return State.OFF_HOURS;
      }
      return weight <= 0 ? State.NO_TURN : State.READY;
    }
  }

  /** A decision, and where the turns of its rule stand after it. */
  record Made(Decision decision, Map<UUID, Double> credits) {}

  public Decision {
    steps = List.copyOf(steps);
  }

  /** Who gets it; empty for the queue. */
  public Optional<UserId> seller() {
    return last().map(Step::chosen).map(UserId::new);
  }

  /** The rule that decided; empty when none held. */
  public Optional<Step> last() {
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(steps.get(steps.size() - 1)).filter(Step::holds);
  }

  /** Only the rules whose conditions held: what is worth keeping. */
  Decision essence() {
    return new Decision(steps.stream().filter(Step::holds).toList());
  }

  /**
   * Decides.
   *
   * @param rules in order
   * @param owner who has dealings with the customer; asked when a rule wants to know
   * @param sellers all who sell, in the order in which ties are decided
   * @param credits of each rule, see {@link Turn}
   */
  static Made make(
      List<RoutingRule> rules,
      RoutingFacts facts,
      Supplier<Optional<UserId>> owner,
      List<Seller> sellers,
      Map<UUID, Map<UUID, Double>> credits) {
    List<Step> steps = new ArrayList<>();
    for (RoutingRule rule :
        rules.stream().sorted(Comparator.comparing(RoutingRule::place)).toList()) {
      List<Check> checks = rule.when().check(facts);
      List<Standing> named =
          checks.stream().allMatch(Check::met) ? named(rule, owner, sellers) : List.of();
      LinkedHashMap<UUID, Integer> ready = new LinkedHashMap<>();
      named.stream()
          .filter(s -> s.state() == State.READY)
          .forEach(s -> ready.put(s.seller(), s.weight()));
      Map<UUID, Double> before = credits.getOrDefault(rule.id(), Map.of());
      Turn.Drawn drawn = ready.isEmpty() ? null : Turn.draw(ready, before);
      steps.add(
          new Step(
              rule.id(),
              rule.place(),
              rule.to().kind(),
              checks,
              named,
              drawn == null ? null : drawn.seller(),
              rule.otherwise()));
      if (drawn != null) {
        return new Made(new Decision(steps), rule.to().isTurn() ? drawn.credits() : Map.of());
      }
      boolean nobodyKnown = rule.to().kind() == Kind.OWNER && named.isEmpty();
      if (checks.stream().allMatch(Check::met)
          && !nobodyKnown
          && rule.otherwise() == Otherwise.QUEUE) {
        break;
      }
    }
    return new Made(new Decision(steps), Map.of());
  }

  private static List<Standing> named(
      RoutingRule rule, Supplier<Optional<UserId>> owner, List<Seller> sellers) {
    RoutingRule.Target to = rule.to();
    return switch (to.kind()) {
      case OWNER ->
          owner.get().map(o -> one(o.id(), sellers, rule)).map(List::of).orElseGet(List::of);
      case SELLER -> List.of(one(Objects.requireNonNull(to.seller()), sellers, rule));
      case TEAM -> all(sellers.stream().filter(s -> Objects.equals(s.team(), to.team())), rule);
      case EVERYBODY -> all(sellers.stream(), rule);
      case GROUP ->
          Stream.concat(
                  sellers.stream()
                      .filter(s -> to.weights().containsKey(s.id()))
                      .map(s -> standing(s, to.weights().get(s.id()), rule)),
                  to.weights().keySet().stream()
                      .filter(id -> sellers.stream().noneMatch(s -> s.id().equals(id)))
                      .sorted()
                      .map(Decision::gone))
              .toList();
    };
  }

  private static List<Standing> all(Stream<Seller> sellers, RoutingRule rule) {
    return sellers.map(s -> standing(s, s.weight(), rule)).toList();
  }

  private static Standing one(UUID id, List<Seller> sellers, RoutingRule rule) {
    return sellers.stream()
        .filter(s -> s.id().equals(id))
        .findFirst()
        .map(s -> standing(s, 1, rule))
        .orElseGet(() -> gone(id));
  }

  private static Standing standing(Seller seller, int weight, RoutingRule rule) {
    return new Standing(
        seller.id(),
        seller.state(rule.inHours(), weight),
        weight,
        seller.load(),
        seller.most(),
        seller.awayUntil());
  }

  private static Standing gone(UUID id) {
    return new Standing(id, State.GONE, 0, 0, null, null);
  }
}
