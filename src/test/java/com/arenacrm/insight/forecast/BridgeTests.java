package com.arenacrm.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.insight.forecast.Bridge.Both;
import com.arenacrm.insight.forecast.Bridge.End;
import com.arenacrm.insight.forecast.Bridge.Filter;
import com.arenacrm.insight.forecast.Bridge.Measure;
import com.arenacrm.insight.forecast.Bridge.State;
import com.arenacrm.insight.forecast.Bridge.Step;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How one total became another. */
class BridgeTests {

  private static final UUID MARCOS = new UUID(1, 1);
  private static final UUID INES = new UUID(1, 2);
  private static final UUID TRIAL = new UUID(2, 3);
  private static final UUID OFFER = new UUID(2, 4);
  private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 15);
  private static final Filter ALL = filter(Measure.OPEN, null);
  private static final State DEAL = deal("1000.00", 50, "BEST");

  @Property(tries = 3000)
  void theStepsOfAllDealsAreTheDifferenceOfTheTotalsToTheCent(
      @ForAll("deals") List<Both> deals, @ForAll("filters") Filter filter) {
    BigDecimal before = BigDecimal.ZERO;
    BigDecimal after = BigDecimal.ZERO;
    BigDecimal steps = BigDecimal.ZERO;
    for (Both deal : deals) {
      before = before.add(filter.value(deal.then()));
      after = after.add(filter.value(deal.now()));
      for (Step step : Bridge.steps(deal, filter)) {
        steps = steps.add(step.adds());
      }
    }
    assertThat(before.add(steps)).isEqualByComparingTo(after);
  }

  @Property(tries = 1000)
  void aDealThatIsAsItWasIsNoChange(@ForAll("states") State state, @ForAll("filters") Filter f) {
    assertThat(Bridge.steps(new Both(state, state, null, state.owner(), false), f)).isEmpty();
  }

  @Test
  void eachThingThatChangedIsALineOfItsOwn() {
    State now =
        new State(
            MARCOS, new BigDecimal("1200.00"), "EUR", DECEMBER.plusDays(9), OFFER, 4, 70, "COMMIT");

    assertThat(steps(DEAL, now, filter(Measure.WEIGHTED, null)))
        .containsExactly("UP 100.00", "PUSHED 0", "FORWARD 240.00", "SURER 0");
    assertThat(steps(DEAL, now, filter(Measure.COMMIT, null)))
        .containsExactly("UP 0", "PUSHED 0", "FORWARD 0", "SURER 1200.00");
  }

  @Test
  void whatGoesOverToAnotherPipelineNeitherAdvancesNorFallsBack() {
    Filter one = new Filter(Measure.OPEN, "EUR", owner -> true, TRIAL::equals, null, null);
    State other =
        new State(MARCOS, new BigDecimal("1000.00"), "EUR", DECEMBER, OFFER, 4, 70, "BEST");

    assertThat(steps(DEAL, other, one)).containsExactly("LEFT -1000.00");
    assertThat(steps(other, DEAL, one)).containsExactly("CAME 1000.00");
    assertThat(steps(DEAL, other, ALL)).containsExactly("FORWARD 0");
  }

  @Test
  void aMonthLosesWhatIsPushedOutOfIt() {
    Filter december =
        new Filter(
            Measure.OPEN,
            "EUR",
            owner -> true,
            stage -> true,
            LocalDate.of(2026, 12, 1),
            LocalDate.of(2026, 12, 31));

    assertThat(steps(DEAL, DEAL.until(LocalDate.of(2027, 1, 7)), december))
        .containsExactly("PUSHED -1000.00");
    assertThat(steps(DEAL.until(null), DEAL, december)).containsExactly("PULLED 1000.00");
    assertThat(steps(DEAL.until(null), DEAL.until(LocalDate.of(2027, 1, 7)), december)).isEmpty();
  }

  @Test
  void whoHadADealLosesItAndIsToldNothingMoreOfIt() {
    State handed = DEAL.by(INES).worth(new BigDecimal("5000"), "EUR");

    assertThat(steps(DEAL, handed, filter(Measure.OPEN, MARCOS)))
        .containsExactly("HANDED -1000.00");
    assertThat(steps(DEAL, handed, filter(Measure.OPEN, INES)))
        .containsExactly("HANDED 1000.00", "UP 4000.00");
    assertThat(steps(DEAL, handed, ALL)).containsExactly("HANDED 0", "UP 4000.00");
    assertThat(texts(new Both(DEAL, null, End.WON, INES, false), filter(Measure.OPEN, MARCOS)))
        .containsExactly("HANDED -1000.00");
    assertThat(texts(new Both(DEAL, null, End.WON, INES, false), filter(Measure.OPEN, INES)))
        .containsExactly("HANDED 1000.00", "WON -1000.00");
  }

  @Test
  void whatIsNotOpenAtBothEndsSaysWhy() {
    assertThat(texts(new Both(null, DEAL, null, MARCOS, true), ALL)).containsExactly("NEW 1000.00");
    assertThat(texts(new Both(null, DEAL, null, MARCOS, false), ALL))
        .containsExactly("REOPENED 1000.00");
    assertThat(texts(new Both(DEAL, null, End.WON, MARCOS, false), ALL))
        .containsExactly("WON -1000.00");
    assertThat(texts(new Both(DEAL, null, End.LOST, MARCOS, false), ALL))
        .containsExactly("LOST -1000.00");
    assertThat(texts(new Both(DEAL, null, End.GONE, null, false), ALL))
        .containsExactly("GONE -1000.00");
    assertThat(texts(new Both(null, null, End.WON, MARCOS, true), ALL))
        .containsExactly("BETWEEN 0");
  }

  @Test
  void theAdministratorsNewOddsAreNoMoveOfTheDeal() {
    assertThat(steps(DEAL, deal("1000.00", 60, "BEST"), filter(Measure.WEIGHTED, null)))
        .containsExactly("ODDS 100.00");
    assertThat(steps(DEAL, DEAL.worth(new BigDecimal("1000"), "USD"), ALL))
        .containsExactly("DOWN -1000.00");
    assertThat(steps(deal("1000.00", 50, "BEST"), deal("1000.00", 50, "OMITTED"), ALL))
        .containsExactly("UNSURER -1000.00");
  }

  private static List<String> steps(State then, State now, Filter filter) {
    return texts(new Both(then, now, null, now.owner(), false), filter);
  }

  private static List<String> texts(Both deal, Filter filter) {
    return Bridge.steps(deal, filter).stream()
        .map(
            s ->
                s.kind()
                    + " "
                    + (s.adds().signum() == 0 ? "0" : s.adds().setScale(2).toPlainString()))
        .toList();
  }

  private static State deal(String amount, int probability, String category) {
    return new State(
        MARCOS, new BigDecimal(amount), "EUR", DECEMBER, TRIAL, 3, probability, category);
  }

  private static Filter filter(Measure measure, @Nullable UUID owner) {
    return new Filter(
        measure,
        "EUR",
        who -> owner == null || who.equals(Optional.of(owner)),
        stage -> true,
        null,
        null);
  }

  @Provide
  Arbitrary<List<Both>> deals() {
    return Combinators.combine(
            states().injectNull(0.2),
            states().injectNull(0.2),
            Arbitraries.of(End.class),
            Arbitraries.of(MARCOS, INES).injectNull(0.2),
            Arbitraries.of(true, false))
        .as(
            (then, now, end, owner, isNew) ->
                new Both(
                    then,
                    now,
                    now == null ? end : null,
                    now == null ? (end == End.GONE ? null : owner) : now.owner(),
                    isNew))
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<State> states() {
    return Combinators.combine(
            Arbitraries.of(MARCOS, INES).injectNull(0.2),
            Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("99999.99"))
                .ofScale(2)
                .injectNull(0.2),
            Arbitraries.of("EUR", "USD"),
            Arbitraries.of(
                    LocalDate.of(2026, 11, 30),
                    LocalDate.of(2026, 12, 1),
                    LocalDate.of(2026, 12, 31),
                    LocalDate.of(2027, 1, 1))
                .injectNull(0.2),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 100),
            Arbitraries.of("COMMIT", "BEST", "PIPELINE", "OMITTED"))
        .as(
            (owner, amount, currency, close, stage, probability, category) ->
                new State(
                    owner,
                    amount,
                    currency,
                    close,
                    new UUID(2, stage),
                    stage,
                    probability,
                    category));
  }

  @Provide
  Arbitrary<Filter> filters() {
    return Combinators.combine(
            Arbitraries.of(Measure.class),
            Arbitraries.of("EUR", "USD"),
            Arbitraries.of(0, 1, 2, 3),
            Arbitraries.of(true, false))
        .as(
            (measure, currency, who, december) ->
                new Filter(
                    measure,
                    currency,
                    owner ->
                        switch (who) {
                          case 0 -> true;
                          case 1 -> owner.equals(Optional.of(MARCOS));
                          case 2 -> owner.isPresent();
                          default -> owner.isEmpty();
                        },
                    stage -> who < 2 || stage.equals(TRIAL),
                    december ? LocalDate.of(2026, 12, 1) : null,
                    december ? LocalDate.of(2026, 12, 31) : null));
  }
}
