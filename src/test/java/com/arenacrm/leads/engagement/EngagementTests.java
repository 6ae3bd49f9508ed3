package com.arenacrm.leads.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.arenacrm.contacts.ContactBook.Talk;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.leads.engagement.Engagement.Band;
import com.arenacrm.leads.engagement.Engagement.Done;
import com.arenacrm.planner.TouchKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Deeds count by weight, fade by halves, and keep their order by themselves (R084). */
class EngagementTests {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final EngagementRule RULE =
      new EngagementRule(
          30, Map.of(Deed.SUBMITTED, 30, Deed.ATTENDED, 20, Deed.READ, 4, Deed.MET, 100), 0);

  @Test
  void whatWasDoneIsWorthHalfAfterEachHalfLife() {
    Engagement engagement =
        Engagement.at(
            NOW,
            List.of(
                new Done(Deed.ATTENDED, NOW, "Cata"),
                new Done(Deed.ATTENDED, ago(30), "Feria"),
                new Done(Deed.SUBMITTED, ago(60), null)),
            RULE);

    assertThat(engagement.points())
        .extracting(p -> p.deed() + " " + p.title() + " " + p.then() + " " + p.now())
        .containsExactly(
            "ATTENDED Cata 20 20.0", "ATTENDED Feria 20 10.0", "SUBMITTED null 30 7.5");
    assertThat(engagement.score()).isEqualTo(38);
    assertThat(engagement.band()).isEqualTo(Band.WARM);
  }

  @Test
  void aHundredIsTheMost() {
    List<Done> deeds = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      deeds.add(new Done(Deed.MET, ago(i), null));
    }
    assertThat(Engagement.at(NOW, deeds, RULE).score()).isEqualTo(100);
    assertThat(Engagement.at(NOW, deeds, RULE).band()).isEqualTo(Band.HOT);
  }

  @Test
  void whatCameLaterIsNotKnownYet() {
    List<Done> deeds = List.of(new Done(Deed.ATTENDED, ago(5), null));
    assertThat(Engagement.at(ago(6), deeds, RULE).score()).isZero();
    assertThat(Engagement.at(ago(5), deeds, RULE).score()).isEqualTo(20);
  }

  @Test
  void whatWeDidSaysNothingOfThem() {
    assertThat(Deed.of(TouchKind.INVITED)).isEmpty();
    for (TouchKind kind : TouchKind.values()) {
      assertThat(Deed.of(kind).isPresent()).isEqualTo(kind != TouchKind.INVITED);
    }
    assertThat(deed(InteractionKind.NOTE, null)).isNull();
    assertThat(deed(InteractionKind.CALL, InteractionResult.NO_ANSWER)).isNull();
    assertThat(deed(InteractionKind.EMAIL, null)).isNull();
    assertThat(deed(InteractionKind.EMAIL, InteractionResult.SENT)).isNull();
    assertThat(deed(InteractionKind.CALL, InteractionResult.NOT_INTERESTED)).isNull();
    assertThat(deed(InteractionKind.CALL, null)).isEqualTo(Deed.SPOKE);
    assertThat(deed(InteractionKind.MEETING, null)).isEqualTo(Deed.MET);
    assertThat(deed(InteractionKind.EMAIL, InteractionResult.ASKED_FOR_TIME)).isEqualTo(Deed.WROTE);
  }

  @Test
  void whoDidNothingComesLast() {
    assertThat(Engagement.order(List.of(), RULE)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Engagement.order(List.of(new Done(Deed.WATCHED, NOW, null)), RULE))
        .as("worth nothing by the rule")
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Engagement.score(Double.NEGATIVE_INFINITY, NOW, RULE)).isZero();
  }

  @Property
  void theStoredOrderIsTheOrderAtAnyLaterMoment(
      @ForAll("lives") List<Done> one,
      @ForAll("lives") List<Done> other,
      @ForAll @IntRange(min = 0, max = 700) int daysLater) {
    Instant then = NOW.plus(Duration.ofDays(daysLater));
    double difference = Engagement.order(one, RULE) - Engagement.order(other, RULE);
    double worth = worth(one, then) - worth(other, then);
    if (Math.abs(worth) > 1e-6) {
      assertThat(Math.signum(difference)).isEqualTo(Math.signum(worth));
    }
  }

  @Property
  void theStoredOrderGivesTheScoreAtAnyLaterMoment(
      @ForAll("lives") List<Done> deeds, @ForAll @IntRange(min = 0, max = 200) int daysLater) {
    Instant then = NOW.plus(Duration.ofDays(daysLater));
    assertThat((double) Engagement.score(Engagement.order(deeds, RULE), then, RULE))
        .isCloseTo(Engagement.at(then, deeds, RULE).score(), within(1.0));
  }

  @Provide
  Arbitrary<List<Done>> lives() {
    return Combinators.combine(
            Arbitraries.of(Deed.values()), Arbitraries.integers().between(0, 60 * 24 * 300))
        .as((deed, minutes) -> new Done(deed, NOW.minus(Duration.ofMinutes(minutes)), null))
        .list()
        .ofMaxSize(6);
  }

  private static double worth(List<Done> deeds, Instant moment) {
    return Engagement.at(moment, deeds, RULE).points().stream()
        .mapToDouble(Engagement.Point::now)
        .sum();
  }

  private static Deed deed(InteractionKind kind, InteractionResult result) {
    return Deed.of(new Talk(kind, result, NOW)).orElse(null);
  }

  private static Instant ago(int days) {
    return NOW.minus(Duration.ofDays(days));
  }
}
