package com.arenacrm.insight.forecast;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.insight.forecast.Bridge.Both;
import com.arenacrm.insight.forecast.Bridge.End;
import com.arenacrm.insight.forecast.Bridge.Filter;
import com.arenacrm.insight.forecast.Bridge.Kind;
import com.arenacrm.insight.forecast.Bridge.Measure;
import com.arenacrm.insight.forecast.Bridge.State;
import com.arenacrm.insight.forecast.Bridge.Step;
import com.arenacrm.insight.forecast.Snapshots.Snapshot;
import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what changed between the start of a week and now, or the start of a later one. */
@Component
class Changes {

  static final int PAGE = 50;

  private final Forecasts forecasts;
  private final JdbcClient jdbc;

  Changes(Forecasts forecasts, JdbcClient jdbc) {
    this.forecasts = forecasts;
    this.jdbc = jdbc;
  }

  /**
   * What is compared with what.
   *
   * @param who whose deals
   * @param to the later week; null for now
   * @param now the moment of the later end
   * @param month only deals to be decided in it; null for all
   * @param whole whether deals of all currencies are meant, in this one, which is the company's
   */
  record Comparison(
      Question who,
      Snapshot from,
      @Nullable Snapshot to,
      Instant now,
      Measure measure,
      @Nullable YearMonth month,
      String currency,
      boolean whole) {

    /** What stands for the currency in addresses. */
    public String key() {
      return whole ? Forecast.WHOLE : currency;
    }

    Filter filter(CurrentUser viewer, Predicate<UUID> stages) {
      return new Filter(
          measure,
          currency,
          owner -> who.means(owner, viewer),
          stages,
          month == null ? null : month.atDay(1),
          month == null ? null : month.atEndOfMonth());
    }

    /** The address of a page with this comparison. */
    public String path(String page, @Nullable String kind) {
      return who.path(
          page,
          "from",
          from.monday().toString(),
          "to",
          to == null ? null : to.monday().toString(),
          "measure",
          measure.key(),
          "month",
          month == null ? null : month.toString(),
          "currency",
          key(),
          "kind",
          kind);
    }
  }

  /**
   * A deal that changed.
   *
   * @param name null where the viewer may not see the deal any more, or it is gone
   * @param endAmount what it was worth when it ended
   */
  record Changed(
      UUID id,
      @Nullable String name,
      @Nullable String customer,
      Both both,
      @Nullable String thenStage,
      @Nullable String nowStage,
      @Nullable BigDecimal endAmount) {

    /** What its customer pays, in a line of those that ended; 0 where it was not won. */
    BigDecimal won(Kind kind) {
      boolean ends = kind == Kind.WON || kind == Kind.BETWEEN;
      return ends && both.end() == End.WON && endAmount != null ? endAmount : BigDecimal.ZERO;
    }
  }

  /**
   * A line of the bridge.
   *
   * @param won what the customers of its deals pay, of those that were won in the time
   */
  record Line(Kind kind, int deals, BigDecimal adds, BigDecimal won) {

    static Line of(Step step, Changed deal) {
      return new Line(step.kind(), 1, step.adds(), deal.won(step.kind()));
    }

    Line and(Line other) {
      return new Line(kind, deals + other.deals, adds.add(other.adds), won.add(other.won));
    }
  }

  /** An end of the bridge. */
  record Total(BigDecimal amount, int deals) {}

  /** From one total to the other. */
  record Whole(Total then, List<Line> lines, Total now) {}

  /** A deal of a line, and what it adds there. */
  record Row(Changed deal, BigDecimal adds) {

    public UUID id() {
      return deal.id();
    }
  }

  /** The deals of a line. */
  record Rows(Slice<Row> page, Line line) {}

  private Filter filter(Comparison asked, CurrentUser viewer) {
    UUID track = asked.who().track();
    return asked.filter(viewer, track == null ? s -> true : forecasts.stages(track)::contains);
  }

  Whole whole(Comparison asked, CurrentUser viewer) {
    Filter filter = filter(asked, viewer);
    Map<Kind, Line> lines = new EnumMap<>(Kind.class);
    for (Changed deal : changed(asked, viewer)) {
      for (Step step : Bridge.steps(deal.both(), filter)) {
        lines.merge(step.kind(), Line.of(step, deal), Line::and);
      }
    }
    return new Whole(
        total(asked, true, viewer), List.copyOf(lines.values()), total(asked, false, viewer));
  }

