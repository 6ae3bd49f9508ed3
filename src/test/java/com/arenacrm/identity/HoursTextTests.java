package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Holidays are read as people write them. */
class HoursTextTests {

  @Test
  void holidaysAreWrittenAsPeopleWriteDays() {
    assertThat(HoursText.readDays("25/12/2026\n 2026-12-08 \n\n6.1.2027"))
        .isEqualTo(
            Optional.of(
                List.of(
                    LocalDate.of(2026, 12, 25),
                    LocalDate.of(2026, 12, 8),
                    LocalDate.of(2027, 1, 6))));
    assertThat(HoursText.readDays("Navidad")).isEmpty();
  }
}
