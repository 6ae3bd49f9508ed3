package com.arenacrm.leads.clock;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.leads.clock.ClockReading.Face;
import com.arenacrm.leads.clock.ClockReading.Kept;
import com.arenacrm.leads.clock.ClockReading.Pause;
import com.arenacrm.shared.WorkingCalendar;
import com.arenacrm.shared.WorkingCalendar.Span;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Whatever hours follow one another, a clock keeps what was agreed and what was judged (R062). */
class ClockReadingTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

  @Property(tries = 500)
  void whatIsLeftIsLeftWhateverHoursFollow(
      @ForAll("calendars") WorkingCalendar first,
      @ForAll("calendars") WorkingCalendar second,
      @ForAll("calendars") WorkingCalendar third,
      @ForAll @IntRange(min = 1, max = 3_000) int target,
      @ForAll @IntRange(min = 0, max = 20_000) int until,
      @ForAll @IntRange(min = 0, max = 20_000) int more) {
    Kept clock = begun(first, target);
    Instant changed = MONDAY.plus(Duration.ofMinutes(until));
    Instant again = changed.plus(Duration.ofMinutes(more));

    ClockReading before = ClockReading.of(clock, first, changed);
    Kept other = clock.under(first, second, changed);
    ClockReading after = ClockReading.of(other, second, changed);
    Kept another = other.under(second, third, again);

    assertThat(after.face()).isEqualTo(before.face());
    if (before.face() == Face.RUNNING) {
      assertThat(after.time()).isEqualTo(before.time());
      // Its whole time is the target, however often the hours change.
      Instant due = another.due();
      if (!due.isBefore(again)) {
        assertThat(another.worked(third, due)).hasMinutes(target);
      }
    } else {
      assertThat(after.due()).isEqualTo(before.due());
    }
    ClockReading last = ClockReading.of(another, third, again);
    if (last.face() == Face.RUNNING) {
      assertThat(last.time()).isLessThanOrEqualTo(Duration.ofMinutes(target));
    }
  }

  @Property(tries = 500)
  void whatWasAnsweredStaysJudgedAsItWas(
      @ForAll("calendars") WorkingCalendar first,
      @ForAll("calendars") WorkingCalendar second,
      @ForAll("calendars") WorkingCalendar third,
      @ForAll @IntRange(min = 1, max = 3_000) int target,
      @ForAll @IntRange(min = 0, max = 20_000) int answered) {
    Kept clock = begun(first, target);
    Instant at = MONDAY.plus(Duration.ofMinutes(answered));
    Kept done = answered(clock, at);
    ClockReading before = ClockReading.of(done, first, at);

    Kept once = done.under(first, second, at.plusSeconds(60));
    Kept twice = once.under(second, third, at.plusSeconds(120));

    ClockReading after = ClockReading.of(twice, third, at.plusSeconds(180));
    assertThat(after.face()).isEqualTo(before.face());
    assertThat(after.due()).isEqualTo(before.due());
    assertThat(after.time()).isEqualTo(before.time());
  }

  /** Answered after the hours changed: in time or late, as the time that it took says. */
  @Property(tries = 500)
  void theTimeItTookAgreesWithTheVerdict(
      @ForAll("calendars") WorkingCalendar first,
      @ForAll("calendars") WorkingCalendar second,
      @ForAll @IntRange(min = 1, max = 3_000) int target,
      @ForAll @IntRange(min = 0, max = 10_000) int until,
      @ForAll @IntRange(min = 0, max = 20_000) int more) {
    Instant changed = MONDAY.plus(Duration.ofMinutes(until));
    Instant at = changed.plus(Duration.ofMinutes(more));
    Kept done = answered(begun(first, target).under(first, second, changed), at);

    ClockReading reading = ClockReading.of(done, second, at);

    if (reading.face() == Face.ANSWERED) {
      assertThat(reading.time()).isLessThanOrEqualTo(Duration.ofMinutes(target));
    } else {
      assertThat(reading.time()).isGreaterThanOrEqualTo(Duration.ofMinutes(target));
    }
  }

  @Property(tries = 200)
  void aPauseKeepsWhatWasLeft(
      @ForAll("calendars") WorkingCalendar first,
      @ForAll("calendars") WorkingCalendar second,
      @ForAll @IntRange(min = 1, max = 3_000) int left) {
    LocalDate day = LocalDate.of(2026, 3, 9);
    Instant runs = first.after(day.atStartOfDay(MADRID).toInstant(), Duration.ZERO);
    Pause pause = new Pause(MONDAY, day, runs, Duration.ofMinutes(left), null);
    Kept clock =
        new Kept(
            false,
            true,
            MONDAY,
            first.after(runs, pause.left()),
            3_000,
            null,
            true,
            pause,
            null,
            null);
    Instant now = MONDAY.plus(Duration.ofDays(2));

    Kept other = clock.under(first, second, now);

    assertThat(ClockReading.of(other, second, now).face()).isEqualTo(Face.PAUSED);
    Instant resumed = other.pause().untilAt();
    assertThat(second.workedBetween(resumed, other.due())).hasMinutes(left);
    assertThat(LocalDate.ofInstant(resumed, MADRID)).isAfterOrEqualTo(day);
  }

  private static Kept begun(WorkingCalendar calendar, int target) {
    return kept(calendar.after(MONDAY, Duration.ofMinutes(target)), target, null);
  }

  private static Kept answered(Kept clock, Instant at) {
    return new Kept(
        clock.following(),
        clock.accepted(),
        clock.since(),
        clock.due(),
        clock.targetMinutes(),
        at,
        clock.open(),
        clock.pause(),
        clock.counted(),
        clock.asked());
  }

  private static Kept kept(Instant due, int target, @Nullable Instant answered) {
    return new Kept(false, true, MONDAY, due, target, answered, true, null, null, null);
  }

  @Provide
  Arbitrary<WorkingCalendar> calendars() {
    Arbitrary<List<Span>> spans =
        Combinators.combine(
                Arbitraries.integers().between(0, 11),
                Arbitraries.integers().between(1, 11),
                Arbitraries.of(true, false))
            .as(
                (from, hours, afternoon) -> {
                  Span morning = new Span(LocalTime.of(from, 0), LocalTime.of(from + hours, 0));
                  return afternoon
                      ? List.of(morning, new Span(LocalTime.of(22, 15), LocalTime.of(23, 45)))
                      : List.of(morning);
                });
    Arbitrary<Map<DayOfWeek, List<Span>>> hours =
        Arbitraries.maps(Arbitraries.of(DayOfWeek.class), spans)
            .ofMinSize(1)
            .ofMaxSize(7)
            .map(days -> new EnumMap<>(days));
    return hours.map(h -> new WorkingCalendar(MADRID, h, Set.of(LocalDate.of(2026, 3, 4))));
  }
}
