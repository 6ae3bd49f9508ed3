package com.arenacrm.pipeline.day;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What somebody has done today, by the company's clock. */
@Component
@Transactional(readOnly = true)
public class DoneToday {

  /**
   * How many next steps and tasks were done: SQL with the {@link #parameters}, each thing once
   * though it was sent twice.
   */
  public static final String COUNT =
      """
      ((select count(*) from pipeline.step_done d
        where d.done_by = :doneBy and d.done_at >= :doneFrom and d.done_at < :doneUntil)
       + (select count(*) from pipeline.task t
        where t.done_by = :doneBy and t.done_at >= :doneFrom and t.done_at < :doneUntil
          and t.deleted_at is null))
      """;

  private final JdbcClient jdbc;

  DoneToday(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The values for {@link #COUNT}: who, and the company's day on which it is now. */
  public static Map<String, Object> parameters(CurrentUser who, Instant now) {
    ZoneId zone = who.company().zone();
    LocalDate today = LocalDate.ofInstant(now, zone);
    return Map.of(
        "doneBy", who.id().id(),
        "doneFrom", start(today, zone),
        "doneUntil", start(today.plusDays(1), zone));
  }

  private static OffsetDateTime start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toOffsetDateTime();
  }

  /** How many next steps and tasks somebody has done today. */
  public int count(CurrentUser who, Instant now) {
    return jdbc.sql("select " + COUNT).params(parameters(who, now)).query(Integer.class).single();
  }

  /**
   * A step or a task that was done.
   *
   * @param what was done; null for a talk that no step had asked for
   * @param kind how it was said; null where nobody talked
   * @param with the deal, the person or the company; null for nothing, or what the reader may not
   *     see
   * @param path where it stands; null where the reader may not see it
   */
  public record Done(
      Instant at,
      @Nullable String what,
      @Nullable String kind,
      @Nullable String result,
      @Nullable String note,
      @Nullable String with,
      @Nullable String path) {}

  /**
   * The steps and tasks that somebody has done today, the latest first: as many as {@link #count}
   * says, up to 100.
   *
   * @param viewer who looks at it, and sees the names only of what is theirs to see
   */
  public List<Done> list(CurrentUser who, CurrentUser viewer, Instant now) {
    return jdbc.sql(
            """
            select * from (
              select d.done_at as at, d.step as what, d.kind, d.result, d.note, o.name as "with",
                '/pipeline/opportunities/' || o.id as path
              from pipeline.step_done d
              left join pipeline.opportunity o on o.id = d.opportunity_id and %1$s
              where d.done_by = :doneBy and d.done_at >= :doneFrom and d.done_at < :doneUntil
              union all
              select t.done_at, t.what, null, null, null,
                coalesce(t.person_name, t.company_name, o.name), '/pipeline/tasks/' || t.id
              from pipeline.task t
              left join pipeline.opportunity o on o.id = t.opportunity_id and %1$s
              where t.done_by = :doneBy and t.done_at >= :doneFrom and t.done_at < :doneUntil
                and t.deleted_at is null) x
            order by at desc limit 100
            """
                .formatted(viewer.scope().condition("o.owner_id")))
        .params(parameters(who, now))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Done.class)
        .list();
  }
}
