package com.arenacrm.leads.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Origin;
import com.arenacrm.leads.routing.Decision.Made;
import com.arenacrm.leads.routing.Decision.Seller;
import com.arenacrm.leads.routing.Decision.State;
import com.arenacrm.leads.routing.RoutingRule.Conditions;
import com.arenacrm.leads.routing.RoutingRule.Kind;
import com.arenacrm.leads.routing.RoutingRule.Otherwise;
import com.arenacrm.leads.routing.RoutingRule.Target;
import com.arenacrm.shared.HourglassPhase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionTests {

  private static final UUID MARCOS = new UUID(0, 1);
  private static final UUID INES = new UUID(0, 2);
  private static final UUID HOTELS = new UUID(0, 9);
  private static final RoutingFacts LEAD =
      new RoutingFacts(
          null,
          null,
          HOTELS,
          List.of("Málaga", "Andalucía"),
          "Café de filtro; Prueba de un mes",
          "es",
          HourglassPhase.TRY,
          Origin.FORM,
          null);

  /** After any number of leads each has had theirs up to less than one turn. */
  @Property(tries = 300)
  void eachGetsTheirShareToLessThanOneTurn(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 20) Integer> weights,
      @ForAll @IntRange(min = 1, max = 400) int leads) {
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    Board board = new Board(weights);
    for (int n = 1; n <= leads; n++) {
      Optional<UserId> next = board.next();
      assertThat(next.isPresent()).isEqualTo(total > 0);
      if (next.isEmpty()) {
        return;
      }
      for (int i = 0; i < weights.size(); i++) {
        double due = (double) n * weights.get(i) / total;
        assertThat(Math.abs(board.got(i) - due)).as("of %s after %d", weights, n).isLessThan(1);
      }
    }
  }

  /** Whoever comes and goes, is full or has no weight: nobody gets what they cannot take. */
  @Property(tries = 300)
  void nobodyGetsALeadWhoIsAwayOrFull(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 5) Integer> weights,
      @ForAll @Size(min = 1, max = 120) List<@IntRange(min = 0, max = 63) Integer> away,
      @ForAll @IntRange(min = 1, max = 12) int most) {
    Board board = new Board(weights);
    board.most = most;
    for (int mask : away) {
      board.away = mask;
      Optional<UserId> next = board.next();
      next.ifPresent(
          seller -> {
            int i = (int) seller.id().getLeastSignificantBits() - 1;
            assertThat(mask & 1 << i).isZero();
            assertThat(weights.get(i)).isPositive();
            assertThat(board.got(i)).isLessThanOrEqualTo(most);
          });
      if (next.isEmpty()) {
        for (int i = 0; i < weights.size(); i++) {
          assertThat((mask & 1 << i) != 0 || weights.get(i) == 0 || board.got(i) >= most).isTrue();
        }
      }
    }
  }

  @Test
  void whoeverComesBackFromHolidaysIsNotBuried() {
    Board board = new Board(List.of(1, 1));
    board.away = 2;
    for (int i = 0; i < 50; i++) {
      board.next();
    }
    board.away = 0;

    for (int i = 0; i < 10; i++) {
      board.next();
    }

    assertThat(board.got(1)).isBetween(4, 6);
  }

  @Test
  void theFirstRuleThatHoldsDecides() {
    RoutingRule elsewhere =
        rule(1, asks(null, "Galicia, Asturias", null), Target.of(Kind.EVERYBODY), Otherwise.NEXT);
    RoutingRule south = rule(2, asks(HOTELS, "sevilla, MALAGA", null), to(INES), Otherwise.NEXT);
    RoutingRule rest = rule(3, Conditions.NONE, to(MARCOS), Otherwise.NEXT);

    Decision decision = decide(List.of(rest, south, elsewhere), seller(MARCOS), seller(INES));

    assertThat(decision.seller()).contains(new UserId(INES));
    assertThat(decision.steps()).extracting(Decision.Step::place).containsExactly(1, 2);
    assertThat(decision.steps().get(0).checks().get(0))
        .extracting(RoutingRule.Check::found, RoutingRule.Check::met)
        .containsExactly("Málaga, Andalucía", false);
  }

  @Test
  void eachConditionLooksAtItsFact() {
    assertThat(holds(new Conditions(null, null, "filtro", null, null, null))).isTrue();
    assertThat(holds(new Conditions(null, null, "máquinas, PRUEBA", null, null, null))).isTrue();
    assertThat(holds(new Conditions(null, null, "máquinas", null, null, null))).isFalse();
    assertThat(holds(new Conditions(null, null, null, "en", null, null))).isFalse();
    assertThat(holds(new Conditions(null, null, null, "es", HourglassPhase.TRY, Origin.FORM)))
        .isTrue();
    assertThat(holds(new Conditions(null, null, null, null, HourglassPhase.BUY, null))).isFalse();
    assertThat(holds(new Conditions(null, null, null, null, null, Origin.IMPORT))).isFalse();
    assertThat(holds(new Conditions(new UUID(0, 8), null, null, null, null, null))).isFalse();
  }

  @Test
  void aRuleWhosePeopleCannotSaysSoAndGoesOnOrStops() {
    Seller away = new Seller(MARCOS, null, true, 1, 0, null, LocalDate.of(2026, 12, 8), true);
    Seller full = new Seller(INES, null, true, 1, 5, 5, null, true);
    RoutingRule next = rule(1, Conditions.NONE, to(MARCOS), Otherwise.NEXT);
    RoutingRule queue = rule(2, Conditions.NONE, to(INES), Otherwise.QUEUE);
    RoutingRule never = rule(3, Conditions.NONE, Target.of(Kind.EVERYBODY), Otherwise.NEXT);

    Decision decision = decide(List.of(next, queue, never), away, full);

    assertThat(decision.seller()).isEmpty();
    assertThat(decision.steps()).hasSize(2);
    assertThat(decision.steps().get(0).sellers())
        .extracting(Decision.Standing::state)
        .containsExactly(State.AWAY);
    assertThat(decision.steps().get(1).sellers())
        .extracting(Decision.Standing::state)
        .containsExactly(State.FULL);
  }

  @Test
  void hoursCountWhereTheRuleSaysSo() {
    Seller home = new Seller(MARCOS, null, true, 1, 0, null, null, false);
    RoutingRule any = rule(1, Conditions.NONE, to(MARCOS), Otherwise.NEXT);
    RoutingRule inHours =
        new RoutingRule(UUID.randomUUID(), 1, Conditions.NONE, to(MARCOS), true, Otherwise.NEXT, 0);

    assertThat(decide(List.of(any), home).seller()).contains(new UserId(MARCOS));
    assertThat(decide(List.of(inHours), home).seller()).isEmpty();
  }

  @Test
  void anAccountStaysWithWhoeverHasItAndANewOneGoesOnEvenPastAQueue() {
    RoutingRule owner = rule(1, Conditions.NONE, Target.of(Kind.OWNER), Otherwise.QUEUE);
    RoutingRule rest = rule(2, Conditions.NONE, to(MARCOS), Otherwise.NEXT);
    List<Seller> sellers = List.of(seller(MARCOS), seller(INES));

    assertThat(
            Decision.make(
                    List.of(owner, rest),
                    LEAD,
                    () -> Optional.of(new UserId(INES)),
                    sellers,
                    Map.of())
                .decision()
                .seller())
        .contains(new UserId(INES));
    assertThat(
            Decision.make(List.of(owner, rest), LEAD, Optional::empty, sellers, Map.of())
                .decision()
                .seller())
        .contains(new UserId(MARCOS));
    assertThat(
            Decision.make(
                    List.of(owner, rest),
                    LEAD,
                    () -> Optional.of(new UserId(new UUID(0, 77))),
                    sellers,
                    Map.of())
                .decision()
                .seller())
        .as("whose owner has left waits, as the rule says")
        .isEmpty();
  }

  /** A rule for everybody, lead after lead. */
  private static final class Board {

    private final List<Integer> weights;
    private final RoutingRule rule =
        rule(1, Conditions.NONE, Target.of(Kind.EVERYBODY), Otherwise.NEXT);
    private final Map<UUID, Integer> got = new HashMap<>();
    private Map<UUID, Double> credits = Map.of();
    private int away;
    private @Nullable Integer most;

    Board(List<Integer> weights) {
      this.weights = weights;
    }

    Optional<UserId> next() {
      List<Seller> sellers = new ArrayList<>();
      for (int i = 0; i < weights.size(); i++) {
        sellers.add(
            new Seller(
                id(i),
                null,
                true,
                weights.get(i),
                got(i),
                most,
                (away & 1 << i) == 0 ? null : LocalDate.of(2026, 12, 8),
                true));
      }
      Made made =
          Decision.make(List.of(rule), LEAD, Optional::empty, sellers, Map.of(rule.id(), credits));
      made.decision()
          .seller()
          .ifPresent(
              s -> {
                got.merge(s.id(), 1, Integer::sum);
                credits = made.credits();
              });
      return made.decision().seller();
    }

    int got(int i) {
      return got.getOrDefault(id(i), 0);
    }

    private static UUID id(int i) {
      return new UUID(0, i + 1);
    }
  }

  private static boolean holds(Conditions when) {
    return when.check(LEAD).stream().allMatch(RoutingRule.Check::met);
  }

  private static Decision decide(List<RoutingRule> rules, Seller... sellers) {
    return Decision.make(rules, LEAD, Optional::empty, List.of(sellers), Map.of()).decision();
  }

  private static Seller seller(UUID id) {
    return new Seller(id, null, true, 1, 0, null, null, true);
  }

  private static Target to(UUID seller) {
    return new Target(Kind.SELLER, seller, null, Map.of());
  }

  private static Conditions asks(
      @Nullable UUID profile, @Nullable String zone, @Nullable String product) {
    return new Conditions(profile, zone, product, null, null, null);
  }

  private static RoutingRule rule(int place, Conditions when, Target to, Otherwise otherwise) {
    return new RoutingRule(UUID.randomUUID(), place, when, to, false, otherwise, 0);
  }
}
