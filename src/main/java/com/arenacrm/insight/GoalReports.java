package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.insight.CoverageReport.WeekPoint;
import com.arenacrm.insight.CoverageReports.Row;
import com.arenacrm.planner.goals.Goals;
import com.arenacrm.planner.goals.Goals.Agreed;
import com.arenacrm.planner.goals.Goals.Goal;
import com.arenacrm.planner.goals.Measure;
import com.arenacrm.shared.Quarter;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How far both teams are with what they mean to reach in a quarter, counted from the same rows as
 * the weekly report (R035, R090).
 */
@Component
class GoalReports {

  static final int ROWS_OF_PAGE = 200;

  /** What each measure is called in the weekly report; coverage is a mean of its weeks instead. */
  private static final Map<Measure, Figure> FIGURES =
      Map.of(
          Measure.ACCEPTED, Figure.ACCEPTED,
          Measure.REVENUE, Figure.AMOUNT_WON,
          Measure.REPEATS, Figure.REPEATS,
          Measure.REFERRALS, Figure.REFERRALS);

  /**
   * The goals of a quarter with what became of them.
   *
   * @param currency of what was won
   * @param committed what is won and what is counted on until the end of the quarter; null once it
   *     is over or while it has not begun
   */
  record Board(
      Agreed agreed, List<GoalProgress> lines, String currency, @Nullable BigDecimal committed) {}

  /** Open deals that are to be decided before the quarter ends. */
  private record Open(BigDecimal weighted, BigDecimal committed) {}

  private final Goals goals;
  private final CoverageReports coverage;
  private final JdbcClient jdbc;

  GoalReports(Goals goals, CoverageReports coverage, JdbcClient jdbc) {
    this.goals = goals;
    this.coverage = coverage;
    this.jdbc = jdbc;
  }

