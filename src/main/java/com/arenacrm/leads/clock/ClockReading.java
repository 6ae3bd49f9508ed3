package com.arenacrm.leads.clock;

import com.arenacrm.shared.CountedTime;
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
 * @param asked since when the customer waits for an answer to what they asked; null where they have
 *     asked nothing
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
    @Nullable String note,
    @Nullable Instant asked) {

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
   * @param counted what had counted when the hours last changed; null where they have not
   * @param asked what the customer asked before they heard from us; null where nothing
   */
  record Kept(
      boolean following,
      boolean accepted,
      Instant since,
      Instant due,
      @Nullable Integer targetMinutes,
      @Nullable Instant answeredAt,
      boolean open,
      @Nullable Pause pause,
      @Nullable CountedTime counted,
      @Nullable Question asked) {

    /** Working time from when the customer began to wait until then. */
    Duration worked(WorkingCalendar calendar, Instant until) {
      return CountedTime.between(counted, calendar, since, until);
    }

    /**
     * The clock once other hours hold. What was answered and what is late stays as it was; of what
     * runs, the time that was left is left, and is counted by the new hours from now on.
     */
    Kept under(WorkingCalendar before, WorkingCalendar after, Instant at) {
      if (before.equals(after)) {
        return this;
      }
      if (answeredAt != null) {
        Duration took = worked(before, answeredAt);
        return took.equals(worked(after, answeredAt))
            ? this
            : with(due, pause, new CountedTime(answeredAt, took));
      }
      if (!open) {
        return this;
      }
      CountedTime now = new CountedTime(at, worked(before, at));
      if (at.isAfter(due)) {
        return with(due, pause, now);
      }
      if (pause == null || !at.isBefore(pause.untilAt())) {
        return with(after.after(at, before.workedBetween(at, due)), pause, now);
      }
      Instant runs =
          after.after(pause.untilDay().atStartOfDay(after.zone()).toInstant(), Duration.ZERO);
      return with(
          after.after(runs, pause.left()),
          new Pause(pause.startedAt(), pause.untilDay(), runs, pause.left(), pause.note()),
          now);
    }

    private Kept with(Instant due, @Nullable Pause pause, CountedTime counted) {
      return new Kept(
          following, accepted, since, due, targetMinutes, answeredAt, open, pause, counted, asked);
    }
  }

  /**
   * That the customer asked something.
   *
   * @param time in which they were to have our answer
   */
  record Question(Instant at, Duration time) {}

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
      time = kept.worked(calendar, kept.answeredAt());
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
        paused ? pause.note() : null,
        kept.following() ? kept.since() : kept.asked() == null ? null : kept.asked().at());
  }

  /** Whether it may be stopped: it runs and is not late. */
  public boolean mayPause() {
    return face == Face.RUNNING;
  }
}
