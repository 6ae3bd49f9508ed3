package com.arenacrm.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WeekTests {

  @Test
  void theFirstDaysOfJanuaryCanBelongToTheYearBefore() {
    assertThat(Week.of(LocalDate.of(2027, 1, 3))).hasToString("2026-W53");
    assertThat(Week.of(LocalDate.of(2027, 1, 4))).hasToString("2027-W01");
  }

  @Test
  void aWeekRunsFromMondayToSunday() {
    Week week = Week.parse("2026-W47").orElseThrow();

    assertThat(week.monday()).isEqualTo("2026-11-16");
    assertThat(week.sunday()).isEqualTo("2026-11-22");
    assertThat(week.days()).hasSize(7);
    assertThat(week.contains(week.sunday())).isTrue();
    assertThat(week.contains(week.sunday().plusDays(1))).isFalse();
  }

  @Test
  void aWeekThatAYearDoesNotHaveIsNone() {
    assertThat(Week.parse("2026-W99")).isEmpty();
    assertThat(Week.parse("2025-W53")).isEmpty();
    assertThat(Week.parse("2026-W53")).isPresent();
    assertThat(Week.parse("2026-W00")).isEmpty();
    assertThat(Week.parse("2026W47")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new Week(2025, 53));
  }

  @Test
  void theWeekInWhichClocksGoBackIsAnHourLonger() {
    ZoneId madrid = ZoneId.of("Europe/Madrid");
    Week week = Week.of(LocalDate.of(2026, 10, 25));

    assertThat(Duration.between(week.startsIn(madrid), week.endsIn(madrid)))
        .isEqualTo(Duration.ofHours(7 * 24 + 1));
  }

  @Property
  void everyDayLiesInItsWeekAndTheTextReadsBack(@ForAll @IntRange(min = 0, max = 80_000) int n) {
    LocalDate day = LocalDate.of(1950, 1, 1).plusDays(n);
    Week week = Week.of(day);

    assertThat(week.contains(day)).isTrue();
    assertThat(Week.parse(week.toString())).contains(week);
    assertThat(week.next().previous()).isEqualTo(week);
    assertThat(week.next().monday()).isEqualTo(week.sunday().plusDays(1));
  }
}
