package com.arenacrm.leads.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IdleTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final WorkingCalendar OFFICE = WorkingCalendar.officeHours(MADRID);
  private static final PoolRule RULE = new PoolRule(10, 2, 14, 14, 30, 0);

  /** A Monday. */
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 2);

  @Test
  void aLeadReturnsAfterTenWorkingDaysAndItsOwnerIsToldTwoBefore() {
    Idle idle = idle(noon(MONDAY), null, OFFICE, MONDAY.plusDays(9));

    assertThat(idle.days()).isEqualTo(7);
    assertThat(idle.noticeOn()).isEqualTo(LocalDate.of(2026, 11, 12));
    assertThat(idle.limitOn()).isEqualTo(LocalDate.of(2026, 11, 16));
    assertThat(idle.returnsOn(RULE, OFFICE, LocalDate.of(2026, 11, 12)))
        .isEqualTo(LocalDate.of(2026, 11, 16));
  }

  @Test
  void theLastWordCountsUnlessItWasSaidBeforeTheLeadWasTheirs() {
    Instant talk = noon(MONDAY.plusDays(4));
    assertThat(idle(noon(MONDAY), talk, OFFICE, MONDAY.plusDays(9)).since()).isEqualTo(talk);
    assertThat(idle(noon(MONDAY), talk, OFFICE, MONDAY.plusDays(9)).days()).isEqualTo(3);
    assertThat(idle(noon(MONDAY), noon(MONDAY.minusDays(30)), OFFICE, MONDAY).since())
        .isEqualTo(noon(MONDAY));
  }

  @Test
  void whoeverIsToldLateStillHasTheWholeNotice() {
    LocalDate late = LocalDate.of(2026, 12, 23);
    WorkingCalendar christmas = OFFICE.without(Set.of(LocalDate.of(2026, 12, 25)));
    Idle idle = idle(noon(MONDAY), null, christmas, late);

    assertThat(idle.isNoticeDue(late)).isTrue();
    assertThat(idle.returnsOn(RULE, christmas, late)).isEqualTo(LocalDate.of(2026, 12, 28));
  }

  @Test
  void nothingIsDueWhereTheCompanyHasSetNoLimit() {
    PoolRule off = new PoolRule(null, 2, 14, 14, 30, 0);
    assertThat(Idle.of(noon(MONDAY), null, off, OFFICE, MONDAY.plusYears(1)).isNoticeDue(MONDAY))
        .isFalse();
  }

  /** Whatever days somebody is away, each of them that would be worked puts the return off. */
  @Property
  void holidaysAndAbsencesNeverCountAgainstWhoeverHasIt(
      @ForAll @Size(max = 15) Set<@IntRange(min = 1, max = 60) Integer> away,
      @ForAll @IntRange(min = 3, max = 30) int limit,
      @ForAll @IntRange(min = 1, max = 2) int notice,
      @ForAll @IntRange(min = 0, max = 6) int start) {
    Set<LocalDate> days = away.stream().map(d -> MONDAY.plusDays(d)).collect(Collectors.toSet());
    WorkingCalendar presence = OFFICE.without(days);
    PoolRule rule = new PoolRule(limit, notice, 14, 14, 30, 0);
    LocalDate from = MONDAY.plusDays(start);

    Idle idle = Idle.of(noon(from), null, rule, presence, from);
    LocalDate returns = idle.limitOn();

    long worked =
        from.plusDays(1).datesUntil(returns.plusDays(1)).filter(presence::isWorkingDay).count();
    assertThat(worked).isEqualTo(limit);
    assertThat(presence.isWorkingDay(returns)).isTrue();
    assertThat(Idle.of(noon(from), null, rule, presence, returns).days()).isEqualTo(limit);
    assertThat(presence.workingDaysBetween(idle.noticeOn(), returns)).isEqualTo(notice);
    assertThat(returns).isAfterOrEqualTo(OFFICE.workingDayAfter(from, limit));
  }

  @Property
  void somethingIsPutAsideForAsManyDaysAsAgreedAndTwiceAtMost(
      @ForAll @IntRange(min = 1, max = 90) int most,
      @ForAll @IntRange(min = -5, max = 100) int days,
      @ForAll @IntRange(min = 0, max = 4) int before) {
    boolean near = days >= 1 && days <= most;
    assertThat(refuses(() -> Snooze.requireNear(MONDAY.plusDays(days), MONDAY, most)))
        .isEqualTo(!near);

    List<Snooze> past =
        IntStream.range(0, before)
            .mapToObj(
                i ->
                    new Snooze(
                        UUID.randomUUID(),
                        MONDAY.minusDays(i),
                        SnoozeReason.BUDGET,
                        "enero",
                        noon(MONDAY.minusDays(i + 5)),
                        UUID.randomUUID(),
                        null))
            .toList();
    assertThat(refuses(() -> Snooze.requireLeft(past, List.of(), MONDAY)))
        .isEqualTo(before >= Snooze.MOST);
  }

  @Test
  void whatIsPutAsideIsNotPutAsideAgain() {
    Snooze running =
        new Snooze(
            UUID.randomUUID(),
            MONDAY.plusDays(1),
            SnoozeReason.OTHER,
            "feria",
            noon(MONDAY),
            UUID.randomUUID(),
            null);
    assertThatThrownBy(() -> Snooze.requireLeft(List.of(running), List.of(), MONDAY))
        .isInstanceOf(RefusedException.class)
        .extracting("messageKey")
        .isEqualTo("snooze.running");
    assertThat(running.isRunning(MONDAY.plusDays(1))).as("it is back on its day").isFalse();
    assertThat(running.mayUndo(running.by(), noon(MONDAY).plus(10, ChronoUnit.MINUTES))).isTrue();
    assertThat(running.mayUndo(running.by(), noon(MONDAY).plus(11, ChronoUnit.MINUTES))).isFalse();
  }

  private static boolean refuses(Runnable work) {
    try {
      work.run();
      return false;
    } catch (RefusedException e) {
      return true;
    }
  }

  private static Idle idle(Instant since, Instant talk, WorkingCalendar presence, LocalDate today) {
    return Idle.of(since, talk, RULE, presence, today);
  }

  private static Instant noon(LocalDate day) {
    return day.atTime(12, 0).atZone(MADRID).toInstant();
  }
}
