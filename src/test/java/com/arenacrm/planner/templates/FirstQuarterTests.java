package com.arenacrm.planner.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.planner.Idea;
import com.arenacrm.planner.Nature;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A first quarter has as many activities a week as were asked for (R008). */
class FirstQuarterTests {

  @Property
  void everyWeekHasAsManyAsWereAskedForAndEveryPhaseItsTurn(
      @ForAll @Size(min = 1) Set<HourglassPhase> kept,
      @ForAll @IntRange(min = 1, max = 14) int pace) {
    FirstQuarter quarter = draft(pace, kept);

    int possible = Math.min(pace, kept.size());
    assertThat(IntStream.range(0, FirstQuarter.WEEKS).map(quarter::coveredIn))
        .containsOnly(possible);
    assertThat(quarter.times()).isEqualTo(possible * FirstQuarter.WEEKS);
    assertThat(quarter.isFewer()).isEqualTo(pace > kept.size());
    assertThat(quarter.kept()).allMatch(line -> line.times() > 0);
    assertThat(quarter.lines()).hasSize(HourglassPhase.values().length);
  }

  private static FirstQuarter draft(int pace, Set<HourglassPhase> kept) {
    Set<HourglassPhase> dropped = EnumSet.allOf(HourglassPhase.class);
    dropped.removeAll(kept);
    return FirstQuarter.draft(
        List.of(HourglassPhase.values()),
        Stream.of(HourglassPhase.values()).map(FirstQuarterTests::idea).toList(),
        pace,
        null,
        new Week(2026, 48),
        Set.of(),
        dropped);
  }

  private static Idea idea(HourglassPhase phase) {
    return new Idea(
        phase.key(),
        phase,
        phase.key(),
        "",
        "",
        BigDecimal.TEN,
        Nature.values()[0],
        Idea.Unit.WEEK,
        1,
        null,
        false);
  }
}
