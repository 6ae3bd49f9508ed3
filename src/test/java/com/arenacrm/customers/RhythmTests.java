package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.arenacrm.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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
    assertThat(rhythm.trial().certainty()).isNull();
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
    assertThat(rhythm.trial().certainty()).isEqualTo(1.0);
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

    assertThat(rhythm.trial().certainty()).isCloseTo(0.8, within(0.05));
    assertThat(rhythm.all().middle()).isCloseTo(1, within(0.1));
  }

  /** Some come like clockwork, others as it suits them: neither's window is that of the other. */
  @Test
  void whoBuysIrregularlyGetsAWiderWindowAndACertaintyOfTheirKind() {
    Random chance = new Random(11);
    List<List<LocalDate>> all = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      all.add(loosely(30, i % 4 < 2 ? 0.06 : 0.8, 14, chance));
    }
    Rhythm rhythm = Rhythm.learn(all, TODAY);

    Rhythm.Expectation clockwork = rhythm.next(every(30, 12)).orElseThrow();
    List<LocalDate> bar = new ArrayList<>(List.of(TODAY));
    for (int gap : new int[] {29, 39, 7, 104, 8, 64, 10}) {
      bar.add(bar.get(bar.size() - 1).minusDays(gap));
    }
    Rhythm.Expectation loose = rhythm.next(bar).orElseThrow();

    assertThat(clockwork.steady()).isTrue();
    assertThat(loose.steady()).isFalse();
    assertThat(days(clockwork)).isLessThan(20);
    assertThat(days(loose)).isGreaterThan(60);
    assertThat(List.of(29, 39, 7, 104, 8, 64, 10))
        .filteredOn(
            gap ->
                !TODAY.plusDays(gap).isBefore(loose.from())
                    && !TODAY.plusDays(gap).isAfter(loose.until()))
        .as("of its own intervals")
        .hasSizeGreaterThanOrEqualTo(5);
    assertThat(rhythm.trial(true).of()).isEqualTo("steady");
    assertThat(rhythm.trial(true).certainty()).isBetween(0.65, 0.95);
    assertThat(rhythm.trial(false).of()).isEqualTo("unsteady");
    assertThat(rhythm.trial(false).certainty()).isBetween(0.65, 0.95);
    assertThat(rhythm.trial(true).tried() + rhythm.trial(false).tried())
        .isEqualTo(rhythm.trial().tried());
  }

  @Test
  void ofTooFewOfAKindWhatHoldsForAllIsSaid() {
    Rhythm rhythm =
        new Rhythm(
            50,
            9,
            0.2,
            new Rhythm.Window(0.5, 1, 2, 50, 40),
            new Rhythm.Window(0.9, 1, 1.1, 31, 29),
            null);

    assertThat(rhythm.trial(true)).isEqualTo(new Rhythm.Trial("steady", 31, 29));
    assertThat(rhythm.trial(false)).isEqualTo(new Rhythm.Trial("all", 50, 40));
    assertThat(rhythm.trial(null)).isEqualTo(rhythm.trial());
  }

  private static List<LocalDate> loosely(int usual, double spread, int times, Random chance) {
    LocalDate day = TODAY;
    List<LocalDate> days = new ArrayList<>();
    for (int k = 0; k < times; k++) {
      days.add(day);
      day =
          day.minusDays(Math.max(1, Math.round(usual * Math.exp(spread * chance.nextGaussian()))));
    }
    return days;
  }

  private static long days(Rhythm.Expectation next) {
    return ChronoUnit.DAYS.between(next.from(), next.until());
  }

  @Test
  void whoNeverCameBackCountsAsAMiss() {
    List<List<LocalDate>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<LocalDate> days = every(30, 6);
      all.add(i < 10 ? days : days.stream().map(d -> d.minusYears(2)).toList());
    }
    Rhythm rhythm = Rhythm.learn(all, TODAY);

    assertThat(rhythm.trial()).isEqualTo(new Rhythm.Trial("all", 20 * 3 + 10, 20 * 3));
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
    assertThat((double) inside / tried).isCloseTo(rhythm.trial().certainty(), within(0.15));
  }

  private static List<LocalDate> every(int days, int times) {
    List<LocalDate> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.add(TODAY.minusDays((long) i * days));
    }
    return all;
  }
}
