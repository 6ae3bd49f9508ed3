package com.arenacrm.customers;

import com.arenacrm.platform.StaleVersionException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a company says of how it looks after its customers. */
@Component
@Transactional
class CustomerRules {

  /**
   * The rules.
   *
   * @param silentDays without a word or a purchase after which a customer counts as silent
   * @param renewalDays before its day on which a renewal is shown
   * @param askDays after a purchase on which customers are asked how happy they are; null for never
   */
  record Rules(int silentDays, int renewalDays, @Nullable Integer askDays, int version) {}

  private final JdbcClient jdbc;

  CustomerRules(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Transactional(readOnly = true)
  Rules current() {
    return jdbc.sql("select * from customers.rule").query(Rules.class).single();
  }

  /** The rules, and how regularly customers buy. */
  record Known(Rules rules, Rhythm rhythm) {

    /** What {@link #of} reads, from {@link #TABLES}. */
    static final String COLUMNS =
        """
        u.silent_days, u.renewal_days, u.ask_days, u.version as rules_version, r.learned_at,
        r.intervals, r.customers, r.spread, r.low, r.middle, r.high, r.tried, r.inside,
        r.steady_low, r.steady_middle, r.steady_high, r.steady_tried, r.steady_inside,
        r.unsteady_low, r.unsteady_middle, r.unsteady_high, r.unsteady_tried, r.unsteady_inside
        """;

    /** Of one row. */
    static final String TABLES = "customers.rule u left join customers.rhythm r on true";

    static Known of(ResultSet rs) throws SQLException {
      return new Known(
          new Rules(
              rs.getInt("silent_days"),
              rs.getInt("renewal_days"),
              rs.getObject("ask_days", Integer.class),
              rs.getInt("rules_version")),
          rs.getObject("learned_at") == null ? Rhythm.UNKNOWN : Rhythm.of(rs));
    }
  }

  /** Both, by one statement. */
  @Transactional(readOnly = true)
  Known known() {
    return jdbc.sql("select " + Known.COLUMNS + " from " + Known.TABLES)
        .query((rs, n) -> Known.of(rs))
        .single();
  }

  /** Sets them; who was bought from before customers are asked is not asked about it. */
  void change(Rules rules, LocalDate today) {
    int changed =
        jdbc.sql(
                """
                update customers.rule
                set silent_days = :silent, renewal_days = :renewal, ask_days = :ask,
                  ask_since = case when cast(:ask as integer) is null then null
                    else coalesce(ask_since, cast(:today as date)) end,
                  version = version + 1
                where version = :version
                """)
            .param("silent", rules.silentDays())
            .param("renewal", rules.renewalDays())
            .param("ask", rules.askDays())
            .param("today", today)
            .param("version", rules.version())
            .update();
    if (changed == 0) {
      throw new StaleVersionException();
    }
  }
}