  /** How the quarter stands on a day. */
  @Transactional(readOnly = true)
  public Board board(Quarter quarter, LocalDate today, CurrentUser viewer) {
    Agreed agreed = goals.of(quarter);
    Map<Measure, Goal> inForce = agreed.inForce();
    String currency = currency(inForce, viewer);
    int begun = quarter.daysBegun(today);
    boolean running = begun > 0 && begun < quarter.days();
    Map<Measure, BigDecimal> reached =
        begun == 0 ? new EnumMap<>(Measure.class) : reached(quarter, currency, viewer);
    Open open = running ? open(quarter, today, currency, viewer) : null;
    List<WeekPoint> weeks = begun == 0 ? List.of() : weeks(quarter);
    List<GoalProgress> lines = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      BigDecimal until =
          measure.isShare()
              ? mean(weeks, today, false).orElse(BigDecimal.ZERO)
              : reached.getOrDefault(measure, BigDecimal.ZERO);
      BigDecimal forecast = null;
      if (running) {
        forecast =
            switch (measure) {
              case COVERAGE -> mean(weeks, today, true).orElse(null);
              case REVENUE -> open == null ? null : until.add(open.weighted());
              case ACCEPTED, REPEATS, REFERRALS ->
                  GoalProgress.atThisPace(until, begun, quarter.days()).orElse(null);
            };
      }
      Goal goal = inForce.get(measure);
      lines.add(
          new GoalProgress(
              measure,
              goal == null ? null : goal.target(),
              until,
              forecast,
              begun,
              quarter.days()));
    }
    return new Board(
        agreed,
        lines,
        currency,
        open == null
            ? null
            : reached.getOrDefault(Measure.REVENUE, BigDecimal.ZERO).add(open.committed()));
  }

  /** In which amounts are won that count: that of the goal, or the company's where none is set. */
  private static String currency(Map<Measure, Goal> inForce, CurrentUser viewer) {
    Goal money = inForce.get(Measure.REVENUE);
    return money == null || money.currency() == null
        ? viewer.company().currency().getCurrencyCode()
        : money.currency();
  }

  /** All that the weekly report counts, for the whole quarter by one statement. */
  private Map<Measure, BigDecimal> reached(Quarter quarter, String currency, CurrentUser viewer) {
    String sql =
        FIGURES.entrySet().stream()
            .map(
                e ->
                    "select '%s' as measure, coalesce(sum(%s), 0) as reached from (%s) r where %s"
                        .formatted(
                            e.getKey().name(),
                            e.getValue().adds(),
                            e.getValue().source().rows(false),
                            e.getValue().condition()))
            .collect(Collectors.joining("\nunion all\n"));
    Map<Measure, BigDecimal> sums = new EnumMap<>(Measure.class);
    bind(jdbc.sql(sql), quarter, currency, viewer)
        .query(
            rs -> {
              sums.put(Measure.valueOf(rs.getString("measure")), rs.getBigDecimal("reached"));
            });
    return sums;
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec sql, Quarter quarter, String currency, CurrentUser viewer) {
    return bind(sql, quarter, quarter, currency, viewer);
  }

  /** What the sources of rows read, of some quarters, the first and the last included. */
  static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec sql,
      Quarter from,
      Quarter until,
      String currency,
      CurrentUser viewer) {
    ZoneId zone = viewer.company().zone();
    return sql.param("from", from.first())
        .param("until", until.end())
        .param("start", start(from.first(), zone))
        .param("end", start(until.end(), zone))
        .param("zone", zone.getId())
        .param("currency", currency)
        .params(home(viewer));
  }

  /** The company's currency, in which rates are said, and its decimals. */
  private static Map<String, Object> home(CurrentUser viewer) {
    Currency home = viewer.company().currency();
    return Map.of(
        "home", home.getCurrencyCode(), "decimals", Math.max(0, home.getDefaultFractionDigits()));
  }

  private static OffsetDateTime start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC);
  }

  /** The same that the forecast shows for these months, without what has passed its day. */
  private Open open(Quarter quarter, LocalDate today, String currency, CurrentUser viewer) {
    return jdbc.sql(
            """
            select coalesce(sum(round(w.worth * s.probability / 100, 2)), 0) as weighted,
              coalesce(sum(w.worth)
                filter (where coalesce(f.category, s.forecast) = 'COMMIT'), 0) as committed
            from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
            left join pipeline.deal_forecast f on f.opportunity_id = o.id
            left join pipeline.deal_rate k on k.opportunity_id = o.id and k.currency = o.currency
            cross join lateral (select pipeline.worth(o.amount, o.currency,
              case when :currency = :home then k.rate end, :currency, :decimals) as worth) w
            where o.kind = 'OPEN' and coalesce(f.category, s.forecast) <> 'OMITTED'
              and o.close_date >= :today and o.close_date < :end
            """)
        .params(home(viewer))
        .param("currency", currency)
        .param("today", today)
        .param("end", quarter.end())
        .query(Open.class)
        .single();
  }

  /** The weeks of a quarter, as the weekly report has them. */
  @Transactional(readOnly = true)
  public List<WeekPoint> weeks(Quarter quarter) {
    List<Week> weeks = quarter.weeks();
    return coverage.weeks(weeks.get(0), weeks.size());
  }

  /**
   * The mean of the weeks, in whole percent.
   *
   * @param planned whether weeks that have not ended count with what is planned, rather than not at
   *     all
   */
  static Optional<BigDecimal> mean(List<WeekPoint> weeks, LocalDate today, boolean planned) {
    List<BigDecimal> shares =
        weeks.stream()
            .filter(w -> w.applicable() > 0)
            .filter(w -> planned || w.week().sunday().isBefore(today))
            .map(
                w ->
                    BigDecimal.valueOf(
                            100L
                                * (w.week().sunday().isBefore(today)
                                    ? w.covered()
                                    : Math.max(w.covered(), w.planned())))
                        .divide(BigDecimal.valueOf(w.applicable()), 6, RoundingMode.HALF_UP))
            .toList();
    return shares.isEmpty()
        ? Optional.empty()
        : Optional.of(
            shares.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(shares.size()), 0, RoundingMode.HALF_UP));
  }

  /**
   * Some of the rows behind a number, and what all of them add up to.
   *
   * @param all how many of them the viewer may see
   * @param hidden how many more there are; they are in the sum
   * @param currency of the sum, where it is an amount
   */
  record Rows(List<Row> rows, int first, int all, int hidden, BigDecimal sum, String currency) {

    @Nullable Integer next() {
      return first + rows.size() < all ? first + ROWS_OF_PAGE : null;
    }
  }

  /**
   * The rows behind what was reached, the newest first.
   *
   * @param first how many to leave out at the beginning
   */
  @Transactional(readOnly = true)
  public Rows rows(Measure measure, Quarter quarter, int first, CurrentUser viewer) {
    String currency = currency(goals.of(quarter).inForce(), viewer);
    Figure figure = FIGURES.get(measure);
    String from = "from (%s) r where %s".formatted(figure.source().rows(false), figure.condition());
    String visible = CoverageReports.visible(figure.source(), viewer.scope());
    List<Row> rows =
        bind(
                jdbc.sql(
                    """
                    select r.target, r.id, r.title, r.detail, r.kind, r.state, r.at, r.phase,
                           cast(%s as numeric) as adds, null::uuid as signal
                    %s and %s order by r.at desc, r.title, r.id limit %d offset :first
                    """
                        .formatted(figure.adds(), from, visible, ROWS_OF_PAGE)),
                quarter,
                currency,
                viewer)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("first", first)
            .query(Row.class)
            .list();
    return bind(
            jdbc.sql(
                """
                select count(*) as every, count(*) filter (where %s) as seen,
                       coalesce(sum(%s), 0) as total
                %s
                """
                    .formatted(visible, figure.adds(), from)),
            quarter,
            currency,
            viewer)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(
            (rs, n) ->
                new Rows(
                    rows,
                    first,
                    rs.getInt("seen"),
                    rs.getInt("every") - rs.getInt("seen"),
                    rs.getBigDecimal("total"),
                    currency))
        .single();
  }
}
