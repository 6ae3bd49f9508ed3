package com.arenacrm.shared;

import static com.arenacrm.shared.HourglassPhase.BUY;
import static com.arenacrm.shared.HourglassPhase.KNOW;
import static com.arenacrm.shared.HourglassPhase.LIKE;
import static com.arenacrm.shared.HourglassPhase.REFER;
import static com.arenacrm.shared.HourglassPhase.REPEAT;
import static com.arenacrm.shared.HourglassPhase.TRUST;
import static com.arenacrm.shared.HourglassPhase.TRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Coverage and balance of a week, by the definitions in REQUIREMENTS §1. */
class CoverageTests {

  private static final List<HourglassPhase> ALL = List.of(HourglassPhase.values());

  @Test
  void coverageCountsThePhasesThatApplyAndNamesTheMissing() {
    Coverage coverage =
        Coverage.of(Map.of(KNOW, 2, LIKE, 1, REFER, 4), List.of(KNOW, LIKE, TRUST, REPEAT));

    assertThat(coverage).isEqualTo(new Coverage(2, 4, List.of(TRUST, REPEAT)));
    assertThat(coverage.percent()).hasValue(50);
    assertThat(coverage.isComplete()).isFalse();
  }

  @Test
  void nothingApplicableIsNoCoverageAtAll() {
    assertThat(Coverage.of(Map.of(KNOW, 2), List.of()).percent()).isEmpty();
    assertThat(Coverage.of(Map.of(KNOW, 2), List.of(KNOW)).isComplete()).isTrue();
  }

  @Test
  void theBalanceOfTheWeekOfTheDesignIsEighty() {
    assertThat(Balance.of(Map.of(KNOW, 2, LIKE, 1, TRUST, 1, TRY, 1, BUY, 1), ALL).value())
        .hasValue(80);
  }

  @Test
  void withNothingToCompareThereIsNoBalance() {
    assertThat(Balance.of(Map.of(), ALL).value()).isEqualTo(OptionalInt.empty());
    assertThat(Balance.of(Map.of(KNOW, 3), List.of(KNOW)).value()).isEmpty();
    assertThat(Balance.of(Map.of(REFER, 3), List.of(KNOW, LIKE)).value()).isEmpty();
  }

  @Test
  void allInOnePhaseIsNoBalance() {
    assertThat(Balance.of(Map.of(KNOW, 9), ALL).value()).hasValue(0);
  }

  @Property
  void equalPhasesAreInPerfectBalance(
      @ForAll @IntRange(min = 1, max = 500) int each,
      @ForAll @Size(min = 2, max = 7) Set<HourglassPhase> applicable) {
    Map<HourglassPhase, Integer> done = new EnumMap<>(HourglassPhase.class);
    applicable.forEach(phase -> done.put(phase, each));

    assertThat(Balance.of(done, applicable).value()).hasValue(100);
  }

  @Property
  void bothStayWithinBoundsWhateverTheOrder(
      @ForAll Map<HourglassPhase, @IntRange(min = 0, max = 1000) Integer> done,
      @ForAll Set<HourglassPhase> applicable,
      @ForAll long seed) {
    Map<HourglassPhase, Integer> shuffled = new LinkedHashMap<>();
    List<HourglassPhase> order = new ArrayList<>(done.keySet());
    Collections.shuffle(order, new Random(seed));
    order.forEach(phase -> shuffled.put(phase, done.get(phase)));
    List<HourglassPhase> phases = new ArrayList<>(applicable);
    Collections.shuffle(phases, new Random(seed));

    Balance.of(done, applicable).value().ifPresent(b -> assertThat(b).isBetween(0, 100));
    assertThat(Balance.of(shuffled, phases)).isEqualTo(Balance.of(done, applicable));
    Coverage.of(done, applicable).percent().ifPresent(c -> assertThat(c).isBetween(0, 100));
    assertThat(Coverage.of(shuffled, phases)).isEqualTo(Coverage.of(done, applicable));
    assertThat(Coverage.of(done, applicable).missing()).isSorted();
  }

  @Property
  void allPhasesDoneIsFullCoverage(
      @ForAll @Size(min = 1, max = 7) Set<HourglassPhase> applicable,
      @ForAll @IntRange(min = 1, max = 40) int each) {
    Map<HourglassPhase, Integer> done = new EnumMap<>(HourglassPhase.class);
    applicable.forEach(phase -> done.put(phase, each));

    assertThat(Coverage.of(done, applicable).percent()).hasValue(100);
    assertThat(Coverage.of(done, applicable).isComplete()).isTrue();
  }

  @Property
  void doingOneMoreNeverLowersCoverageAndFillsAGapByOne(
      @ForAll Map<HourglassPhase, @IntRange(min = 0, max = 40) Integer> done,
      @ForAll Set<HourglassPhase> applicable,
      @ForAll HourglassPhase phase) {
    Map<HourglassPhase, Integer> more = new LinkedHashMap<>(done);
    more.merge(phase, 1, Integer::sum);
    Coverage before = Coverage.of(done, applicable);
    Coverage after = Coverage.of(more, applicable);

    assertThat(after.covered())
        .isEqualTo(before.covered() + (before.missing().contains(phase) ? 1 : 0));
    assertThat(after.percent().orElse(0)).isGreaterThanOrEqualTo(before.percent().orElse(0));
    assertThat(after.covered() + after.missing().size()).isEqualTo(after.applicable());
  }

  @Property
  void fillingAnEmptyPhaseUpToTheOthersNeverLowersTheBalance(
      @ForAll @Size(min = 2, max = 7) Set<HourglassPhase> applicable,
      @ForAll @IntRange(min = 1, max = 40) int each,
      @ForAll @IntRange(min = 1, max = 6) int filled) {
    List<HourglassPhase> phases = new ArrayList<>(applicable);
    int some = Math.min(filled, phases.size() - 1);
    Map<HourglassPhase, Integer> done = new EnumMap<>(HourglassPhase.class);
    phases.subList(0, some).forEach(phase -> done.put(phase, each));
    Map<HourglassPhase, Integer> more = new EnumMap<>(done);
    more.put(phases.get(some), each);

    assertThat(Balance.of(more, applicable).value().orElseThrow())
        .isGreaterThan(Balance.of(done, applicable).value().orElseThrow());
  }

  @Property
  void moreOfEverythingInTheSameSharesIsTheSameBalance(
      @ForAll Map<HourglassPhase, @IntRange(min = 0, max = 50) Integer> done,
      @ForAll @IntRange(min = 1, max = 20) int times) {
    Map<HourglassPhase, Integer> more = new EnumMap<>(HourglassPhase.class);
    done.forEach((phase, count) -> more.put(phase, count * times));

    OptionalInt once = Balance.of(done, ALL).value();
    OptionalInt many = Balance.of(more, ALL).value();
    assertThat(many.isPresent()).isEqualTo(once.isPresent());
    once.ifPresent(b -> assertThat(many.getAsInt()).isCloseTo(b, within(1)));
  }
}
