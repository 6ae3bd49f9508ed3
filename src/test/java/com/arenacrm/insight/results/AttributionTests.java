package com.arenacrm.insight.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;

/** Who gets the credit of a deal, by each model, to the cent. */
class AttributionTests {

  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

  @Property
  void theCreditsAddUpToTheAmountToTheCent(
      @ForAll AttributionModel model,
      @ForAll("touches") List<Touchpoint> touches,
      @ForAll @BigRange(min = "0", max = "999999999999.99") @Scale(2) BigDecimal amount) {
    Map<UUID, BigDecimal> credits = Attribution.credits(model, touches, amount);

    assertThat(credits.values()).allMatch(credit -> credit.signum() >= 0);
    BigDecimal sum = credits.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (touches.stream().anyMatch(model::counts)) {
      assertThat(sum).isEqualByComparingTo(amount);
    } else {
      assertThat(credits).isEmpty();
    }
  }

  @Property
  void itDoesNotMatterInWhichOrderTouchesWereWrittenDown(
      @ForAll AttributionModel model,
      @ForAll("touches") List<Touchpoint> touches,
      @ForAll @BigRange(min = "0", max = "99999.99") @Scale(2) BigDecimal amount,
      @ForAll Random random) {
    List<Touchpoint> shuffled = new ArrayList<>(touches);
    Collections.shuffle(shuffled, random);

    assertThat(Attribution.credits(model, shuffled, amount))
        .isEqualTo(Attribution.credits(model, touches, amount));
  }

  @Property
  void aSingleTouchGetsAll(
      @ForAll AttributionModel model,
      @ForAll @BigRange(min = "0", max = "99999.99") @Scale(2) BigDecimal amount) {
    Touchpoint only = touch(1, true);

    assertThat(Attribution.credits(model, List.of(only), amount).get(only.id()))
        .isEqualByComparingTo(amount);
  }

  @Property
  void noTouchIsMoreThanOneCentAwayFromItsExactPart(
      @ForAll("touches") List<Touchpoint> touches,
      @ForAll @BigRange(min = "0", max = "99999.99") @Scale(2) BigDecimal amount) {
    Map<UUID, BigDecimal> credits = Attribution.credits(AttributionModel.LINEAR, touches, amount);

    assertThat(credits.values())
        .allMatch(
            credit ->
                Math.abs(credit.doubleValue() - amount.doubleValue() / touches.size())
                    < 0.01 + 1e-6);
  }

  @Example
  void theFiveModelsOnFourTouches() {
    List<Touchpoint> touches =
        List.of(touch(4, false), touch(1, false), touch(3, true), touch(2, true));

    assertThat(of(AttributionModel.FIRST, touches))
        .containsExactly("100.00", "0.00", "0.00", "0.00");
    assertThat(of(AttributionModel.LAST, touches))
        .containsExactly("0.00", "0.00", "0.00", "100.00");
    assertThat(of(AttributionModel.LINEAR, touches))
        .containsExactly("25.00", "25.00", "25.00", "25.00");
    assertThat(of(AttributionModel.U_SHAPED, touches))
        .containsExactly("40.00", "10.00", "10.00", "40.00");
    assertThat(of(AttributionModel.EVIDENCED, touches)).containsExactly("50.00", "50.00");
  }

  @Example
  void ofTwoTouchesTheUGivesEachHalfAndTheOddCentToTheFirst() {
    List<Touchpoint> two = List.of(touch(1, false), touch(2, false));

    assertThat(
            Attribution.credits(AttributionModel.U_SHAPED, two, new BigDecimal("10.01")).values())
        .containsExactly(new BigDecimal("5.01"), new BigDecimal("5.00"));
  }

  @Example
  void threeTouchesShareAHundredWithoutLosingACent() {
    assertThat(
            of(AttributionModel.LINEAR, List.of(touch(1, false), touch(2, false), touch(3, false))))
        .containsExactly("33.34", "33.33", "33.33");
  }

  private static List<String> of(AttributionModel model, List<Touchpoint> touches) {
    return Attribution.credits(model, touches, new BigDecimal("100")).values().stream()
        .map(BigDecimal::toString)
        .toList();
  }

  private static Touchpoint touch(int day, boolean evidenced) {
    return new Touchpoint(new UUID(7, day), NOON.plusSeconds(86_400L * day), evidenced);
  }

  @Provide
  Arbitrary<List<Touchpoint>> touches() {
    // Few moments, so that many touches share one.
    Arbitrary<Instant> moments =
        Arbitraries.integers().between(0, 9).map(d -> NOON.plusSeconds(86_400L * d));
    Arbitrary<UUID> ids = Arbitraries.longs().map(l -> new UUID(l, l * 31));
    return Combinators.combine(ids, moments, Arbitraries.of(true, false))
        .as(Touchpoint::new)
        .list()
        .ofMaxSize(40)
        .uniqueElements(Touchpoint::id);
  }
}
