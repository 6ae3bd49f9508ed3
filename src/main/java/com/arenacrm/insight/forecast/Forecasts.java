package com.arenacrm.insight.forecast;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the forecast, and the deals behind each of its numbers. */
@Component
class Forecasts {

  static final int PAGE = 50;

  /** What deals lack that their stages ask for, instead of a part. */
  static final String LACKING = "lacking";

  /** All open deals as they are now, with what they count as and the rate of their entry. */
  static final String OPEN =
      """
      select o.id, o.owner_id, o.stage_id, coalesce(f.category, s.forecast) as category,
             s.probability, o.currency, o.amount, o.close_date as day, k.rate
      from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
      left join pipeline.deal_forecast f on f.opportunity_id = o.id
      left join pipeline.deal_rate k on k.opportunity_id = o.id and k.currency = o.currency
      where o.kind = 'OPEN' and %s
      """;

  /** The same as they were at the start of a week. */
  static final String KEPT =
      """
      select t.opportunity_id as id, t.owner_id, t.stage_id, t.category, t.probability, t.currency,
             t.amount, t.close_date as day, t.rate
      from insight.forecast_deal t where t.monday = :at and %s
      """;

  private static final String WON =
      """
      select o.id, o.owner_id, o.stage_id, 'WON', 100, o.currency, o.amount,
             cast(o.closed_at at time zone :zone as date), k.rate
      from pipeline.opportunity o
      left join pipeline.deal_rate k on k.opportunity_id = o.id and k.currency = o.currency
      where o.kind = 'WON' and o.closed_at >= :wonFrom and o.closed_at < :wonUntil and %s
      """;

  /** A sale that was noted after a week had begun is none at its start. */
  private static final String NOT_KEPT =
      """
      and not exists (select from insight.forecast_deal t
        where t.monday = :at and t.opportunity_id = o.id)
      """;

  /** What a deal {@code d} is worth in the company's currency; null where nobody had said. */
  private static final String WORTH =
      "pipeline.worth(d.amount, d.currency, d.rate, :home, :decimals)";

  private final JdbcClient jdbc;

  Forecasts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * As of when a forecast stands.
   *
   * @param moment now, or when the deals were looked at
   */
  record Standing(Instant moment, ZoneId zone) {

    LocalDate day() {
      return LocalDate.ofInstant(moment, zone);
    }

    Columns columns() {
      return new Columns(day());
    }
  }

  /** A way of selling to choose. */
  record Track(UUID id, String name) {}

  /** The ways of selling, where there are several. */
  List<Track> tracks() {
    List<Track> all =
        jdbc.sql(
                "select id, coalesce(name, '') as name from pipeline.track where not retired"
                    + " order by position")
            .query(Track.class)
            .list();
    return all.size() > 1 ? all : List.of();
  }

  /** The stages of a way of selling. */
  Set<UUID> stages(UUID track) {
    return jdbc.sql("select id from pipeline.stage where track_id = :track")
        .param("track", track)
        .query(UUID.class)
        .set();
  }

  /** The whole forecast. */
  Forecast forecast(Question question, Standing as, CurrentUser viewer) {
    // Tens of thousands of rows are added up: only what is in another currency is valued by rates,
    // and columns get their names when there are a handful of sums.
    return new Forecast(
        bind(
                """
                select x.currency, (string_to_array(:columns, ','))[x.place + 1] as bucket, x.owner,
                  x.category, x.amount, x.weighted,
                  case when x.currency = :home then x.amount else coalesce(x.worth, 0) end as worth,
                  case when x.currency = :home then x.weighted
                       else coalesce(x.weighted_worth, 0) end as weighted_worth,
                  x.deals, x.deals - x.priced as bare, x.without
                from (
                  select d.currency, %2$s as place, d.owner_id as owner, d.category,
                    coalesce(sum(d.amount), 0) as amount, coalesce(sum(%4$s), 0) as weighted,
                    sum(%3$s) filter (where d.currency <> :home) as worth,
                    sum(round(%3$s * d.probability / 100, 2))
                      filter (where d.currency <> :home) as weighted_worth,
                    count(*)::int as deals, count(d.amount)::int as priced,
                    count(d.amount) filter (where d.currency <> :home and %3$s is null) as without
                  from (%1$s) d group by 1, 2, 3, 4) x
                """
                    .formatted(
                        base(question, viewer), as.columns().place(), WORTH, Part.WEIGHTED.value()),
                question,
                as,
                YearMonth.from(as.day()),
                viewer)
            .param("columns", String.join(",", as.columns().keys()))
            .query(Forecast.Cell.class)
            .list());
  }

  /**
   * Deals as they are, with {@code own_amount} and {@code own_currency}; as a whole, their amounts
   * and currency are the company's, each deal at its own rate.
   */
  static String in(String deals, boolean whole) {
    return whole
        ? """
        select d.id, d.owner_id, d.stage_id, d.category, d.probability, cast(:home as text) as currency,
               %s as amount, d.day, d.amount as own_amount, d.currency as own_currency
        from (%s) d
        """
            .formatted(WORTH, deals)
        : "select d.*, d.amount as own_amount, d.currency as own_currency from (%s) d"
            .formatted(deals);
  }

  /** The company's currency, for {@link #in}. */
  static Map<String, Object> home(CurrentUser viewer) {
    Currency home = viewer.company().currency();
    return Map.of(
        "home", home.getCurrencyCode(), "decimals", Math.max(0, home.getDefaultFractionDigits()));
  }

  /** How many open deals lack what their stages ask for. */
  int lacking(Question question, CurrentUser viewer) {
    return jdbc.sql("select count(*) from (%s) l".formatted(lacks(question, viewer)))
        .params(question.parameters(viewer))
        .query(Integer.class)
        .single();
  }

