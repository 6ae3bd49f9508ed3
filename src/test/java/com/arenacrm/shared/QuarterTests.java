package com.arenacrm.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuarterTests {

  @Test
  void eachDayLiesInExactlyOneQuarter() {
    LocalDate day = LocalDate.of(2023, 12, 20);
    for (int i = 0; i < 1500; i++, day = day.plusDays(1)) {
      Quarter quarter = Quarter.of(day);
      assertThat(day).isBetween(quarter.first(), quarter.end().minusDays(1));
      assertThat(Quarter.parse(quarter.toString())).contains(quarter);
    }
  }

  @Test
  void theWeeksOfFourQuartersAreTheWeeksOfTheYear() {
    for (int year = 2019; year < 2031; year++) {
      Quarter first = new Quarter(year, 1);
      List<Week> weeks =
          Stream.iterate(first, q -> q.plus(1)).limit(4).flatMap(q -> q.weeks().stream()).toList();
      int of = year;
      assertThat(weeks).doesNotHaveDuplicates().allMatch(w -> w.year() == of);
      assertThat(weeks.get(0).number()).isEqualTo(1);
      assertThat(weeks).hasSize(Week.of(LocalDate.of(year, 12, 28)).number());
    }
  }

  @Test
  void knowsHowMuchOfItHasBegun() {
    Quarter quarter = new Quarter(2026, 4);
    assertThat(quarter.days()).isEqualTo(92);
    assertThat(quarter.daysBegun(LocalDate.of(2026, 9, 30))).isZero();
    assertThat(quarter.daysBegun(LocalDate.of(2026, 10, 1))).isEqualTo(1);
    assertThat(quarter.daysBegun(LocalDate.of(2026, 12, 31))).isEqualTo(92);
    assertThat(quarter.daysBegun(LocalDate.of(2027, 5, 1))).isEqualTo(92);
  }

  @Test
  void refusesWhatIsNone() {
    assertThat(Quarter.parse("2026-Q5")).isEmpty();
    assertThat(Quarter.parse("2026-4")).isEmpty();
    assertThatThrownBy(() -> new Quarter(2026, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Quarter(2026, 1).plus(-1)).isEqualTo(new Quarter(2025, 4));
  }
}
