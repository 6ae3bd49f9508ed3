package com.arenacrm.insight.forecast;

import com.arenacrm.identity.CurrentUser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How right forecasts were: for each month that is over, what was said of it when it began, and
 * four weeks before, against what was won in it.
 */
@Component
class Accuracy {

  /** How many months it takes to say anything. */
  static final int ENOUGH = 3;

  private static final int MONTHS = 12;

  private final JdbcClient jdbc;

  Accuracy(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What was said of a month at a time, in one currency, and what that is worth in the company's,
   * each deal at the rate at which it was entered.
   */
  record Said(
      LocalDate month,
      boolean early,
      LocalDate monday,
      Instant takenAt,
      String currency,
      BigDecimal safe,
      BigDecimal hoped,
      BigDecimal weighted,
      BigDecimal safeWorth,
      BigDecimal hopedWorth,
      BigDecimal weightedWorth) {

    /** The same in the company's currency, of all currencies together with others. */
    Said whole(Said other) {
      return new Said(
          month,
          early,
          monday,
          takenAt,
          Forecast.WHOLE,
          safeWorth.add(other.safe),
          hopedWorth.add(other.hoped),
          weightedWorth.add(other.weighted),
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BigDecimal.ZERO);
    }

    /** Nothing, to which others are added. */
    Said none() {
      BigDecimal zero = BigDecimal.ZERO;
      return new Said(
          month, early, monday, takenAt, Forecast.WHOLE, zero, zero, zero, zero, zero, zero);
    }

    Said in(String currency) {
      return new Said(
          month,
          early,
          monday,
          takenAt,
          currency,
          safe,
          hoped,
          weighted,
          safeWorth,
          hopedWorth,
          weightedWorth);
    }

    BigDecimal of(Part part) {
      return switch (part) {
        case SAFE -> safe;
        case HOPED -> hoped;
        default -> weighted;
      };
    }
  }

  private record Won(LocalDate month, String currency, BigDecimal amount, BigDecimal worth) {}

  /**
   * A month.
   *
   * @param first what its first week said; null where that is not known in this currency
   * @param early what was said four weeks before; null where nothing is kept
   */
  record Month(YearMonth month, @Nullable Said first, @Nullable Said early, BigDecimal won) {

    /** What was won as a share of what was said; empty where nothing was said. */
    public Optional<BigDecimal> share(String part, boolean early) {
      Said said = early ? this.early : first;
      return said == null ? Optional.empty() : shareOf(won, said.of(Part.of(part).orElseThrow()));
    }

    /** What was said; null where it is not known. */
    public @Nullable BigDecimal said(String part, boolean early) {
      Said said = early ? this.early : first;
      return said == null ? null : said.of(Part.of(part).orElseThrow());
    }
  }

  /**
   * All months of a currency, the latest first.
   *
   * @param currency {@link Forecast#WHOLE} for all of them in the company's
   */
  record Record(String currency, List<Month> months) {

    public boolean isWhole() {
      return currency.equals(Forecast.WHOLE);
    }

    /** Over all months, what was won as a share of what their first weeks said. */
    public Optional<BigDecimal> share(String part) {
      Part of = Part.of(part).orElseThrow();
      BigDecimal said = BigDecimal.ZERO;
      BigDecimal won = BigDecimal.ZERO;
      for (Month month : months) {
        if (month.first() != null) {
          said = said.add(month.first().of(of));
          won = won.add(month.won());
        }
      }
      return shareOf(won, said);
    }

    /** How many months there are of which something was kept. */
    public int kept() {
      return (int) months.stream().filter(m -> m.first() != null).count();
    }

    public boolean isEnough() {
      return kept() >= ENOUGH;
    }
  }

  private static Optional<BigDecimal> shareOf(BigDecimal won, BigDecimal said) {
    return said.signum() == 0
        ? Optional.empty()
        : Optional.of(won.divide(said, 4, RoundingMode.HALF_UP));
  }

  List<Record> records(Question who, LocalDate today, CurrentUser viewer) {
    ZoneId zone = viewer.company().zone();
    YearMonth present = YearMonth.from(today);
    List<Said> said =
        jdbc.sql(
                """
                with m as (
                  select cast(date_trunc('month', s.taken_at at time zone :zone) as date) as month,
                         min(s.monday) as monday
                  from insight.forecast_snapshot s
                  where s.taken_at >= :since and s.taken_at < :until group by 1),
                k as (
                  select m.month, false as early, s.monday, s.taken_at
                  from m join insight.forecast_snapshot s on s.monday = m.monday
                  union all
                  select m.month, true, s.monday, s.taken_at
                  from m join insight.forecast_snapshot s on s.monday = m.monday - 28)
                select k.month, k.early, k.monday, k.taken_at, coalesce(c.currency, :home) as currency,
                  coalesce(c.safe, 0) as safe, coalesce(c.hoped, 0) as hoped,
                  coalesce(c.weighted, 0) as weighted, coalesce(c.safe_worth, 0) as safe_worth,
                  coalesce(c.hoped_worth, 0) as hoped_worth,
                  coalesce(c.weighted_worth, 0) as weighted_worth
                from k left join lateral (
                  select d.currency,
                    coalesce(sum(d.amount) filter (where d.category in ('WON', 'COMMIT')), 0) as safe,
                    coalesce(sum(d.amount) filter (where d.category in ('WON', 'COMMIT', 'BEST')), 0)
                      as hoped,
                    coalesce(sum(round(d.amount * d.probability / 100, 2))
                      filter (where d.category <> 'OMITTED'), 0) as weighted,
                    coalesce(sum(d.worth) filter (where d.category in ('WON', 'COMMIT')), 0)
                      as safe_worth,
                    coalesce(sum(d.worth) filter (where d.category in ('WON', 'COMMIT', 'BEST')), 0)
                      as hoped_worth,
                    coalesce(sum(round(d.worth * d.probability / 100, 2))
                      filter (where d.category <> 'OMITTED'), 0) as weighted_worth
                  from (
                    select t.currency, t.category, t.probability, t.amount,
                      pipeline.worth(t.amount, t.currency, t.rate, :home, :decimals) as worth
                    from insight.forecast_deal t
                    where t.monday = k.monday and %s
                      and t.close_date >= greatest(k.month,
                        cast(k.taken_at at time zone :zone as date))
                      and t.close_date < cast(k.month + interval '1 month' as date)
                    union all
                    select o.currency, 'WON', 100, o.amount,
                      pipeline.worth(o.amount, o.currency, r.rate, :home, :decimals)
                    from pipeline.opportunity o
                    left join pipeline.deal_rate r
                      on r.opportunity_id = o.id and r.currency = o.currency
                    where o.kind = 'WON' and o.closed_at >= k.month::timestamp at time zone :zone
                      and o.closed_at < k.taken_at and %s
                      and not exists (select from insight.forecast_deal t
                        where t.monday = k.monday and t.opportunity_id = o.id)) d
                  group by d.currency) c on true
                order by k.month desc, k.early
                """
                    .formatted(
                        who.condition(viewer, "t.owner_id"), who.condition(viewer, "o.owner_id")))
            .params(who.parameters(viewer))
            .params(Forecasts.home(viewer))
            .param("zone", zone.getId())
            .param("since", start(present.minusMonths(MONTHS), zone))
            .param("until", start(present, zone))
            .query(Said.class)
            .list();
    String home = viewer.company().currency().getCurrencyCode();
    Map<String, BigDecimal> won = new HashMap<>();
    jdbc.sql(
            """
                select cast(date_trunc('month', o.closed_at at time zone :zone) as date) as month,
                       o.currency, coalesce(sum(o.amount), 0) as amount,
                       coalesce(sum(pipeline.worth(o.amount, o.currency, r.rate, :home, :decimals)), 0)
                         as worth
                from pipeline.opportunity o
                left join pipeline.deal_rate r
                  on r.opportunity_id = o.id and r.currency = o.currency
                where o.kind = 'WON' and o.closed_at >= :since and o.closed_at < :until and %s
                group by 1, 2
                """
                .formatted(who.condition(viewer, "o.owner_id")))
        .params(who.parameters(viewer))
        .params(Forecasts.home(viewer))
        .param("zone", zone.getId())
        .param("since", start(present.minusMonths(MONTHS), zone))
        .param("until", start(present, zone))
        .query(Won.class)
        .list()
        .forEach(
            w -> {
              won.put(key(w.month(), w.currency()), w.amount());
              won.merge(key(w.month(), Forecast.WHOLE), w.worth(), BigDecimal::add);
            });
    return records(withWhole(everywhere(said, won.keySet()), home), won, home, present);
  }

  /**
   * Adds what was said of a month where that was nothing, in each currency in which something was
   * said or won: a month of which nobody expected anything is no month less.
   *
   * @param won months and currencies in which something was won, as keys of the map
   */
  static List<Said> everywhere(List<Said> said, Collection<String> won) {
    Set<String> currencies = new TreeSet<>();
    said.forEach(s -> currencies.add(s.currency()));
    said.stream()
        .map(Said::month)
        .distinct()
        .forEach(
            month ->
                won.stream()
                    .filter(key -> key.startsWith(month.toString()))
                    .map(key -> key.substring(month.toString().length()))
                    .filter(currency -> !currency.equals(Forecast.WHOLE))
                    .forEach(currencies::add));
    Map<String, Said> all = new LinkedHashMap<>();
    said.forEach(s -> all.put(s.month() + " " + s.early() + " " + s.currency(), s));
    for (Said one : said) {
      for (String currency : currencies) {
        all.putIfAbsent(one.month() + " " + one.early() + " " + currency, one.none().in(currency));
      }
    }
    return List.copyOf(all.values());
  }

  /** Adds what all currencies together said, where there are others than the company's. */
  static List<Said> withWhole(List<Said> said, String home) {
    if (said.stream().allMatch(s -> s.currency().equals(home))) {
      return said;
    }
    Map<String, Said> whole = new LinkedHashMap<>();
    said.forEach(
        s -> whole.merge(s.month() + " " + s.early(), s.whole(s.none()), (a, b) -> s.whole(a)));
    List<Said> all = new ArrayList<>(whole.values());
    all.addAll(said);
    return all;
  }

  /**
   * Puts together what was said and what came, by currency and month. A month of which nothing was
   * kept is there too, where an earlier one is.
   *
   * @param present the month that has not ended
   */
  static List<Record> records(
      List<Said> said, Map<String, BigDecimal> won, String home, YearMonth present) {
    Map<String, TreeMap<YearMonth, Month>> found = new TreeMap<>();
    for (Said one : said) {
      Map<YearMonth, Month> months =
          found.computeIfAbsent(one.currency(), c -> new TreeMap<>(Comparator.reverseOrder()));
      YearMonth month = YearMonth.from(one.month());
      Month known =
          months.getOrDefault(
              month,
              new Month(
                  month,
                  null,
                  null,
                  won.getOrDefault(key(one.month(), one.currency()), BigDecimal.ZERO)));
      months.put(
          month,
          one.early()
              ? new Month(month, known.first(), one, known.won())
              : new Month(month, one, known.early(), known.won()));
    }
    found.forEach(
        (currency, months) -> {
          YearMonth first = months.lastKey();
          for (YearMonth m = first; m.isBefore(present); m = m.plusMonths(1)) {
            months.putIfAbsent(
                m,
                new Month(
                    m, null, null, won.getOrDefault(key(m.atDay(1), currency), BigDecimal.ZERO)));
          }
        });
    List<Record> records = new ArrayList<>();
    found.forEach(
        (currency, months) -> records.add(new Record(currency, List.copyOf(months.values()))));
    records.sort(
        Comparator.comparing((Record r) -> !r.isWhole())
            .thenComparing(r -> !r.currency().equals(home)));
    return records;
  }

  private static String key(LocalDate month, String currency) {
    return month + currency;
  }

  private static java.time.OffsetDateTime start(YearMonth month, ZoneId zone) {
    return month.atDay(1).atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC);
  }
}
