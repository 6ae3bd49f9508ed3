package com.arenacrm.pipeline;

import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.lists.Neighbourhood.Source;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads deals for the board and the list; all of it within what the viewer may see. */
@Component
class DealLists {

  /** Cards of a column, and rows of a list, that are read at once. */
  static final int PAGE = 25;

  /** The orders of the list; each is one that an index of open deals holds. */
  enum Order {
    CLOSE("coalesce(o.close_date, 'infinity'::date)", false),
    // By what it is worth; then what nobody has valued, and what has no amount.
    AMOUNT("coalesce(o.worth, case when o.amount is null then -2 else -1 end)", true),
    NAME("o.name", false),
    STEP("coalesce(o.next_step_on, 'infinity'::date)", false),
    CONTACT("coalesce(o.last_contact_at, o.opened_at)", false),
    OPENED("o.opened_at", true),
    CLOSED("o.closed_at", true);

    private final String key;
    private final boolean descending;

    Order(String key, boolean descending) {
      this.key = key;
      this.descending = descending;
    }

    private String by() {
      return descending ? key + " desc, o.id desc" : key + ", o.id";
    }

    /** What comes after the deal of that identifier, wherever it stands now. */
    private String after() {
      return "(%s, o.id) %s (select %s, a.id from pipeline.opportunity a where a.id = :after)"
          .formatted(key, descending ? "<" : ">", key.replace("o.", "a."));
    }

    /** The name in an address. */
    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What the deals of a stage add up to, in one currency.
   *
   * @param weighted by the probability of the stage, without what is left out of the forecast
   * @param worth in the company's currency, each deal at the rate at which it was entered
   * @param weightedWorth the same by the probability of the stage
   * @param without how many have an amount but no rate, and so are not in what they are worth
   */
  record Total(
      UUID stage,
      Stage.Kind kind,
      int deals,
      Money sum,
      Money weighted,
      Money worth,
      Money weightedWorth,
      int without) {}

  /** What deals count as in the forecast: what was said of them, or of their stage. */
  private static final String SAID =
      """
      join pipeline.stage g on g.id = o.stage_id
      left join pipeline.deal_forecast f on f.opportunity_id = o.id""";

  /** That a deal is not left out of the forecast, which is weighted as the board is. */
  private static final String COUNTED = "coalesce(f.category, g.forecast) <> 'OMITTED'";

  private final AccountRisks risks;
  private final JdbcClient jdbc;

  DealLists(AccountRisks risks, JdbcClient jdbc) {
    this.risks = risks;
    this.jdbc = jdbc;
  }

  /** The first cards of each column, one more than a column shows at once. */
  Map<UUID, List<DealRow>> cards(
      DealFilter filter, CurrentUser viewer, Idleness idleness, Instant now) {
    return jdbc
        .sql(
            """
            select c.* from pipeline.stage s cross join lateral (
              select %1$s, row_number() over (order by %2$s) as n
              from pipeline.opportunity o
              where o.stage_id = s.id and o.kind = 'OPEN' and %3$s
              order by %2$s limit :limit) c
            where s.kind = 'OPEN'
            union all
            select c.* from pipeline.stage s cross join lateral (
              select %1$s, row_number() over (order by %4$s) as n
              from pipeline.opportunity o
              where o.stage_id = s.id and o.kind <> 'OPEN' and o.closed_at >= :recent and %3$s
              order by %4$s limit :limit) c
            where s.kind <> 'OPEN'
            order by stage_id, n
            """
                .formatted(
                    DealRow.COLUMNS, Order.CLOSE.by(), filter.condition(viewer), Order.CLOSED.by()))
        .params(filter.parameters(viewer))
        .param("recent", recent(now).atOffset(ZoneOffset.UTC))
        .param("limit", PAGE + 1)
        .query((rs, n) -> DealRow.read(rs, idleness))
        .list()
        .stream()
        .collect(Collectors.groupingBy(DealRow::stage));
  }

