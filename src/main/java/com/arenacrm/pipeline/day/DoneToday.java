package com.arenacrm.pipeline.day;

import com.arenacrm.identity.CurrentUser;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
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
}
