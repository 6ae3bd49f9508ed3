package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.planner.Recurrence.Nth;
import com.arenacrm.planner.Recurrence.Unit;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.Dates;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class RecurrenceTests {

  private static final LocalDate TUESDAY = LocalDate.of(2026, 11, 17);

  @Test
  void everyOtherWeekOnTwoDays() {
    Recurrence twoDays = Recurrence.weekly(2, DayOfWeek.TUESDAY, DayOfWeek.THURSDAY);

    assertThat(twoDays.days(TUESDAY, TUESDAY, LocalDate.of(2026, 12, 20)))
        .containsExactly(
            LocalDate.of(2026, 11, 17),
            LocalDate.of(2026, 11, 19),
            LocalDate.of(2026, 12, 1),
            LocalDate.of(2026, 12, 3),
            LocalDate.of(2026, 12, 15),
            LocalDate.of(2026, 12, 17));
  }

  @Test
  void aDayThatTheRuleDoesNotNameIsNoneOfItsDays() {
    Recurrence fridays = Recurrence.weekly(1, DayOfWeek.FRIDAY);

    assertThat(fridays.firstDay(TUESDAY)).contains(LocalDate.of(2026, 11, 20));
  }

  @Test
  void monthsWithoutTheDateAreLeftOut() {
    assertThat(
            Recurrence.monthly(1, 31)
                .days(
                    LocalDate.of(2026, 10, 31),
                    LocalDate.of(2026, 10, 31),
                    LocalDate.of(2027, 4, 1)))
        .containsExactly(
            LocalDate.of(2026, 10, 31),
            LocalDate.of(2026, 12, 31),
            LocalDate.of(2027, 1, 31),
            LocalDate.of(2027, 3, 31));
  }

  @Test
  void theLastDayOfTheMonthIsTheLastAlsoInLeapYears() {
    assertThat(
            Recurrence.monthly(1, -1)
                .days(
                    LocalDate.of(2028, 1, 1), LocalDate.of(2028, 1, 1), LocalDate.of(2028, 3, 31)))
        .containsExactly(
            LocalDate.of(2028, 1, 31), LocalDate.of(2028, 2, 29), LocalDate.of(2028, 3, 31));
  }

  @Test
  void secondTuesdayAndLastFriday() {
    assertThat(
            Recurrence.monthly(1, new Nth(2, DayOfWeek.TUESDAY))
                .days(TUESDAY, TUESDAY, LocalDate.of(2027, 1, 31)))
        .containsExactly(LocalDate.of(2026, 12, 8), LocalDate.of(2027, 1, 12));
    assertThat(
            Recurrence.monthly(3, new Nth(-1, DayOfWeek.FRIDAY))
                .days(TUESDAY, TUESDAY, LocalDate.of(2027, 6, 30)))
        .containsExactly(
            LocalDate.of(2026, 11, 27), LocalDate.of(2027, 2, 26), LocalDate.of(2027, 5, 28));
  }

  @Test
  void aCountedSeriesIsCountedFromItsFirstDayWhateverIsAskedFor() {
    Recurrence three = Recurrence.daily(1).times(3);

    assertThat(three.days(TUESDAY, TUESDAY.plusDays(2), TUESDAY.plusYears(1)))
        .containsExactly(TUESDAY.plusDays(2));
    assertThat(three.isOverAfter(TUESDAY, TUESDAY.plusDays(1))).isFalse();
    assertThat(three.isOverAfter(TUESDAY, TUESDAY.plusDays(2))).isTrue();
  }

  @Test
  void aRuleWithoutAnyDayGivesNoneAndSoon() {
    // Every twelve months from February: never a 30th.
    Recurrence never = Recurrence.monthly(12, 30);
    LocalDate february = LocalDate.of(2026, 2, 1);

    assertThat(never.firstDay(february)).isEmpty();
    assertThat(never.days(february, february, LocalDate.of(2999, 1, 1))).isEmpty();
  }

  @Test
  void anEndlessSeriesIsBounded() {
    long start = System.nanoTime();
    List<LocalDate> days = Recurrence.daily(1).days(TUESDAY, TUESDAY, LocalDate.of(2999, 12, 31));

    assertThat(days).hasSizeLessThan(31 * 366);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=YEARLY",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=DAILY;BYMONTH=1",
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=MONTHLY;BYDAY=TU,WE",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=100",
        "FREQ=WEEKLY;COUNT=1000000",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=20270101T120000Z",
      })
  void whatIsNotSupportedIsRefusedInWords(String rule) {
    assertThatThrownBy(() -> Recurrence.parse(rule))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.messageKey()).isEqualTo("recurrence.unsupported"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "FREQ=SOMETIMES",
        "INTERVAL=2",
        "FREQ=DAILY;UNTIL=whenever",
        "FREQ=DAILY;COUNT=many",
        "FREQ=DAILY;FOO=1",
        "FREQ"
      })
  void nonsenseIsRefusedInWords(String rule) {
    assertThatThrownBy(() -> Recurrence.parse(rule))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.messageKey()).isEqualTo("recurrence.notARule"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=DAILY|cada día|every day",
        "FREQ=DAILY;INTERVAL=3|cada tres días|every three days",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630|cada dos semanas, martes y jueves, hasta 30 jun 2027|every two weeks, Tuesday and Thursday, until 30 Jun 2027",
        "FREQ=WEEKLY|cada semana, martes|every week, Tuesday",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR|cada semana, de lunes a viernes|every week, Monday to Friday",
        "FREQ=WEEKLY;BYDAY=MO,WE,SU;COUNT=10|cada semana, lunes, miércoles y domingo, 10 veces|every week, Monday, Wednesday and Sunday, 10 times",
        "FREQ=MONTHLY|cada mes, el día 17|every month, on day 17",
        "FREQ=MONTHLY;BYMONTHDAY=1,15|cada mes, los días 1 y 15|every month, on days 1 and 15",
        "FREQ=MONTHLY;BYMONTHDAY=15,-1|cada mes, el día 15 y el último día|every month, on day 15 and the last day",
        "FREQ=MONTHLY;INTERVAL=24;BYDAY=2TU|cada 24 meses, el segundo martes|every 24 months, the second Tuesday",
        "FREQ=MONTHLY;BYDAY=-1FR;COUNT=1|cada mes, el último viernes, una vez|every month, the last Friday, once",
      })
  void itSaysItselfInBothLanguages(String rule, String spanish, String english) {
    Recurrence recurrence = Recurrence.parse(rule);

    assertThat(words(recurrence, "es")).isEqualTo(spanish);
    assertThat(words(recurrence, "en")).isEqualTo(english);
  }

  @Property
  void whatIsWrittenIsReadAgain(@ForAll("recurrences") Recurrence recurrence) {
    assertThat(Recurrence.parse(recurrence.rule())).isEqualTo(recurrence);
    assertThat(Recurrence.parse(recurrence.rule()).rule()).isEqualTo(recurrence.rule());
  }

  @Property(tries = 400)
  void itsDaysAreThoseThatCountingDayByDayGives(
      @ForAll("recurrences") Recurrence recurrence, @ForAll("days") LocalDate first) {
    LocalDate to = first.plusYears(2);

    assertThat(recurrence.days(first, first, to)).isEqualTo(byHand(recurrence, first, to));
  }

  @Property(tries = 200)
  void aWindowShowsWhatTheWholeShows(
      @ForAll("recurrences") Recurrence recurrence,
      @ForAll("days") LocalDate first,
      @ForAll @net.jqwik.api.constraints.IntRange(min = 0, max = 500) int after,
      @ForAll @net.jqwik.api.constraints.IntRange(min = 0, max = 200) int length) {
    LocalDate from = first.plusDays(after);
    LocalDate to = from.plusDays(length);

    assertThat(recurrence.days(first, from, to))
        .isEqualTo(
            recurrence.days(first, first, to).stream().filter(d -> !d.isBefore(from)).toList());
  }

  /** Rules and days on which two independent libraries agree. */
  @TestFactory
  Stream<DynamicTest> itAgreesWithIndependentLibraries() throws IOException {
    Path sample = sample();
    Assumptions.assumeTrue(
        sample != null,
        "skipped: ../shared/data/rrule/rrule_agreed_sample.tsv is not beside the project");
    List<DynamicTest> tests = new ArrayList<>();
    int supported = 0;
    List<String> lines = Files.readAllLines(sample);
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split("\t");
      Recurrence recurrence;
      try {
        recurrence = Recurrence.parse(columns[1]);
      } catch (RefusedException refused) {
        tests.add(
            DynamicTest.dynamicTest(
                columns[1] + " is refused in words",
                () -> {
                  assertThat(refused.messageKey()).isEqualTo("recurrence.unsupported");
                  assertThat(words(refused, "es")).startsWith("Arena");
                  assertThat(words(refused, "en")).startsWith("Arena");
                }));
        continue;
      }
      supported++;
      List<LocalDate> agreed = Stream.of(columns[3].split(",")).map(RecurrenceTests::day).toList();
      LocalDate first = day(columns[2]);
      LocalDate end = agreed.get(agreed.size() - 1).plusYears(5);
      tests.add(
          DynamicTest.dynamicTest(
              columns[1], () -> assertThat(recurrence.days(first, first, end)).isEqualTo(agreed)));
    }
    assertThat(tests).as("each row, equal or refused").hasSize(lines.size() - 1);
    assertThat(supported).as("rules of the sample that are supported").isGreaterThanOrEqualTo(5);
    return tests.stream();
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Dates.dates().between(LocalDate.of(2020, 1, 1), LocalDate.of(2040, 12, 31));
  }

  @Provide
  Arbitrary<Recurrence> recurrences() {
    Arbitrary<Integer> every = Arbitraries.integers().between(1, 14);
    Arbitrary<Set<DayOfWeek>> weekdays =
        Arbitraries.of(DayOfWeek.class).set().ofMinSize(0).ofMaxSize(7);
    Arbitrary<Set<Integer>> dates =
        Arbitraries.integers()
            .between(0, 31)
            .map(d -> d == 0 ? -1 : d)
            .set()
            .ofMinSize(0)
            .ofMaxSize(4);
    Arbitrary<Nth> nth =
        Combinators.combine(
                Arbitraries.integers().between(-5, 5).filter(n -> n != 0),
                Arbitraries.of(DayOfWeek.class))
            .as(Nth::new);
    Arbitrary<Recurrence> endless =
        Arbitraries.oneOf(
            every.map(Recurrence::daily),
            Combinators.combine(every, weekdays)
                .as((n, d) -> new Recurrence(Unit.WEEK, n, d, Set.of(), null, null, null)),
            Combinators.combine(every, dates)
                .as((n, d) -> new Recurrence(Unit.MONTH, n, Set.of(), d, null, null, null)),
            Combinators.combine(every, nth).as(Recurrence::monthly));
    return Combinators.combine(
            endless,
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 60),
            days())
        .as((r, end, times, last) -> end == 0 ? r : end == 1 ? r.times(times) : r.until(last));
  }

  /** The same rules, read by trying each day in turn. */
  private static List<LocalDate> byHand(Recurrence rule, LocalDate first, LocalDate to) {
    List<LocalDate> days = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(to); day = day.plusDays(1)) {
      boolean over = rule.until() != null && day.isAfter(rule.until());
      boolean enough = rule.count() != null && days.size() >= rule.count();
      if (!over && !enough && fits(rule, first, day)) {
        days.add(day);
      }
    }
    return days;
  }

  private static boolean fits(Recurrence rule, LocalDate first, LocalDate day) {
    return switch (rule.unit()) {
      case DAY -> ChronoUnit.DAYS.between(first, day) % rule.every() == 0;
      case WEEK ->
          ChronoUnit.WEEKS.between(monday(first), monday(day)) % rule.every() == 0
              && (rule.weekdays().isEmpty()
                  ? day.getDayOfWeek() == first.getDayOfWeek()
                  : rule.weekdays().contains(day.getDayOfWeek()));
      case MONTH ->
          ChronoUnit.MONTHS.between(first.withDayOfMonth(1), day.withDayOfMonth(1)) % rule.every()
                  == 0
              && fitsMonth(rule, first, day);
    };
  }

  private static boolean fitsMonth(Recurrence rule, LocalDate first, LocalDate day) {
    if (rule.nth() != null) {
      return day.getDayOfWeek() == rule.nth().weekday()
          && day.with(
                  TemporalAdjusters.dayOfWeekInMonth(rule.nth().ordinal(), rule.nth().weekday()))
              .equals(day);
    }
    return rule.monthDays().isEmpty()
        ? day.getDayOfMonth() == first.getDayOfMonth()
        : rule.monthDays().contains(day.getDayOfMonth())
            || (rule.monthDays().contains(-1) && day.getDayOfMonth() == day.lengthOfMonth());
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(DayOfWeek.MONDAY);
  }

  private static String words(RefusedException refused, String language) {
    return messages()
        .getMessage(refused.messageKey(), refused.arguments(), Formats.localeFor(language, "ES"));
  }

  private static ResourceBundleMessageSource messages() {
    ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    messages.setBasename("messages/planner");
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    messages.setAlwaysUseMessageFormat(true);
    return messages;
  }

  private static String words(Recurrence recurrence, String language) {
    Locale locale = Formats.localeFor(language, "ES");
    return recurrence.words(
        TUESDAY, messages(), new Formats(locale, ZoneOffset.UTC, Currency.getInstance("EUR")));
  }

  private static LocalDate day(String stamp) {
    return LocalDate.of(
        Integer.parseInt(stamp.substring(0, 4)),
        Integer.parseInt(stamp.substring(4, 6)),
        Integer.parseInt(stamp.substring(6, 8)));
  }

  private static Path sample() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("../shared/data/rrule/rrule_agreed_sample.tsv").normalize();
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }
}
