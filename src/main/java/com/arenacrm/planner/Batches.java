package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Plans several activities in one go, all of them or none, and takes them back for as long as
 * nothing has happened to them. Its use is for marketing, which the routes see to.
 */
@Component
@Transactional
public class Batches {

  /** For so long it can be taken back. */
  private static final Duration UNDOABLE = Duration.ofMinutes(30);

  /** What was planned together. */
  public enum Kind {
    COPY,
    QUARTER
  }

  private final Series series;
  private final Activities activities;
  private final JdbcClient jdbc;

  Batches(Series series, Activities activities, JdbcClient jdbc) {
    this.series = series;
    this.activities = activities;
    this.jdbc = jdbc;
  }

  /** Whether it has been planned already. */
  @Transactional(readOnly = true)
  public boolean isMade(UUID id) {
    return jdbc.sql("select exists (select 1 from planner.batch where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** What this person has planned together within the last half hour, if nothing came after it. */
  @Transactional(readOnly = true)
  public Optional<UUID> latest(Kind kind, CurrentUser actor, Instant now) {
    return jdbc.sql(
            """
            select b.id from planner.batch b
            where b.kind = :kind and b.created_by = :actor and b.made_at > :since
              and exists (select 1 from planner.batch_activity a where a.batch_id = b.id)
            order by b.made_at desc limit 1
            """)
        .param("kind", kind.name())
        .param("actor", actor.id().id())
        .param("since", now.minus(UNDOABLE).atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .optional();
  }

  /**
   * Plans them.
   *
   * @param id chosen by the caller, so that a form sent twice plans them once
   * @param working what falls on a day without work moves to the next one with some; null when
   *     every day was chosen
   * @throws RefusedException when one of them cannot be planned; then none is
   */
  public void make(
      UUID id,
      Kind kind,
      List<NewActivity> planned,
      @Nullable WorkingCalendar working,
      CurrentUser actor,
      Instant now) {
    jdbc.sql(
            """
            insert into planner.batch (id, kind, made_at, created_by)
            values (:id, :kind, :now, :actor)
            """)
        .param("id", id)
        .param("kind", kind.name())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    for (NewActivity activity : planned) {
      series.plan(activity, actor.id(), now);
      if (working != null) {
        series.leaveFree(activity.id(), working);
      }
      jdbc.sql("insert into planner.batch_activity (batch_id, activity_id) values (:id, :activity)")
          .param("id", id)
          .param("activity", activity.id().id())
          .update();
    }
  }

  /**
   * Takes all of them out of the plan again.
   *
   * @return how many
   * @throws RefusedException when thirty minutes are over, or something of them has been closed or
   *     has people noted
   */
  public int undo(UUID id, CurrentUser actor, Instant now) {
    OffsetDateTime made =
        jdbc.sql("select made_at from planner.batch where id = :id and created_by = :actor")
            .param("id", id)
            .param("actor", actor.id().id())
            .query(OffsetDateTime.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    if (made.toInstant().plus(UNDOABLE).isBefore(now)) {
      throw new RefusedException("batch.tooLate");
    }
    boolean used =
        jdbc.sql(
                """
                select exists (select 1 from planner.batch_activity b
                  join planner.occurrence o on o.activity_id = b.activity_id
                  where b.batch_id = :id and (o.state <> 'PLANNED'
                    or exists (select 1 from planner.touch t where t.occurrence_id = o.id)))
                """)
            .param("id", id)
            .query(Boolean.class)
            .single();
    if (used) {
      throw new RefusedException("batch.used");
    }
    List<UUID> ids =
        jdbc.sql("select activity_id from planner.batch_activity where batch_id = :id")
            .param("id", id)
            .query(UUID.class)
            .list();
    for (UUID activity : ids) {
      Activity one = activities.findById(new ActivityId(activity)).orElseThrow();
      series.remove(one.id(), one.version(), actor.today(Clock.fixed(now, ZoneOffset.UTC)), actor);
    }
    return ids.size();
  }
}