  /** The deals of a line, those that add or take away most first. */
  Rows rows(Comparison asked, Kind kind, @Nullable UUID after, CurrentUser viewer) {
    Filter filter = filter(asked, viewer);
    List<Row> rows = new ArrayList<>();
    for (Changed deal : changed(asked, viewer)) {
      Bridge.steps(deal.both(), filter).stream()
          .filter(s -> s.kind() == kind)
          .forEach(s -> rows.add(new Row(deal, s.adds())));
    }
    rows.sort(
        Comparator.comparing((Row r) -> r.adds().abs()).reversed().thenComparing(r -> r.id()));
    BigDecimal adds = rows.stream().map(Row::adds).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal won =
        rows.stream().map(r -> r.deal().won(kind)).reduce(BigDecimal.ZERO, BigDecimal::add);
    int first = after == null ? 0 : rows.stream().map(Row::id).toList().indexOf(after) + 1;
    List<Row> page = rows.subList(first, Math.min(rows.size(), first + PAGE + 1));
    return new Rows(Slice.of(page, PAGE, Row::id), new Line(kind, rows.size(), adds, won));
  }

  private static final String THEN =
      """
      select opportunity_id as id, owner_id, stage_id, category, probability, currency, amount,
             close_date as day, rate
      from insight.forecast_deal where monday = :from
      """;

  private List<Changed> changed(Comparison asked, CurrentUser viewer) {
    Question who = asked.who();
    String sql =
        """
        with t as (%1$s), n as (%2$s)
        select coalesce(t.id, n.id) as id, p.id is null as gone, p.created_at, p.kind,
          p.owner_id, %7$s as end_amount,
          case when %3$s then p.name end as name,
          case when %3$s then coalesce(p.company_name, p.person_name) end as customer,
          t.id is not null as was, t.owner_id as t_owner, t.stage_id as t_stage,
          t.category as t_category, t.probability as t_probability, t.currency as t_currency,
          t.amount as t_amount, t.day as t_day, x.name as t_name, coalesce(x.position, 0) as t_position,
          n.id is not null as stands, n.owner_id as n_owner, n.stage_id as n_stage,
          n.category as n_category, n.probability as n_probability, n.currency as n_currency,
          n.amount as n_amount, n.day as n_day, y.name as n_name, coalesce(y.position, 0) as n_position,
          (select z.kind from pipeline.stage_change c join pipeline.stage z on z.id = c.to_stage
           where c.opportunity_id = p.id and p.kind = 'OPEN' and n.id is null and z.kind <> 'OPEN'
             and c.at <= :now order by c.at desc, c.id desc limit 1) as ended
        from t full join n on n.id = t.id
        left join pipeline.opportunity p on p.id = coalesce(t.id, n.id)
        left join pipeline.deal_rate k on k.opportunity_id = p.id and k.currency = p.currency
        left join pipeline.stage x on x.id = t.stage_id
        left join pipeline.stage y on y.id = n.stage_id
        where (t.id is null or n.id is null
            or (t.owner_id, t.stage_id, t.category, t.probability, t.currency, t.amount, t.day)
              is distinct from
              (n.owner_id, n.stage_id, n.category, n.probability, n.currency, n.amount, n.day))
          and (t.currency = :currency or n.currency = :currency)
          and (t.id is not null and %4$s or n.id is not null and %5$s
            or n.id is null and p.id is not null and %6$s)
        union all
        select p.id, false, p.created_at, p.kind, p.owner_id, %7$s, p.name,
          coalesce(p.company_name, p.person_name), false, null, null, null, null, null, null, null,
          null, 0, false, null, null, null, null, null, null, null, s.name, 0, null
        from pipeline.opportunity p join pipeline.stage s on s.id = p.stage_id
        left join pipeline.deal_rate k on k.opportunity_id = p.id and k.currency = p.currency
        where p.kind <> 'OPEN' and p.closed_at >= :taken and p.closed_at <= :now
          and p.created_at > :taken and p.created_at <= :now and (:whole or p.currency = :currency) and %6$s
          and (cast(:monthStart as date) is null or p.close_date between :monthStart and :monthEnd)
          and not exists (select from t where t.id = p.id)
          and not exists (select from n where n.id = p.id)
        """
            .formatted(
                Forecasts.in(THEN, asked.whole()),
                now(asked),
                viewer.scope().condition("p.owner_id"),
                who.condition(viewer, "t.owner_id"),
                who.condition(viewer, "n.owner_id"),
                who.condition(viewer, "p.owner_id"),
                asked.whole()
                    ? "pipeline.worth(p.amount, p.currency, k.rate, :home, :decimals)"
                    : "case when p.currency = :currency then p.amount end");
    return bind(sql, asked, viewer).query((rs, n) -> read(rs, asked)).list();
  }

