package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Activities for tests, and what became of them. */
final class Plan {

  /** An occurrence as it is stored. */
  record Stored(
      UUID id, UUID activityId, String title, LocalDate seriesDay, LocalDate day, String state) {

    OccurrenceId occurrence() {
      return new OccurrenceId(id);
    }
  }

  private final Planner planner;
  private final JdbcClient jdbc;

  Plan(Planner planner, JdbcClient jdbc) {
    this.planner = planner;
    this.jdbc = jdbc;
  }

  /** A signed profile to which the given phases do not apply. */
  ProfileId profile(String name, UserId by, HourglassPhase... without) {
    ProfileId id = ProfileId.next();
    UUID edition = TimeOrderedUuid.next();
    OffsetDateTime now = OffsetDateTime.of(2026, 1, 1, 9, 0, 0, 0, ZoneOffset.UTC);
    jdbc.sql(
            """
            insert into icp.profile (id, name, created_at, created_by, version)
            values (:id, :name, :now, :by, 0)
            """)
        .param("id", id.id())
        .param("name", name + " " + id)
        .param("now", now)
        .param("by", by.id())
        .update();
    jdbc.sql(
            """
            insert into icp.edition (id, profile_id, number, state, created_at, created_by, signed_at, version)
            values (:id, :profile, 1, 'SIGNED', :now, :by, :now, 0)
            """)
        .param("id", edition)
        .param("profile", id.id())
        .param("now", now)
        .param("by", by.id())
        .update();
    for (HourglassPhase phase : without) {
      jdbc.sql(
              "insert into icp.phase_exclusion (edition_id, phase, reason) values (:id, :phase, :reason)")
          .param("id", edition)
          .param("phase", phase.name())
          .param("reason", "No se puede con este producto")
          .update();
    }
    return id;
  }

  static ActivityDetails details(
      String title, HourglassPhase phase, ProfileId profile, UserId owner) {
    return new ActivityDetails(
        title,
        phase,
        profile,
        owner,
        "Que nos conozcan los hoteles",
        "Correo",
        new BigDecimal("120.00"),
        Nature.DEMAND,
        null,
        null,
        FollowUp.NONE,
        null,
        null);
  }

  static ActivityDetails titled(ActivityDetails d, String title) {
    return new ActivityDetails(
        title,
        d.phase(),
        d.profile(),
        d.owner(),
        d.goal(),
        d.channel(),
        d.investment(),
        d.nature(),
        d.provider(),
        d.startTime(),
        d.followUp(),
        d.story(),
        d.offer());
  }

  ActivityId once(
      String title, HourglassPhase phase, ProfileId profile, LocalDate day, CurrentUser by) {
    return planner.plan(
        new NewActivity(
            ActivityId.next(), details(title, phase, profile, by.id()), Schedule.once(day)),
        by.id(),
        at(day));
  }

  ActivityId series(
      String title, ProfileId profile, LocalDate first, Recurrence recurrence, CurrentUser by) {
    return planner.plan(
        new NewActivity(
            ActivityId.next(),
            details(title, HourglassPhase.LIKE, profile, by.id()),
            Schedule.series(first, recurrence)),
        by.id(),
        at(first));
  }

  /** All occurrences of the activity by day. */
  List<Stored> occurrences(ActivityId activity) {
    return jdbc.sql(
            """
            select id, activity_id, title, series_day, day, state from planner.occurrence
            where activity_id = :id order by series_day, id
            """)
        .param("id", activity.id())
        .query(Stored.class)
        .list();
  }

  /** The occurrence that the series put on that day. */
  Stored on(ActivityId activity, LocalDate seriesDay) {
    return occurrences(activity).stream()
        .filter(o -> o.seriesDay().equals(seriesDay))
        .findFirst()
        .orElseThrow();
  }

  List<LocalDate> days(ActivityId activity) {
    return occurrences(activity).stream().map(Stored::day).sorted().toList();
  }

  void done(OccurrenceId occurrence, CurrentUser by, LocalDate day) {
    planner.close(occurrence, Result.done(null, null, null, BigDecimal.TEN), by, at(day));
  }

  <T> T column(String column, OccurrenceId occurrence, Class<T> type) {
    return jdbc.sql("select " + column + " from planner.occurrence where id = :id")
        .param("id", occurrence.id())
        .query(type)
        .single();
  }

  @Nullable Integer count(String sql, Object... params) {
    JdbcClient.StatementSpec statement = jdbc.sql(sql);
    for (Object param : params) {
      statement = statement.param(param);
    }
    return statement.query(Integer.class).single();
  }

  /** Noon of the day, in Madrid or an hour beside it. */
  static Instant at(LocalDate day) {
    return day.atTime(11, 0).toInstant(ZoneOffset.UTC);
  }
}