  private static String lacks(Question question, CurrentUser viewer) {
    return """
    select o.id, o.owner_id, o.stage_id, coalesce(f.category, s.forecast) as category,
           s.probability, o.currency, o.amount, o.close_date as day
    from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
    join pipeline.stage_asks a on a.id = o.stage_id
    left join pipeline.deal_forecast f on f.opportunity_id = o.id
    where o.kind = 'OPEN' and %s
      and (o.amount is null or o.close_date is null)
      and (a.amount and o.amount is null or a.close and o.close_date is null)
    """
        .formatted(question.condition(viewer, "o.owner_id"));
  }

  /**
   * A deal behind a number.
   *
   * @param name null where the viewer may not see the deal any more, or it is gone
   * @param amount as it is, in its own currency
   * @param value what it adds
   * @param said whether somebody said what it counts as, rather than its stage
   */
  record Row(
      UUID id,
      @Nullable String name,
      @Nullable String customer,
      @Nullable UUID owner,
      @Nullable String stage,
      String category,
      int probability,
      String currency,
      @Nullable BigDecimal amount,
      @Nullable LocalDate day,
      @Nullable BigDecimal value,
      boolean said,
      boolean late) {

    public Optional<String> title() {
      return Optional.ofNullable(customer == null ? name : customer);
    }
  }

  /**
   * The deals behind a number.
   *
   * @param all how many there are, and what they add up to
   */
  record Rows(Slice<Row> page, Forecast.Sum all) {}

  Rows rows(
      Question question,
      Standing as,
      String what,
      @Nullable String bucket,
      @Nullable String currency,
      @Nullable UUID after,
      CurrentUser viewer) {
    boolean lacking = what.equals(LACKING);
    boolean whole = Forecast.WHOLE.equals(currency);
    Part part = lacking ? Part.OMITTED : Part.of(what).orElseThrow();
    String base = in(lacking ? lacks(question, viewer) : base(question, viewer), whole);
    StringBuilder where = new StringBuilder("true");
    if (!lacking) {
      where.append(" and d.category in (:categories)");
    }
    if (currency != null && !whole) {
      where.append(" and d.currency = :currency");
    }
    if (bucket != null) {
      where.append(" and ").append(as.columns().condition(bucket));
    }
    YearMonth month =
        bucket == null
            ? YearMonth.from(as.day())
            : Columns.month(bucket).orElse(YearMonth.from(as.day()));
    String with = "with d as (" + base + ") ";
    Forecast.Sum all =
        bind(
                with
                    + """
                    select coalesce(sum(%s), 0) as amount, count(*) as deals,
                           count(*) filter (where d.own_amount is null) as bare,
                           count(*) filter (where d.own_amount is not null and d.amount is null)
                             as without
                    from d where %s
                    """
                        .formatted(part.value(), where),
                question,
                as,
                month,
                viewer)
            .params(more(part, currency, after))
            .query(Forecast.Sum.class)
            .single();
    List<Row> rows =
        bind(
                with
                    + """
                    select d.id, p.name, coalesce(p.company_name, p.person_name) as customer,
                      d.owner_id as owner, s.name as stage, d.category, d.probability,
                      d.own_currency as currency, d.own_amount as amount, d.day, %s as value, %s as said,
                      d.category <> 'WON' and coalesce(d.day < :today, false) as late
                    from d left join pipeline.stage s on s.id = d.stage_id
                    left join pipeline.opportunity p on p.id = d.id and %s
                    where %s %s
                    order by coalesce(d.day, 'infinity'::date), d.id limit :limit
                    """
                        .formatted(
                            part.value(),
                            question.at() == null
                                ? "exists (select from pipeline.deal_forecast y"
                                    + " where y.opportunity_id = d.id)"
                                : "false",
                            viewer.scope().condition("p.owner_id"),
                            where,
                            after == null
                                ? ""
                                : "and (coalesce(d.day, 'infinity'::date), d.id) > (select"
                                    + " coalesce(a.day, 'infinity'::date), a.id from d a"
                                    + " where a.id = :after)"),
                question,
                as,
                month,
                viewer)
            .params(more(part, currency, after))
            .param("limit", PAGE + 1)
            .query(Row.class)
            .list();
    return new Rows(Slice.of(rows, PAGE, Row::id), all);
  }

  private static Map<String, @Nullable Object> more(
      Part part, @Nullable String currency, @Nullable UUID after) {
    Map<String, @Nullable Object> more = new HashMap<>();
    more.put("categories", part.categories());
    more.put("currency", currency);
    more.put("after", after);
    return more;
  }

  private static String base(Question question, CurrentUser viewer) {
    boolean now = question.at() == null;
    return (now ? OPEN : KEPT)
            .formatted(question.condition(viewer, now ? "o.owner_id" : "t.owner_id"))
        + " union all "
        + WON.formatted(question.condition(viewer, "o.owner_id"))
        + (now ? "" : NOT_KEPT);
  }

  private JdbcClient.StatementSpec bind(
      String sql, Question question, Standing as, YearMonth won, CurrentUser viewer) {
    Instant until = won.plusMonths(1).atDay(1).atStartOfDay(as.zone()).toInstant();
    // Whatever is noted today is won by now; a moment of today may not have come yet.
    Instant last = question.at() == null || until.isBefore(as.moment()) ? until : as.moment();
    return jdbc.sql(sql)
        .params(question.parameters(viewer))
        .params(home(viewer))
        .param("at", question.at())
        .param("zone", as.zone().getId())
        .param("today", as.day())
        .param("end", as.columns().end())
        .param("wonFrom", won.atDay(1).atStartOfDay(as.zone()).toInstant().atOffset(ZoneOffset.UTC))
        .param("wonUntil", last.atOffset(ZoneOffset.UTC));
  }
}