  /** More cards of a column. */
  Slice<DealRow> column(
      Stage stage,
      DealFilter filter,
      CurrentUser viewer,
      Idleness idleness,
      UUID after,
      Instant now) {
    DealFilter own =
        new DealFilter(
            filter.q(),
            filter.owner(),
            filter.profile(),
            filter.month(),
            stage.id().id(),
            false,
            stage.isOpen() ? null : DealFilter.RECENT_DAYS,
            null);
    return list(
        own, stage.isOpen() ? Order.CLOSE : Order.CLOSED, viewer, idleness, after, now, stage);
  }

  /** One card, wherever it stands. */
  List<DealRow> rows(Collection<UUID> ids, CurrentUser viewer, Idleness idleness) {
    return jdbc.sql(
            "select %s from pipeline.opportunity o where o.id in (:ids) and %s"
                .formatted(DealRow.COLUMNS, DealFilter.ALL.condition(viewer)))
        .params(DealFilter.ALL.parameters(viewer))
        .param("ids", ids)
        .query((rs, n) -> DealRow.read(rs, idleness))
        .list();
  }

  /**
   * What each stage adds up to over the whole filter, per currency, raw and weighted; of those that
   * are won and lost only the recent ones, as the board shows them (complaint 6: never summed from
   * the cards on the screen).
   */
  List<Total> totals(DealFilter filter, CurrentUser viewer, Instant now) {
    return jdbc.sql(
            """
            select t.stage_id, s.kind, t.currency, t.deals, t.amount,
                   round(t.counted * s.probability / 100, 2) as weighted, w.worth,
                   round(w.counted * s.probability / 100, 2) as weighted_worth,
                   t.priced - coalesce(w.rated, 0) as without
            from (
              select o.stage_id, o.currency, count(*) as deals, count(o.amount) as priced,
                     coalesce(sum(o.amount), 0) as amount,
                     coalesce(sum(o.amount) filter (where %2$s), 0) as counted
              from pipeline.opportunity o %3$s where o.kind = 'OPEN' and %1$s
              group by o.stage_id, o.currency
              union all
              select o.stage_id, o.currency, count(*), count(o.amount), coalesce(sum(o.amount), 0),
                     coalesce(sum(o.amount), 0)
              from pipeline.opportunity o
              where o.kind <> 'OPEN' and o.closed_at >= :recent and %1$s
              group by o.stage_id, o.currency) t
            join pipeline.stage s on s.id = t.stage_id
            left join (
              select o.stage_id, o.currency, count(o.amount) as rated,
                     sum(pipeline.worth(o.amount, o.currency, k.rate, :home, :decimals)) as worth,
                     sum(pipeline.worth(o.amount, o.currency, k.rate, :home, :decimals))
                       filter (where %2$s) as counted
              from pipeline.deal_rate k
              join pipeline.opportunity o on o.id = k.opportunity_id and o.currency = k.currency %3$s
              where (o.kind = 'OPEN' or o.closed_at >= :recent) and %1$s
              group by o.stage_id, o.currency) w
              on w.stage_id = t.stage_id and w.currency = t.currency
            order by s.position, t.amount desc, t.currency
            """
                .formatted(filter.condition(viewer), COUNTED, SAID))
        .params(filter.parameters(viewer))
        .params(home(viewer))
        .param("recent", recent(now).atOffset(ZoneOffset.UTC))
        .query(
            (rs, n) ->
                total(
                    rs,
                    rs.getObject("stage_id", UUID.class),
                    Stage.Kind.valueOf(rs.getString("kind")),
                    viewer))
        .list();
  }

  private static Map<String, Object> home(CurrentUser viewer) {
    Currency home = viewer.company().currency();
    return Map.of(
        "home", home.getCurrencyCode(), "decimals", Math.max(0, home.getDefaultFractionDigits()));
  }

  private static Total total(ResultSet rs, UUID stage, Stage.Kind kind, CurrentUser viewer)
      throws SQLException {
    Currency currency = Currency.getInstance(rs.getString("currency"));
    Currency home = viewer.company().currency();
    Money sum = Money.of(rs.getBigDecimal("amount"), currency);
    Money weighted = Money.of(rs.getBigDecimal("weighted"), currency);
    boolean own = currency.equals(home);
    return new Total(
        stage,
        kind,
        rs.getInt("deals"),
        sum,
        weighted,
        own ? sum : worth(rs.getBigDecimal("worth"), home),
        own ? weighted : worth(rs.getBigDecimal("weighted_worth"), home),
        own ? 0 : rs.getInt("without"));
  }

