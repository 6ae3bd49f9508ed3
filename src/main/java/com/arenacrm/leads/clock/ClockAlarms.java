package com.arenacrm.leads.clock;

import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.Workforce;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.shared.WorkingCalendar;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Watches the response clocks: the seller is told before time runs out, and with whoever manages
 * them when it has, and once more after as long again (R062). A row for each clock and level
 * decides between nodes, so nobody is told twice.
 */
@Component
class ClockAlarms {

  private static final Logger LOG = LoggerFactory.getLogger(ClockAlarms.class);

  /** So many clocks are looked at in one round, the most urgent first. */
  private static final int MOST = 2000;

  /** Nobody is told so long before. */
  private static final Duration FARTHEST = Duration.ofDays(60);

  /** How far a clock has come. */
  enum Level {
    /** A quarter of the time is left. */
    SOON,
    LATE,
    /** As long as the target has passed since it was told that it is late. */
    STILL_LATE;

    /**
     * Which level a clock has reached; empty while there is time. Nobody hears that it is late once
     * more who has not heard that it is late.
     *
     * @param toldAt when it was told that it is late; null where it was not
     */
    static Optional<Level> of(
        Instant due,
        Duration target,
        @Nullable Instant toldAt,
        WorkingCalendar calendar,
        Instant now) {
      if (now.isAfter(due)) {
        return Optional.of(
            toldAt != null && calendar.workedBetween(toldAt, now).compareTo(target) >= 0
                ? STILL_LATE
                : LATE);
      }
      return calendar.workedBetween(now, due).compareTo(target.dividedBy(4)) <= 0
          ? Optional.of(SOON)
          : Optional.empty();
    }
  }

  private record Running(
      UUID clock,
      HandoffId handoff,
      @Nullable UUID seller,
      UUID from,
      String personName,
      Instant due,
      @Nullable Integer targetMinutes,
      @Nullable Instant toldAt,
      @Nullable LocalDate snoozedUntil) {

    /** Whether its seller put it aside, and is reminded of nothing; the clock runs on. */
    boolean isSnoozed(WorkingCalendar calendar, Instant now) {
      return snoozedUntil != null
          && snoozedUntil.isAfter(LocalDate.ofInstant(now, calendar.zone()));
    }
  }

  private final ResponseTargets targets;
  private final Workforce workforce;
  private final UserNames userNames;
  private final Notices notices;
  private final JdbcClient jdbc;
  private final TransactionOperations transaction;