  private static Changed read(ResultSet rs, Comparison asked) throws SQLException {
    boolean was = rs.getBoolean("was");
    boolean stands = rs.getBoolean("stands");
    OffsetDateTime created = rs.getObject("created_at", OffsetDateTime.class);
    String kind = rs.getString("kind");
    String ended = rs.getString("ended");
    End end =
        stands
            ? null
            : rs.getBoolean("gone")
                ? End.GONE
                : End.valueOf("OPEN".equals(kind) ? (ended == null ? "LOST" : ended) : kind);
    return new Changed(
        rs.getObject("id", UUID.class),
        rs.getString("name"),
        rs.getString("customer"),
        new Both(
            was ? state(rs, "t_") : null,
            stands ? state(rs, "n_") : null,
            end,
            rs.getObject("owner_id", UUID.class),
            created == null || created.toInstant().isAfter(asked.from().takenAt())),
        rs.getString("t_name"),
        rs.getString("n_name"),
        rs.getBigDecimal("end_amount"));
  }

  private static State state(ResultSet rs, String which) throws SQLException {
    return new State(
        rs.getObject(which + "owner", UUID.class),
        rs.getBigDecimal(which + "amount"),
        rs.getString(which + "currency"),
        rs.getObject(which + "day", LocalDate.class),
        rs.getObject(which + "stage", UUID.class),
        rs.getInt(which + "position"),
        rs.getInt(which + "probability"),
        rs.getString(which + "category"));
  }

  private Total total(Comparison asked, boolean then, CurrentUser viewer) {
    Part part = asked.measure() == Measure.WEIGHTED ? Part.WEIGHTED : Part.COMMIT;
    return bind(
            """
            select coalesce(sum(%s), 0) as amount, count(*) as deals from (%s) d
            where d.category in (:categories) and d.currency = :currency and %s
              and (cast(:monthStart as date) is null or d.day between :monthStart and :monthEnd)
            """
                .formatted(
                    part.value(),
                    then ? Forecasts.in(THEN, asked.whole()) : now(asked),
                    asked.who().condition(viewer, "d.owner_id")),
            asked,
            viewer)
        .param("categories", asked.measure().categories())
        .query(Total.class)
        .single();
  }

  private static String now(Comparison asked) {
    return Forecasts.in(plain(asked), asked.whole());
  }

  private static String plain(Comparison asked) {
    return (asked.to() == null ? Forecasts.OPEN : Forecasts.KEPT).formatted("true");
  }

  private JdbcClient.StatementSpec bind(String sql, Comparison asked, CurrentUser viewer) {
    YearMonth month = asked.month();
    return jdbc.sql(sql)
        .params(asked.who().parameters(viewer))
        .params(Forecasts.home(viewer))
        .param("whole", asked.whole())
        .param("from", asked.from().monday())
        .param("taken", asked.from().takenAt().atOffset(ZoneOffset.UTC))
        .param("at", asked.to() == null ? null : asked.to().monday())
        .param("now", asked.now().atOffset(ZoneOffset.UTC))
        .param("currency", asked.currency())
        .param("monthStart", month == null ? null : month.atDay(1))
        .param("monthEnd", month == null ? null : month.atEndOfMonth());
  }

  /** The currencies of what was open then or is now. */
  List<String> currencies(Comparison asked, CurrentUser viewer) {
    return bind(
            """
            select distinct d.currency from (%s union all %s) d where %s order by 1
            """
                .formatted(THEN, plain(asked), asked.who().condition(viewer, "d.owner_id")),
            asked,
            viewer)
        .query(String.class)
        .list();
  }
}
