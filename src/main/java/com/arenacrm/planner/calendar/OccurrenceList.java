package com.arenacrm.planner.calendar;

import com.arenacrm.planner.Occurrence;
import com.arenacrm.platform.Folding;
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

  static final int ROWS = 50;

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

    /** The same in words: what is still open after its day has to be closed. */
    public String stateKey(LocalDate today) {
      return state.key(day, today, stateKey());
    }

    public boolean isOpen() {
      return state == Occurrence.State.PLANNED;
    }
  }

  /** A provider, and what makes two spellings one. */
  record Provider(String name, String key) {}

  /** What the whole list adds up to. */
  record Sums(int occurrences, BigDecimal investment, BigDecimal spent) {}

  private final JdbcClient jdbc;

  OccurrenceList(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Slice<Row> page(ListQuery query, @Nullable UUID after, int size) {
    List<Row> rows =
        put(
                jdbc.sql(
                    """
                    select o.id, o.title, o.phase, o.owner_id, o.day, o.start_time,
                      o.investment,
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
            .param("limit", size + 1)
            .query(Row.class)
            .list();
    return Slice.of(rows, size, Row::id);
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

  /**
   * Each provider once, as they are written most often.
   *
   * @see ListQuery#PROVIDER
   */
  List<Provider> providers() {
    return jdbc.sql(
            """
            select mode() within group (order by provider) as name, key
            from (select provider, %s as key from planner.activity
                  where provider is not null) p
            group by key order by key limit 100
            """
                .formatted(ListQuery.PROVIDER.formatted("provider")))
        .query(Provider.class)
        .list();
  }

  /** How a provider is written in the list of them, however the address has it. */
  static @Nullable String spelled(
      @Nullable String provider, List<Provider> providers, Folding folding) {
    if (provider == null) {
      return null;
    }
    String key = folding.fold(provider).replaceAll("\\s", "");
    return providers.stream()
        .filter(p -> p.key().equals(key))
        .map(Provider::name)
        .findFirst()
        .orElse(provider);
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
