package com.arenacrm.planner;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.PlanLists.Filter;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WeekClosed;
import com.arenacrm.shared.WeekReopened;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The weekly close (R015): a week is closed once each of its occurrences has a state, with one
 * sentence on what was learned. Nothing new is put into a closed week.
 */
@Component
@Transactional
class WeekReviews {

  /** Whoever plans holds this lock together with others; whoever closes a week, alone. */
  private static final long LOCK = 0x61_72_65_6e_61_77_6bL;

  /** So long after a close, who closed can take it back as if it had not been. */
  private static final Duration AT_ONCE = Duration.ofMinutes(15);

  /** That a week was closed, by whom, when, and what was learned. */
  record WeekReview(LocalDate monday, String learned, Instant closedAt, UUID closedBy) {}

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final PlanLists lists;
  private final SignalCounts signals;

  WeekReviews(
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      AuditTrail audit,
      PlanLists lists,
      SignalCounts signals) {
    this.jdbc = jdbc;
    this.events = events;
    this.audit = audit;
    this.lists = lists;
    this.signals = signals;
  }

  /**
   * Keeps every week from being closed until this transaction is over, so that none is closed while
   * something is put into it.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void holdOpen() {
    lock("select pg_advisory_xact_lock_shared(:lock)");
  }

  /**
   * @throws RefusedException when the week is closed
   */
  void requireOpen(Week week) {
    if (find(week).isPresent()) {
      throw new RefusedException("week.closed", week.number());
    }
  }

  /** The close of the week, if it is closed. */
  @Transactional(readOnly = true)
  Optional<WeekReview> find(Week week) {
    return jdbc.sql(
            """
            select monday, learned, closed_at, closed_by from planner.week_review
            where monday = :monday
            """)
        .param("monday", week.monday())
        .query(WeekReview.class)
        .optional();
  }

  /** Whether the same person closed it with the same sentence, as by pressing the button twice. */
  @Transactional(readOnly = true)
  boolean isClosedSo(Week week, String learned, CurrentUser actor) {
    return find(week)
        .filter(r -> r.learned().equals(learned) && r.closedBy().equals(actor.id().id()))
        .isPresent();
  }

  /**
   * Closes the week and announces it.
   *
   * @param learned one sentence; not blank
   * @param participants who sat together; may be empty
   * @throws RefusedException when it is closed already, has not begun, or one of its occurrences
   *     has no state yet
   */
  void close(Week week, String learned, Set<UUID> participants, CurrentUser actor, Instant now) {
    lock("select pg_advisory_xact_lock(:lock)");
    if (find(week).isPresent()) {
      throw new RefusedException("week.closed", week.number());
    }
    if (week.startsIn(actor.company().zone()).isAfter(now)) {
      throw new RefusedException("week.notBegun", week.number());
    }
    int open = countOpen(week);
    if (open > 0) {
      throw new RefusedException("week.stillOpen", open);
    }
    if (learned.isBlank()) {
      throw new RefusedException("week.learned.required");
    }
    jdbc.sql(
            """
            insert into planner.week_review (monday, learned, closed_at, closed_by)
            values (:monday, :learned, :now, :actor)
            """)
        .param("monday", week.monday())
        .param("learned", learned)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    keep(week, learned, participants, actor, now);
    events.publishEvent(new WeekClosed(week, actor.id().id(), now));
  }