  ClockAlarms(
      ResponseTargets targets,
      Workforce workforce,
      UserNames userNames,
      Notices notices,
      JdbcClient jdbc,
      TransactionOperations transaction) {
    this.targets = targets;
    this.workforce = workforce;
    this.userNames = userNames;
    this.notices = notices;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** Tells whoever is to know now. */
  void watch(Instant now) {
    List<Running> running = running(now);
    if (running.isEmpty()) {
      return;
    }
    Map<@Nullable UUID, WorkingCalendar> calendars =
        workforce.calendarsOf(
            running.stream().map(Running::seller).filter(Objects::nonNull).distinct().toList());
    Duration usual = Duration.ofMinutes(targets.usual().first());
    for (Running clock : running) {
      try {
        Duration target =
            clock.targetMinutes() == null ? usual : Duration.ofMinutes(clock.targetMinutes());
        WorkingCalendar calendar = Objects.requireNonNull(calendars.get(clock.seller()));
        Level.of(clock.due(), target, clock.toldAt(), calendar, now)
            .filter(level -> level != Level.SOON || !clock.isSnoozed(calendar, now))
            .ifPresent(level -> transaction.executeWithoutResult(t -> raise(clock, level, now)));
      } catch (RuntimeException e) {
        // One that fails holds up none of the others.
        LOG.error("The clock of handoff {} could not be told of", clock.handoff(), e);
      }
    }
  }

  private void raise(Running clock, Level level, Instant now) {
    int first =
        jdbc.sql(
                """
                insert into leads.clock_alarm (clock_id, level, handoff_id, at)
                values (:clock, :level, :handoff, :now) on conflict do nothing
                """)
            .param("clock", clock.clock())
            .param("level", level.name())
            .param("handoff", clock.handoff().id())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update();
    if (first == 0) {
      return;
    }
    String path = "/leads/handoffs/" + clock.handoff();
    if (level == Level.SOON) {
      if (clock.seller() != null) {
        notices.tell(
            new UserId(clock.seller()),
            show ->
                new Reminders.Line(
                    "clock",
                    "clock.alarm.SOON",
                    List.of(clock.personName(), show.dateTime(clock.due())),
                    path),
            now);
      }
      return;
    }
    if (clock.seller() != null) {
      notices.tellAtOnce(
          new UserId(clock.seller()),
          show ->
              new Reminders.Line(
                  "clock",
                  "clock.alarm." + level + ".yours",
                  List.of(clock.personName(), show.dateTime(clock.due())),
                  path),
          now);
    }
    String seller = clock.seller() == null ? null : userNames.all().get(clock.seller());
    for (UserId manager :
        userNames.managersOf(
            clock.seller() == null ? null : new UserId(clock.seller()), new UserId(clock.from()))) {
      if (manager.id().equals(clock.seller())) {
        continue;
      }
      notices.tellAtOnce(
          manager,
          show ->
              new Reminders.Line(
                  "clock",
                  "clock.alarm." + level + (seller == null ? ".queue" : ""),
                  seller == null
                      ? List.of(clock.personName(), show.dateTime(clock.due()))
                      : List.of(clock.personName(), show.dateTime(clock.due()), seller),
                  seller == null ? "/leads/pool" : path),
          now);
    }
  }

  private List<Running> running(Instant now) {
    return jdbc.sql(
            """
            select c.*, (select max(s.until_day) from leads.snooze s where s.lead_id = c.lead_id
                and s.kind = 'SNOOZE' and s.ended_at is null) as snoozed_until,
              (select a.at from leads.clock_alarm a
                where a.clock_id = c.clock and a.level = 'LATE') as told_at from (
              select h.id as clock, h.id as handoff, h.to_user, h.from_user, l.person_name,
                h.due_at, h.target_minutes, l.id as lead_id
              from leads.handoff h join leads.lead l on l.id = h.lead_id
              where h.first_contact_at is null and h.rejected_at is null
                and h.withdrawn_at is null and h.released_at is null and l.stage in ('HANDED_OVER', 'ACCEPTED')
                and h.due_at < :until
              union all
              select f.id, h.id, h.to_user, h.from_user, l.person_name, f.due_at, f.target_minutes,
                l.id
              from leads.following_clock f join leads.handoff h on h.id = f.handoff_id
              join leads.lead l on l.id = h.lead_id
              where f.answered_at is null and h.rejected_at is null and h.withdrawn_at is null
                and h.released_at is null and l.stage in ('HANDED_OVER', 'ACCEPTED') and f.due_at < :until) c
            where not exists (select from leads.clock_alarm a
                where a.clock_id = c.clock and a.level = 'STILL_LATE')
              and not exists (select from leads.clock_pause p where p.handoff_id = c.handoff
                and p.ended_at is null and p.until_at > :now)
            order by c.due_at, c.clock limit :most
            """)
        .param("until", now.plus(FARTHEST).atOffset(ZoneOffset.UTC))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("most", MOST)
        .query(
            (rs, n) ->
                new Running(
                    rs.getObject("clock", UUID.class),
                    new HandoffId(rs.getObject("handoff", UUID.class)),
                    rs.getObject("to_user", UUID.class),
                    rs.getObject("from_user", UUID.class),
                    rs.getString("person_name"),
                    rs.getObject("due_at", OffsetDateTime.class).toInstant(),
                    rs.getObject("target_minutes", Integer.class),
                    told(rs.getObject("told_at", OffsetDateTime.class)),
                    rs.getObject("snoozed_until", LocalDate.class)))
        .list();
  }

  private static @Nullable Instant told(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> watchResponseClocks(ClockAlarms alarms, Clock clock) {
      return Tasks.recurring("leads-response-clocks", FixedDelay.of(Duration.ofMinutes(2)))
          .execute((instance, context) -> alarms.watch(clock.instant()));
    }
  }
}
