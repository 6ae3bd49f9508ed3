package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.shared.Quarter;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * New sales and repeated ones quarter by quarter, and what winning a customer cost beside keeping
 * one (R020, R032). Both teams read the same numbers; the rows of others stay hidden from sales
 * people who see only their own.
 */
@Component
class KeepingReports {

  static final int ROWS_OF_PAGE = 200;

  /** Activities that win customers; the rest of the hourglass keeps them. */
  private static final String WINNING = "r.phase in ('KNOW', 'LIKE', 'TRUST', 'TRY', 'BUY')";

  private static final String QUARTER =
      "cast(date_trunc('quarter', r.at at time zone :zone) as date)";

  /** What stands behind a number of the report. */
  enum Part {
    FRESH("not r.again", false),
    REPEATS("r.again", false),
    BUYERS("true", false),
    TIMED("r.again and r.days is not null", false),
    WON_SPEND(WINNING, true),
    KEPT_SPEND("not (" + WINNING + ")", true);

    private final String condition;
    private final boolean spend;

    Part(String condition, boolean spend) {
      this.condition = condition;
      this.spend = spend;
    }

    /** Whether it is about activities and what they cost, not about sales. */
    public boolean isSpend() {
      return spend;
    }

    /** Its name in addresses and message keys. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Part> of(String key) {
      return Stream.of(values()).filter(p -> p.key().equals(key)).findFirst();
    }

    private String from() {
      return "from (%s) r where %s and %s"
          .formatted(
              spend ? RowSource.OCCURRENCES.rows(false) : Bought.SQL,
              condition,
              spend ? "(r.spent is not null or r.state = 'DONE')" : "true");
    }
  }

  /**
   * One sale, or one activity.
   *
   * @param amount null when it is in another currency, or nobody said what it cost
   * @param days since the customer had bought before
   */
  record Row(
      String target,
      UUID id,
      String title,
      @Nullable String detail,
      @Nullable UUID customer,
      Instant at,
      @Nullable BigDecimal amount,
      @Nullable Integer days,
      @Nullable String phase) {}

  /**
   * Some of the rows behind a number.
   *
   * @param all how many of them the viewer may see
   * @param hidden how many more there are
   * @param customers how many customers all of them are about, those hidden included
   * @param sum of all amounts, those hidden included
   */
  record Rows(List<Row> rows, int first, int all, int hidden, int customers, BigDecimal sum) {

    public @Nullable Integer next() {
      return first + rows.size() < all ? first + ROWS_OF_PAGE : null;
    }
  }

  private final JdbcClient jdbc;

  KeepingReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** So many quarters until this one, the latest first; each has a line. */
  @Transactional(readOnly = true)
  public List<KeepingLine> lines(Quarter last, int quarters, CurrentUser viewer) {
    Quarter from = last.plus(1 - quarters);
    String currency = currency(viewer);
    Map<Quarter, KeepingLine> sold = new HashMap<>();
    GoalReports.bind(
            jdbc.sql(
                """
                select %s as quarter,
                  count(*) filter (where not again) as fresh,
                  coalesce(sum(amount) filter (where not again), 0) as fresh_amount,
                  count(distinct customer) filter (where not again) as fresh_customers,
                  count(*) filter (where again) as repeats,
                  coalesce(sum(amount) filter (where again), 0) as repeat_amount,
                  count(distinct customer) filter (where again) as kept_customers,
                  count(distinct customer) as buyers,
                  count(days) filter (where again) as timed,
                  cast(percentile_cont(0.5) within group (order by days)
                    filter (where again) as numeric) as median
                from (%s) r group by 1
                """
                    .formatted(QUARTER, Bought.SQL)),
            from,
            last,
            currency,
            viewer)
        .query(
            rs -> {
              KeepingLine line = sold(rs);
              sold.put(line.quarter(), line);
            });
    GoalReports.bind(
            jdbc.sql(
                """
                select %1$s as quarter,
                  coalesce(sum(r.spent) filter (where %2$s), 0) as won,
                  coalesce(sum(r.spent) filter (where not (%2$s)), 0) as kept,
                  count(*) filter (where %2$s and r.state = 'DONE' and r.spent is null) as won_unknown,
                  count(*) filter (where not (%2$s) and r.state = 'DONE' and r.spent is null)
                    as kept_unknown
                from (%3$s) r group by 1
                """
                    .formatted(QUARTER, WINNING, RowSource.OCCURRENCES.rows(false))),
            from,
            last,
            currency,
            viewer)
        .query(
            rs -> {
              Quarter quarter = quarter(rs);
              sold.put(quarter, spent(sold.getOrDefault(quarter, KeepingLine.empty(quarter)), rs));
            });
    return Stream.iterate(last, q -> q.plus(-1))
        .limit(quarters)
        .map(q -> sold.getOrDefault(q, KeepingLine.empty(q)))
        .toList();
  }