  private static Money worth(@Nullable BigDecimal worth, Currency home) {
    return Money.of(worth == null ? BigDecimal.ZERO : worth, home);
  }

  /** A page of deals in an order; open ones, unless the stage is one in which deals have ended. */
  Slice<DealRow> list(
      DealFilter filter,
      Order order,
      CurrentUser viewer,
      Idleness idleness,
      @Nullable UUID after,
      Instant now,
      @Nullable Stage stage) {
    return list(filter, order, viewer, idleness, after, now, stage, PAGE);
  }

  /**
   * Deals in an order; open ones, unless the stage is one in which deals have ended.
   *
   * @param stage that of the filter, or null
   */
  Slice<DealRow> list(
      DealFilter filter,
      Order order,
      CurrentUser viewer,
      Idleness idleness,
      @Nullable UUID after,
      Instant now,
      @Nullable Stage stage,
      int size) {
    List<DealRow> rows =
        statement(
                "select "
                    + DealRow.columns(risks.counts("o.company_id", viewer.scope()))
                    + " from pipeline.opportunity o where "
                    + listed(filter, stage, viewer)
                    + (after == null ? "" : " and " + order.after())
                    + " order by "
                    + order.by()
                    + " limit :limit",
                filter,
                viewer,
                idleness,
                now)
            .params(risks.parameters(viewer, now))
            .param("after", after)
            .param("limit", size + 1)
            .query((rs, n) -> DealRow.read(rs, idleness))
            .list();
    return Slice.of(rows, size, DealRow::id);
  }

  /**
   * A deal as a file holds it.
   *
   * @param expectedClose by when it should be decided, or should have been before it ended
   * @param lostReason a {@link LostReason}
   */
  record DealLine(
      UUID id,
      String name,
      @Nullable UUID personId,
      @Nullable String personName,
      @Nullable String companyName,
      UUID stageId,
      String kind,
      @Nullable BigDecimal amount,
      String currency,
      Instant openedAt,
      @Nullable LocalDate expectedClose,
      @Nullable Instant closedAt,
      @Nullable String lostReason,
      @Nullable String lostCompetitor,
      @Nullable LocalDate paymentDueOn,
      @Nullable LocalDate paidOn,
      @Nullable UUID ownerId,
      @Nullable String nextStep,
      @Nullable LocalDate nextStepOn,
      String attributes) {}

  /** So many rows of a list at once, for a file. */
  List<DealLine> lines(
      DealFilter filter,
      Order order,
      CurrentUser viewer,
      Idleness idleness,
      @Nullable UUID after,
      Instant now,
      @Nullable Stage stage,
      int size) {
    return statement(
            """
            select o.id, o.name, o.person_id, o.person_name, o.company_name, o.stage_id, o.kind,
                   o.amount, o.currency, o.opened_at,
                   case when o.kind = 'OPEN' then o.close_date else o.expected_close end
                     as expected_close,
                   o.closed_at, o.lost_reason, o.lost_competitor, o.payment_due_on, o.paid_on,
                   o.owner_id, o.next_step, o.next_step_on, o.attributes
            from pipeline.opportunity o where %s %s order by %s limit :limit
            """
                .formatted(
                    listed(filter, stage, viewer),
                    after == null ? "" : "and " + order.after(),
                    order.by()),
            filter,
            viewer,
            idleness,
            now)
        .param("after", after)
        .param("limit", size)
        .query(DealLine.class)
        .list();
  }

  /** The names of further fields that deals of a list have. */
  List<String> attributes(
      DealFilter filter,
      CurrentUser viewer,
      Idleness idleness,
      Instant now,
      @Nullable Stage stage) {
    return statement(
            """
            select distinct k from pipeline.opportunity o, jsonb_object_keys(o.attributes) as k
            where %s order by k limit 100
            """
                .formatted(listed(filter, stage, viewer)),
            filter,
            viewer,
            idleness,
            now)
        .query(String.class)
        .list();
  }

