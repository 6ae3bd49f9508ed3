package com.arenacrm.planner.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The parts of an audience add up to it, whatever they are. */
class SharesTests {

  @Property
  void theThreeStandingsAreWhoWillBeInvitedAndWithTheOthersEverybody(@ForAll("shares") Shares s) {
    assertThat(s.inside() + s.outside() + s.unjudged()).isEqualTo(s.invited());
    assertThat(s.invited() + s.takenOut() + s.withdrawn() + s.silent() + s.unreachable())
        .isEqualTo(s.people());
    assertThat(s.insideShare()).isBetween(0.0, 1.0);
    assertThat(s.repeatedShare()).isBetween(0.0, 1.0);
    assertThat(s.isBelow(0)).isFalse();
    assertThat(s.isBelow(100)).isEqualTo(s.inside() < s.invited());
    assertThat(s.isNoWorseThan(s.inside(), s.invited())).isTrue();
  }

  @Property
  void beingBelowIsDecidedByTheNumbersAndNotByWhatIsShownRounded(
      @ForAll("shares") Shares s, @ForAll @IntRange(max = 100) int agreed) {
    assertThat(s.isBelow(agreed))
        .isEqualTo(s.invited() > 0 && s.inside() * 100.0 / s.invited() < agreed - 1e-9);
  }

  @Property
  void partsThatDoNotAddUpAreRefused(
      @ForAll("shares") Shares s, @ForAll @IntRange(min = 1, max = 9) int more) {
    assertThatThrownBy(
            () ->
                new Shares(
                    s.people() + more,
                    s.takenOut(),
                    s.withdrawn(),
                    s.silent(),
                    s.inside(),
                    s.outside(),
                    s.unjudged(),
                    s.repeated(),
                    s.consentUnknown(),
                    s.unreachable()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAudienceComesAsFarAsWhatWasDoneWithIt() {
    Instant then = Instant.parse("2026-11-20T09:00:00Z");
    Instant later = then.plusSeconds(60);
    assertThat(AudienceState.of(0, false, false, null, null, null)).isEqualTo(AudienceState.EMPTY);
    assertThat(AudienceState.of(3, false, false, null, null, then)).isEqualTo(AudienceState.DRAFT);
    assertThat(AudienceState.of(3, false, true, null, null, then))
        .isEqualTo(AudienceState.IN_REVIEW);
    assertThat(AudienceState.of(3, false, true, true, later, then))
        .isEqualTo(AudienceState.APPROVED);
    assertThat(AudienceState.of(3, false, true, true, then, later)).isEqualTo(AudienceState.DRAFT);
    assertThat(AudienceState.of(3, false, true, false, later, then)).isEqualTo(AudienceState.DRAFT);
    assertThat(AudienceState.of(3, true, true, false, later, then))
        .isEqualTo(AudienceState.LAUNCHED);
  }

  @Provide
  Arbitrary<Shares> shares() {
    Arbitrary<Integer> n = Arbitraries.integers().between(0, 5000);
    Arbitrary<Integer> percent = Arbitraries.integers().between(0, 100);
    return Combinators.combine(n, n, n, n, n, n.list().ofSize(2), percent, percent)
        .as(
            (in, out, open, taken, withdrawn, silent, repeated, unknown) ->
                new Shares(
                    in + out + open + taken + withdrawn + silent.get(0) + silent.get(1),
                    taken,
                    withdrawn,
                    silent.get(0),
                    in,
                    out,
                    open,
                    (in + out + open) * repeated / 100,
                    (in + out + open) * unknown / 100,
                    silent.get(1)));
  }
}
