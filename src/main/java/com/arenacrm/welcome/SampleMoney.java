package com.arenacrm.welcome;

import com.arenacrm.planner.Allowances;
import com.arenacrm.planner.Allowances.Allowance;
import com.arenacrm.planner.Ideas;
import com.arenacrm.planner.goals.Goals;
import com.arenacrm.planner.goals.Measure;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Quarter;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What Cafés Almendro may spend from two months ago to three months ahead, which the fair will
 * exceed, what both teams mean to reach this quarter, and the tasting, which Lucía keeps to start
 * others from.
 */
@Component
class SampleMoney {

  private static final Map<HourglassPhase, Integer> A_MONTH =
      Map.of(
          HourglassPhase.KNOW, 1000,
          HourglassPhase.LIKE, 200,
          HourglassPhase.TRUST, 120,
          HourglassPhase.TRY, 1100,
          HourglassPhase.BUY, 100,
          HourglassPhase.REPEAT, 350,
          HourglassPhase.REFER, 200);

  private static final Map<Measure, BigDecimal> THIS_QUARTER =
      Map.of(
          Measure.COVERAGE, BigDecimal.valueOf(85),
          Measure.ACCEPTED, BigDecimal.valueOf(12),
          Measure.REVENUE, BigDecimal.valueOf(30_000),
          Measure.REPEATS, BigDecimal.valueOf(20),
          Measure.REFERRALS, BigDecimal.valueOf(3));

  private final Allowances allowances;
  private final Goals goals;
  private final Ideas ideas;

  SampleMoney(Allowances allowances, Goals goals, Ideas ideas) {
    this.allowances = allowances;
    this.goals = goals;
    this.ideas = ideas;
  }

  void tell(SampleCast cast, SamplePlan plan, SampleTime time) {
    YearMonth present = YearMonth.from(time.day(0, DayOfWeek.WEDNESDAY));
    List<Allowance> all =
        Stream.iterate(present.minusMonths(2), m -> m.plusMonths(1))
            .limit(6)
            .flatMap(
                month ->
                    A_MONTH.entrySet().stream()
                        .map(
                            e ->
                                new Allowance(month, e.getKey(), BigDecimal.valueOf(e.getValue()))))
            .toList();
    allowances.allow(all, cast.lucia());
    Quarter quarter = Quarter.of(time.day(0, DayOfWeek.WEDNESDAY));
    // The company may have goals of its own already; the sample changes none of them.
    if (goals.of(quarter).all().isEmpty()) {
      goals.set(quarter, 0, THIS_QUARTER, cast.teresa());
    }
    ideas.keep(
        TimeOrderedUuid.next(),
        plan.tasting().id(),
        cast.lucia(),
        time.at(-2, DayOfWeek.FRIDAY, 13));
  }
}
