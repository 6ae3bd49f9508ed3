package com.arenacrm.leads.clock;

import com.arenacrm.shared.WorkingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the clock of a handoff shows at a moment.
 *
 * @param following whether it is an answer after the first one
 * @param accepted whether a seller has taken the lead on; the first word with the customer may
 *     still be missing
 * @param since when the customer began to wait
 * @param due by when they should have heard from us
 * @param time working time that is left or, when it is late, by which it is late; that it took when
 *     it was answered; that is left while it stands still
 * @param target that was agreed; null for handoffs from before there were targets
 * @param pausedSince from when it stands still
 * @param resumes the day on which it runs again
 * @param note why it stands still
 */
public record ClockReading(
    Face face,
    boolean following,
    boolean accepted,
    Instant since,
    Instant due,
    Duration time,
    @Nullable Duration target,
    @Nullable Instant pausedSince,
    @Nullable LocalDate resumes,
    @Nullable String note) {

  /** How it looks. */
  public enum Face {
    RUNNING,
    LATE,
    PAUSED,
    ANSWERED,
    ANSWERED_LATE,
    /** Nobody waits for anything any more. */
    STOPPED
  }

  /**
   * A clock as it is kept.
   *
   * @param answeredAt null while the customer waits
   * @param open whether anybody is still to answer
   */
  record Kept(
      boolean following,
      boolean accepted,
      Instant since,
      Instant due,
      @Nullable Integer targetMinutes,
      @Nullable Instant answeredAt,
      boolean open,
      @Nullable Pause pause) {}

  /**
   * A stretch in which we wait for the customer.
   *
   * @param untilAt when the clock runs again
   * @param left what was left when it was stopped
   */
  record Pause(
      Instant startedAt,
      LocalDate untilDay,
      Instant untilAt,
      Duration left,
      @Nullable String note) {}

  /** Reads it. */
  static ClockReading of(Kept kept, WorkingCalendar calendar, Instant now) {
    Pause pause = kept.pause();
    boolean paused =
        kept.open() && kept.answeredAt() == null && pause != null && now.isBefore(pause.untilAt());
    Face face;
    Duration time;
    if (kept.answeredAt() != null) {
      face = kept.answeredAt().isAfter(kept.due()) ? Face.ANSWERED_LATE : Face.ANSWERED;
      time = calendar.workedBetween(kept.since(), kept.answeredAt());
    } else if (!kept.open()) {
      face = Face.STOPPED;
      time = Duration.ZERO;
    } else if (paused) {
      face = Face.PAUSED;
      time = pause.left();
    } else if (now.isAfter(kept.due())) {
      face = Face.LATE;
      time = calendar.workedBetween(kept.due(), now);
    } else {
      face = Face.RUNNING;
      time = calendar.workedBetween(now, kept.due());
    }
    return new ClockReading(
        face,
        kept.following(),
        kept.accepted(),
        kept.since(),
        kept.due(),
        time,
        kept.targetMinutes() == null ? null : Duration.ofMinutes(kept.targetMinutes()),
        paused ? pause.startedAt() : null,
        paused ? pause.untilDay() : null,
        paused ? pause.note() : null);
  }

  /** Whether it may be stopped: it runs and is not late. */
  public boolean mayPause() {
    return face == Face.RUNNING;
  }
}
