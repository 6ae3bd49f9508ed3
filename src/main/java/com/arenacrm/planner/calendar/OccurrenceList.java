package com.arenacrm.planner.calendar;

import com.arenacrm.planner.Occurrence;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the occurrences of any stretch of days. */
@Component
class OccurrenceList {

  private static final int ROWS = 50;

  private static final String IN_ORDER = "(o.day, coalesce(o.start_time, time '24:00'), o.id)";

  /** One line. */
  record Row(
      UUID id,
      String title,
      HourglassPhase phase,
      UUID ownerId,
      LocalDate day,
      @Nullable LocalTime startTime,
      BigDecimal investment,
      @Nullable BigDecimal spent,
      Occurrence.State state,
      boolean tentative,
      @Nullable String provider,
      @Nullable String reason) {

    public String stateKey() {
      return tentative && isOpen() ? "tentative" : state.key();
    }

    public boolean isOpen() {
      return state == Occurrence.State.PLANNED;
    }
  }

  /** What the whole list adds up to. */
  record Sums(int occurrences, BigDecimal investment, BigDecimal spent) {}

  private final JdbcClient jdbc;

  OccurrenceList(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Slice<Row> page(ListQuery query, @Nullable UUID after) {
    List<Row> rows =
        put(
                jdbc.sql(
                    """
                    select o.id, o.title, o.phase, o.owner_id, o.day, o.start_time, o.investment,
                      o.spent, o.state, o.tentative, a.provider, o.reason
                    from planner.occurrence o join planner.activity a on a.id = o.activity_id
                    where %s %s order by %s limit :limit
                    """
                        .formatted(
                            query.condition(),
                            after == null
                                ? ""
                                : "and "
                                    + IN_ORDER
                                    + " > (select b.day, coalesce(b.start_time, time '24:00'), b.id"
                                    + " from planner.occurrence b where b.id = :after)",
                            IN_ORDER)),
                query)
            .param("after", after)
            .param("limit", ROWS + 1)
            .query(Row.class)
            .list();
    return Slice.of(rows, ROWS, Row::id);
  }

  Sums sums(ListQuery query) {
    return put(
            jdbc.sql(
                """
                select count(*) as occurrences, coalesce(sum(o.investment), 0) as investment,
                  coalesce(sum(o.spent), 0) as spent
                from planner.occurrence o %s where %s
                """
                    .formatted(
                        query.provider() == null
                            ? ""
                            : "join planner.activity a on a.id = o.activity_id",
                        query.condition())),
            query)
        .query(Sums.class)
        .single();
  }

  List<String> providers() {
    return jdbc.sql(
            """
            select distinct provider from planner.activity where provider is not null
            order by provider limit 100
            """)
        .query(String.class)
        .list();
  }

  private static JdbcClient.StatementSpec put(JdbcClient.StatementSpec sql, ListQuery query) {
    return sql.param("from", query.from())
        .param("until", query.until())
        .param("phase", query.phase() == null ? null : query.phase().name())
        .param("profile", query.profile())
        .param("owner", query.owner())
        .param("provider", query.provider())
        .param("state", query.state() == null ? null : query.state().name());
  }
}
