package com.arenacrm.insight.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.arenacrm.insight.agreement.Share.Against;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** How much so many of so many says. */
class ShareTests {

  @Example
  void twoOfThreeMayBeAlmostAnything() {
    Share share = new Share(2, 3);

    assertThat(share.low()).isCloseTo(0.2077, within(0.001));
    assertThat(share.high()).isCloseTo(0.9385, within(0.001));
    assertThat(share.isFew()).isTrue();
  }

  @Property
  void theRateLiesWithinItsIntervalAndTheIntervalWithinNoneAndAll(
      @ForAll @IntRange(min = 1, max = 5000) int of, @ForAll @IntRange(max = 5000) int some) {
    Share share = new Share(some % (of + 1), of);

    assertThat(share.low()).isBetween(0.0, share.rate());
    assertThat(share.high()).isBetween(share.rate(), 1.0);
  }

  @Example
  void moreOfTheSameSaysMore() {
    Share few = new Share(8, 10);
    Share many = new Share(80, 100);

    assertThat(many.high() - many.low()).isLessThan(few.high() - few.low());
    assertThat(many.isFew()).isFalse();
  }

  @Example
  void onlyWhatChanceExplainsBadlyIsSaidToDiffer() {
    Share whole = new Share(150, 200);

    assertThat(new Share(2, 3).against(whole, 1)).isEqualTo(Against.UNKNOWN);
    assertThat(new Share(0, 0).against(whole, 1)).isEqualTo(Against.UNKNOWN);
    assertThat(whole.against(whole, 1)).as("nobody else").isEqualTo(Against.UNKNOWN);
    assertThat(new Share(36, 50).against(whole, 4)).isEqualTo(Against.ALIKE);
    assertThat(new Share(20, 50).against(whole, 4)).isEqualTo(Against.LESS);
    assertThat(new Share(50, 50).against(whole, 4)).isEqualTo(Against.MORE);
  }

  @Example
  void theMoreAreComparedTheSurerEachMustBe() {
    Share whole = new Share(60, 100);
    Share part = new Share(20, 42);

    assertThat(part.against(whole, 1)).isEqualTo(Against.LESS);
    assertThat(part.against(whole, 50)).isEqualTo(Against.ALIKE);
  }

  @Example
  void theMedianIsTheMiddleOne() {
    assertThat(AgreementReports.median(List.of())).isNull();
    assertThat(AgreementReports.median(hours(5, 1, 3))).isEqualTo(Duration.ofHours(3));
    assertThat(AgreementReports.median(hours(1, 9, 2, 4))).isEqualTo(Duration.ofHours(3));
  }

  private static List<Duration> hours(int... hours) {
    return Arrays.stream(hours).mapToObj(Duration::ofHours).toList();
  }
}
