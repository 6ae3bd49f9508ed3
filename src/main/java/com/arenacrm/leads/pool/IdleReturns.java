package com.arenacrm.leads.pool;

import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.Handoffs.Released;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.pool.PoolReturns.Notice;
import com.arenacrm.leads.pool.PoolReturns.Return;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells owners of the leads that nobody talks to, and takes these back to the pool when nothing
 * changes (R065). Each lead is looked at once more under its lock before anything is done about it,
 * so that the work may be done twice, or on two nodes at once, with the same end.
 */
@Component
public class IdleReturns {

  private static final Logger LOG = LoggerFactory.getLogger(IdleReturns.class);

  private static final int BATCH = 200;

  private final PoolRules rules;
  private final Holdings holdings;
  private final PoolReturns returns;
  private final Handoffs handoffs;
  private final UserNames userNames;
  private final Notices notices;
  private final JdbcClient jdbc;
  private final TransactionOperations transaction;

  IdleReturns(
      PoolRules rules,
      Holdings holdings,
      PoolReturns returns,
      Handoffs handoffs,
      UserNames userNames,
      Notices notices,
      JdbcClient jdbc,
      TransactionOperations transaction) {
    this.rules = rules;
    this.holdings = holdings;
    this.returns = returns;
    this.handoffs = handoffs;
    this.userNames = userNames;
    this.notices = notices;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** Looks at all leads that sellers have. */
  void look(Instant now) {
    PoolRule rule = rules.current();
    if (rule.idleDays() == null) {
      jdbc.sql("delete from leads.pool_notice").update();
      return;
    }
    // Working days are never more than days of the calendar, so nothing younger can be due.
    Instant before =
        now.minus(Duration.ofDays(Math.max(0, rule.idleDays() - rule.noticeDays() - 1)));
    LeadId after = null;
    List<Holding> some;
    do {
      some = holdings.since(before, after, BATCH);
      for (Holding held : some) {
        after = held.lead();
        if (isDue(held, rule, now)) {
          try {
            transaction.executeWithoutResult(t -> decide(held.lead(), rule, now));
          } catch (RuntimeException e) {
            // One that fails holds up none of the others.
            LOG.error("Lead {} could not be looked at for the pool", held.lead(), e);
          }
        }
      }
    } while (some.size() == BATCH);
  }

  /** Whether there may be something to do, so that no other lead is locked. */
  private static boolean isDue(Holding held, PoolRule rule, Instant now) {
    boolean due = held.idle(rule, now).isNoticeDue(held.today(now)) && !held.isSpared(rule, now);
    return due || held.notice() != null;
  }

  /** Looks at one lead as it stands at a moment. */
  public void lookAt(LeadId lead, Instant now) {
    PoolRule rule = rules.current();
    if (rule.idleDays() != null) {
      transaction.executeWithoutResult(t -> decide(lead, rule, now));
    }
  }

  /** Does what is due about one lead, as it stands now. */
  void decide(LeadId lead, PoolRule rule, Instant now) {
    // Whoever comes second, on this node or another, waits here and then finds nothing to do.
    jdbc.sql("select id from leads.lead where id = :id for update")
        .param("id", lead.id())
        .query()
        .listOfRows();
    Optional<Holding> known = holdings.of(lead);
    if (known.isEmpty()) {
      return;
    }
    Holding held = known.get();
    Idle idle = held.idle(rule, now);
    LocalDate today = held.today(now);
    Notice notice = held.notice();
    if (held.isSpared(rule, now) || !idle.isNoticeDue(today)) {
      if (notice != null) {
        returns.forget(lead);
      }
      return;
    }
    boolean told =
        notice != null
            && notice.owner().equals(held.owner())
            && notice.idleSince().equals(idle.since());
    if (!told) {
      give(
          new Notice(held.owner(), idle.since(), now, idle.returnsOn(rule, held.presence(), today)),
          held);
    } else if (!today.isBefore(Objects.requireNonNull(notice).returnsOn())) {
      take(held, idle, rule, now);
    }
  }

  private void give(Notice notice, Holding held) {
    if (returns.note(held.lead(), notice)) {
      notices.tell(
          held.owner(),
          show ->
              new Line(
                  "pool",
                  "pool.told.soon",
                  List.of(
                      held.personName(),
                      show.date(notice.returnsOn()),
                      show.date(notice.idleSince())),
                  "/leads/" + held.lead()),
          notice.givenAt());
    }
  }

  private void take(Holding held, Idle idle, PoolRule rule, Instant now) {
    Released released = handoffs.release(held.lead(), null, null, now);
    @Nullable String talk = held.reset() == null ? null : held.reset().kind().name();
    LocalDate lockedUntil = held.today(now).plusDays(rule.lockoutDays());
    returns.keep(
        new Return(
            held.lead(),
            released.handoff(),
            released.from(),
            now,
            idle.since(),
            talk,
            idle.days(),
            null,
            lockedUntil,
            null));
    notices.tell(
        released.from(),
        show ->
            new Line(
                "pool",
                "pool.told.gone",
                List.of(released.customer(), String.valueOf(idle.days()), show.date(lockedUntil)),
                "/leads/pool"),
        now);
    String owner = userNames.all().getOrDefault(released.from().id(), "—");
    userNames
        .managersOf(released.from(), released.from())
        .forEach(
            manager ->
                notices.tell(
                    manager,
                    show ->
                        new Line(
                            "pool",
                            "pool.told.returned",
                            List.of(released.customer(), owner, String.valueOf(idle.days())),
                            "/leads/pool"),
                    now));
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> returnIdleLeads(IdleReturns idle, Clock clock) {
      return Tasks.recurring("leads-idle-returns", FixedDelay.of(Duration.ofMinutes(30)))
          .execute((instance, context) -> idle.look(clock.instant()));
    }
  }
}