  private static Quarter quarter(ResultSet rs) throws SQLException {
    return Quarter.of(rs.getObject("quarter", LocalDate.class));
  }

  private static KeepingLine sold(ResultSet rs) throws SQLException {
    return new KeepingLine(
        quarter(rs),
        rs.getInt("fresh"),
        rs.getBigDecimal("fresh_amount"),
        rs.getInt("fresh_customers"),
        rs.getInt("repeats"),
        rs.getBigDecimal("repeat_amount"),
        rs.getInt("kept_customers"),
        rs.getInt("buyers"),
        rs.getInt("timed"),
        rs.getBigDecimal("median"),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        0,
        0);
  }

  private static KeepingLine spent(KeepingLine line, ResultSet rs) throws SQLException {
    return new KeepingLine(
        line.quarter(),
        line.fresh(),
        line.freshAmount(),
        line.freshCustomers(),
        line.repeats(),
        line.repeatAmount(),
        line.keptCustomers(),
        line.buyers(),
        line.timed(),
        line.medianDays(),
        rs.getBigDecimal("won"),
        rs.getBigDecimal("kept"),
        rs.getInt("won_unknown"),
        rs.getInt("kept_unknown"));
  }

  /** The currency in which amounts add up: the company's. */
  static String currency(CurrentUser viewer) {
    return viewer.company().currency().getCurrencyCode();
  }

  /**
   * The rows behind a number of a quarter, the newest first.
   *
   * @param first how many to leave out at the beginning
   */
  @Transactional(readOnly = true)
  public Rows rows(Part part, Quarter quarter, int first, CurrentUser viewer) {
    String from = part.from();
    String visible =
        CoverageReports.visible(
            part.isSpend() ? RowSource.OCCURRENCES : RowSource.BOUGHT_AGAIN, viewer.scope());
    String columns =
        part.isSpend()
            ? "null::uuid as customer, r.spent as amount, null::integer as days, r.phase"
            : "r.customer, r.amount, r.days, null as phase";
    List<Row> rows =
        bind(
                """
                select r.target, r.id, r.title, r.detail, r.at, %s
                %s and %s order by r.at desc, r.title, r.id limit %d offset :first
                """
                    .formatted(columns, from, visible, ROWS_OF_PAGE),
                quarter,
                viewer)
            .param("first", first)
            .query(Row.class)
            .list();
    return bind(
            """
            select count(*) as every, count(*) filter (where %s) as seen,
                   count(distinct %s) as customers, coalesce(sum(%s), 0) as total
            %s
            """
                .formatted(
                    visible,
                    part.isSpend() ? "r.id" : "r.customer",
                    part.isSpend() ? "r.spent" : "r.amount",
                    from),
            quarter,
            viewer)
        .query(
            (rs, n) ->
                new Rows(
                    rows,
                    first,
                    rs.getInt("seen"),
                    rs.getInt("every") - rs.getInt("seen"),
                    rs.getInt("customers"),
                    rs.getBigDecimal("total")))
        .single();
  }

  private JdbcClient.StatementSpec bind(String sql, Quarter quarter, CurrentUser viewer) {
    return GoalReports.bind(jdbc.sql(sql), quarter, quarter, currency(viewer), viewer)
        .param(Scope.PARAMETER, viewer.scope().owners());
  }
}
