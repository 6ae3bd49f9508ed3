package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.arenacrm.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When customers buy again, and how sure that is (R034). */
class RhythmTests {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  @Test
  void nothingIsSaidOfTooFewPurchases() {
    List<List<LocalDate>> few = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      few.add(every(30, 5));
    }
    Rhythm rhythm = Rhythm.learn(few, TODAY);

    assertThat(rhythm.intervals()).isEqualTo(18);
    assertThat(rhythm.isKnown()).isFalse();
    assertThat(rhythm.certainty()).isNull();
    assertThat(rhythm.next(every(30, 12))).isEmpty();
  }

  @Test
  void oneCustomerAloneTellsNothingOfTheOthers() {
    assertThat(Rhythm.learn(List.of(every(7, 200)), TODAY).isKnown()).isFalse();
  }

  @Test
  void whoBuysEachMonthIsExpectedInAMonthAndWhoBoughtTwiceIsNot() {
    List<List<LocalDate>> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(every(30, 8));
    }
    Rhythm rhythm = Rhythm.learn(all, TODAY);

    assertThat(rhythm.isKnown()).isTrue();
    assertThat(rhythm.certainty()).isEqualTo(1.0);
    Rhythm.Expectation next = rhythm.next(every(10, 6)).orElseThrow();
    assertThat(next.gap()).isEqualTo(10);
    assertThat(next.on()).isEqualTo(TODAY.plusDays(10));
    assertThat(rhythm.next(List.of(TODAY, TODAY.minusDays(10)))).isEmpty();
    assertThat(rhythm.next(List.of(TODAY, TODAY, TODAY))).as("two of one day are one").isEmpty();
  }

  @Test
  void theWindowHoldsEightOfTenIntervalsOfCustomersItWasNotMadeOf() {
    Random chance = new Random(7);
    List<List<LocalDate>> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      LocalDate day = TODAY.minusDays(chance.nextInt(5));
      List<LocalDate> days = new ArrayList<>();
      double usual = 20 + chance.nextInt(60);
      for (int k = 0; k < 14; k++) {
        days.add(day);
        day = day.minusDays(Math.max(1, Math.round(usual * (1 + 0.3 * chance.nextGaussian()))));
      }
      all.add(days);
    }
    Rhythm rhythm = Rhythm.learn(all, TODAY);

    assertThat(rhythm.certainty()).isCloseTo(0.8, within(0.05));
    assertThat(rhythm.middle()).isCloseTo(1, within(0.1));
  }

  @Test
  void whoNeverCameBackCountsAsAMiss() {
    List<List<LocalDate>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<LocalDate> days = every(30, 6);
      all.add(i < 10 ? days : days.stream().map(d -> d.minusYears(2)).toList());
    }
    Rhythm rhythm = Rhythm.learn(all, TODAY);

    assertThat(rhythm.tried()).isEqualTo(20 * 3 + 10);
    assertThat(rhythm.inside()).isEqualTo(20 * 3);
  }

  /** A file of deals with their days of closing, the one at hand in which customers buy again. */
  @Test
  void onAFileOfDealsTheWindowComesTrueAsOftenAsItSays() throws IOException {
    Path file = SharedData.file("crm_sales_opportunities/sales_pipeline.csv");
    Map<String, List<LocalDate>> days = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split(",", -1);
      if (cells[4].equals("Won") && !cells[3].isEmpty()) {
        days.computeIfAbsent(cells[3], c -> new ArrayList<>()).add(LocalDate.parse(cells[6]));
      }
    }
    assertThat(days).hasSize(85);

    // What happened in the last two months is foretold by what happened before.
    LocalDate then = LocalDate.of(2017, 10, 31);
    List<List<LocalDate>> before =
        days.values().stream()
            .map(d -> d.stream().filter(x -> !x.isAfter(then)).sorted().toList())
            .toList();
    Rhythm rhythm = Rhythm.learn(before, then);
    assertThat(rhythm.isKnown()).isTrue();
    int tried = 0;
    int inside = 0;
    List<List<LocalDate>> after = List.copyOf(days.values());
    for (int i = 0; i < after.size(); i++) {
      LocalDate real =
          after.get(i).stream().filter(x -> x.isAfter(then)).sorted().findFirst().orElse(null);
      Rhythm.Expectation next = rhythm.next(before.get(i)).orElse(null);
      if (next != null) {
        tried++;
        inside +=
            real != null && !real.isBefore(next.from()) && !real.isAfter(next.until()) ? 1 : 0;
      }
    }
    assertThat(tried).isGreaterThan(60);
    assertThat((double) inside / tried).isCloseTo(rhythm.certainty(), within(0.15));
  }

  private static List<LocalDate> every(int days, int times) {
    List<LocalDate> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.add(TODAY.minusDays((long) i * days));
    }
    return all;
  }
}