  /** How the list is read, for finding what stands beside a deal. */
  Source source(
      DealFilter filter,
      Order order,
      CurrentUser viewer,
      Idleness idleness,
      Instant now,
      @Nullable Stage stage) {
    return new Source(
        "pipeline.opportunity",
        "o",
        order.key,
        order.descending,
        "o.name",
        listed(filter, stage, viewer),
        parameters(filter, viewer, idleness, now),
        PAGE);
  }

  /** The deals of a list by their ids, so many at most. */
  List<UUID> ids(
      DealFilter filter,
      CurrentUser viewer,
      Idleness idleness,
      Instant now,
      @Nullable Stage stage,
      int most) {
    return statement(
            "select o.id from pipeline.opportunity o where "
                + listed(filter, stage, viewer)
                + " order by o.id limit :most",
            filter,
            viewer,
            idleness,
            now)
        .param("most", most)
        .query(UUID.class)
        .list();
  }

  /** What a list adds up to, per currency. */
  List<Total> listTotals(
      DealFilter filter,
      CurrentUser viewer,
      Idleness idleness,
      Instant now,
      @Nullable Stage stage) {
    return statement(
            """
            select t.*, w.worth, w.weighted_worth, t.priced - coalesce(w.rated, 0) as without
            from (
              select x.currency, sum(x.deals)::int as deals, sum(x.priced)::int as priced,
                     coalesce(sum(x.amount), 0) as amount,
                     coalesce(round(sum(x.counted * s.probability) / 100, 2), 0) as weighted
              from (
                -- by stages first, so that only a handful of rows is weighted
                select o.stage_id, o.currency, count(*) as deals, count(o.amount) as priced,
                       sum(o.amount) as amount, sum(o.amount) filter (where %2$s) as counted
                from pipeline.opportunity o %3$s where %1$s group by o.stage_id, o.currency) x
              join pipeline.stage s on s.id = x.stage_id group by x.currency) t
            left join (
              select o.currency, count(o.amount) as rated,
                     sum(pipeline.worth(o.amount, o.currency, k.rate, :home, :decimals)) as worth,
                     round(sum(pipeline.worth(o.amount, o.currency, k.rate, :home, :decimals)
                       * s.probability) filter (where %2$s) / 100, 2) as weighted_worth
              from pipeline.deal_rate k
              join pipeline.opportunity o on o.id = k.opportunity_id and o.currency = k.currency %3$s
              join pipeline.stage s on s.id = o.stage_id
              where %1$s group by o.currency) w on w.currency = t.currency
            order by t.amount desc, t.currency
            """
                .formatted(listed(filter, stage, viewer), COUNTED, SAID),
            filter,
            viewer,
            idleness,
            now)
        .params(home(viewer))
        .query(
            (rs, n) ->
                total(rs, new UUID(0, 0), stage == null ? Stage.Kind.OPEN : stage.kind(), viewer))
        .list();
  }

  private JdbcClient.StatementSpec statement(
      String sql, DealFilter filter, CurrentUser viewer, Idleness idleness, Instant now) {
    return jdbc.sql(sql).params(parameters(filter, viewer, idleness, now));
  }

  private static Map<String, @Nullable Object> parameters(
      DealFilter filter, CurrentUser viewer, Idleness idleness, Instant now) {
    Map<String, @Nullable Object> values = new HashMap<>(filter.parameters(viewer));
    values.put("idleBefore", idleness.before().atOffset(ZoneOffset.UTC));
    values.put(
        "since",
        filter.days() == null
            ? null
            : now.minus(Duration.ofDays(filter.days())).atOffset(ZoneOffset.UTC));
    return values;
  }

  private static String listed(DealFilter filter, @Nullable Stage stage, CurrentUser viewer) {
    boolean ended = stage != null && !stage.isOpen();
    String sql =
        (ended ? "o.kind <> 'OPEN' and " : "o.kind = 'OPEN' and ") + filter.condition(viewer);
    if (filter.idle() && !ended) {
      sql += " and coalesce(o.last_contact_at, o.opened_at) < :idleBefore";
    }
    if (filter.days() != null && ended) {
      sql += " and o.closed_at >= :since";
    }
    return sql;
  }

  private static Instant recent(Instant now) {
    return now.minus(Duration.ofDays(DealFilter.RECENT_DAYS));
  }
}