  /** Keeps what each occurrence came to, so that the close can be read as it was. */
  private void keep(
      Week week, String learned, Set<UUID> participants, CurrentUser actor, Instant now) {
    UUID closing = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into planner.week_closing (id, monday, learned, closed_at, closed_by)
            values (:id, :monday, :learned, :now, :actor)
            """)
        .param("id", closing)
        .param("monday", week.monday())
        .param("learned", learned)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    for (UUID participant : participants) {
      jdbc.sql(
              "insert into planner.closing_participant (closing_id, user_id) values (:closing, :user)")
          .param("closing", closing)
          .param("user", participant)
          .update();
    }
    List<OccurrenceRow> rows = lists.allOccurrences(week, new Filter(null, null, null, null));
    Map<UUID, Integer> brought =
        signals.confirmedBy(now, rows.stream().map(OccurrenceRow::id).toList());
    for (OccurrenceRow row : rows) {
      jdbc.sql(
              """
              insert into planner.closed_occurrence (closing_id, occurrence_id, state, reason, reach,
                invited, attended, spent, signals)
              values (:closing, :id, :state, :reason, :reach, :invited, :attended, :spent, :signals)
              """)
          .param("closing", closing)
          .param("id", row.id())
          .param("state", row.state().name())
          .param("reason", row.reason())
          .param("reach", row.reach())
          .param("invited", row.invited())
          .param("attended", row.attended())
          .param("spent", row.spent())
          .param("signals", brought.getOrDefault(row.id(), 0))
          .update();
    }
  }

  /**
   * Opens a week again that was closed by mistake or too early, and announces it. What was learned
   * is kept in the audit trail.
   *
   * @throws RefusedException when it is not closed, or a later one is: closed weeks follow on one
   *     another
   */
  void reopen(Week week, CurrentUser actor, Instant now) {
    open(week, actor, now, false);
  }

  /**
   * Takes a close back as if it had not been, where the same person closed it a moment ago; else
   * opens the week again, and that it was closed stays in its history. Announced like that.
   *
   * @throws RefusedException as {@link #reopen}
   */
  void takeBack(Week week, CurrentUser actor, Instant now) {
    boolean atOnce =
        find(week)
            .filter(r -> r.closedBy().equals(actor.id().id()))
            .filter(r -> !r.closedAt().plus(AT_ONCE).isBefore(now))
            .isPresent();
    open(week, actor, now, atOnce);
  }

  private void open(Week week, CurrentUser actor, Instant now, boolean takenBack) {
    lock("select pg_advisory_xact_lock(:lock)");
    WeekReview review =
        find(week).orElseThrow(() -> new RefusedException("week.notClosed", week.number()));
    latest()
        .filter(last -> !last.equals(week))
        .ifPresent(
            last -> {
              throw new RefusedException("week.reopen.later", last.number());
            });
    jdbc.sql("delete from planner.week_review where monday = :monday")
        .param("monday", week.monday())
        .update();
    jdbc.sql(
            """
            update planner.week_closing
            set opened_at = :now, opened_by = :actor, taken_back = :takenBack
            where monday = :monday and opened_at is null
            """)
        .param("monday", week.monday())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .param("takenBack", takenBack)
        .update();
    audit.note(
        actor, "week-reopened", new Subject("week", null, week.toString()), review.learned(), null);
    events.publishEvent(new WeekReopened(week, actor.id().id(), now, takenBack));
  }

  /** The last week that is closed. */
  @Transactional(readOnly = true)
  Optional<Week> latest() {
    return jdbc.sql("select max(monday) as monday from planner.week_review")
        .query((rs, n) -> Optional.ofNullable(rs.getObject("monday", LocalDate.class)))
        .single()
        .map(Week::of);
  }

  /** Who sat together when the week was closed last, also where it has been opened again since. */
  @Transactional(readOnly = true)
  Set<UUID> participants(Week week) {
    return Set.copyOf(
        jdbc.sql(
                """
                select p.user_id from planner.closing_participant p
                where p.closing_id = (select w.id from planner.week_closing w
                  where w.monday = :monday order by w.recorded_at desc, w.closed_at desc limit 1)
                """)
            .param("monday", week.monday())
            .query(UUID.class)
            .list());
  }

  /** How many occurrences of the week nobody has closed. */
  @Transactional(readOnly = true)
  int countOpen(Week week) {
    return jdbc.sql(
            """
            select count(*) from planner.occurrence
            where state = 'PLANNED' and day between :monday and :sunday
            """)
        .param("monday", week.monday())
        .param("sunday", week.sunday())
        .query(Integer.class)
        .single();
  }

  private void lock(String sql) {
    jdbc.sql(sql).param("lock", LOCK).query((rs, n) -> n).list();
  }
}
