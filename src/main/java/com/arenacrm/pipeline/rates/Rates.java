package com.arenacrm.pipeline.rates;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.SampleContent;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to rates of exchange, and to those at which deals were entered. */
@Component
@Transactional
public class Rates {

  /** How many rates and deals a page shows. */
  static final int MOST = 100;

  private static final String KEEP =
      """
      insert into pipeline.deal_rate as k (opportunity_id, currency, rate, day)
      select o.id, o.currency, r.rate, r.day
      from pipeline.opportunity o
      cross join lateral (select e.rate, e.day from pipeline.exchange_rate e
        where e.currency = o.currency and e.day <= :today order by e.day desc limit 1) r
      where %s
      on conflict (opportunity_id) do update
        set currency = excluded.currency, rate = excluded.rate, day = excluded.day
        where k.currency <> excluded.currency
      """;

  private static final String RATE =
      """
      case when o.currency = :home then 1
        else (select k.rate from pipeline.deal_rate k
              where k.opportunity_id = o.id and k.currency = o.currency) end""";

  private final Organizations organizations;
  private final JdbcClient jdbc;
  private final Clock clock;

  Rates(Organizations organizations, JdbcClient jdbc, Clock clock) {
    this.organizations = organizations;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Keeps today's rate with deals that were entered in another currency, or put into one. Whatever
   * is kept in the currency of a deal stays.
   */
  public void keep(Collection<UUID> deals) {
    if (deals.isEmpty()) {
      return;
    }
    String ids = SampleContent.array(deals);
    jdbc.sql(
            """
            delete from pipeline.deal_rate k using pipeline.opportunity o
            where o.id = k.opportunity_id and o.id = any (cast(:ids as uuid[]))
              and o.currency <> k.currency
            """)
        .param("ids", ids)
        .update();
    jdbc.sql(KEEP.formatted("o.id = any (cast(:ids as uuid[]))"))
        .param("ids", ids)
        .param("today", today())
        .update();
    value("o.id = any (cast(:condition as uuid[]))", ids);
  }

  /** The company's own currency and those of which somebody has said what they are worth today. */
  @Transactional(readOnly = true)
  public Set<String> rated() {
    Set<String> rated =
        new HashSet<>(
            jdbc.sql("select distinct currency from pipeline.exchange_rate where day <= :today")
                .param("today", today())
                .query(String.class)
                .list());
    rated.add(organizations.current().currency().getCurrencyCode());
    return rated;
  }

  /** Another currency is the company's: what deals are worth is said in that from now on. */
  @EventListener
  void on(Organization.CurrencyChanged event) {
    value("cast(:condition as text) is not null", event.currency());
  }

  // Keeps beside the amount what the rate is, by which lists of several currencies are in order.
  private void value(String which, String condition) {
    jdbc.sql(
            """
            update pipeline.opportunity o set rate = %1$s
            where %2$s and o.rate is distinct from %1$s
            """
                .formatted(RATE, which))
        .param("home", organizations.current().currency().getCurrencyCode())
        .param("condition", condition)
        .update();
  }

  /**
   * Says what a currency is worth from a day on, or says it anew. Deals that have a rate keep it;
   * those that had none, because nobody had said any, get this one.
   */
  public void say(Rate rate, UserId actor) {
    jdbc.sql(
            """
            insert into pipeline.exchange_rate (currency, day, rate, at, created_by)
            values (:currency, :day, :rate, :now, :actor)
            on conflict (currency, day) do update
              set rate = excluded.rate, at = excluded.at, created_by = excluded.created_by
            """)
        .param("currency", rate.currency())
        .param("day", rate.day())
        .param("rate", rate.rate())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
    jdbc.sql(
            KEEP.formatted(
                """
                o.currency = :currency and not exists (
                  select from pipeline.deal_rate d where d.opportunity_id = o.id)
                """))
        .param("currency", rate.currency())
        .param("today", today())
        .update();
    value("o.currency = :condition", rate.currency());
  }

  /** The rate at which a deal was entered; empty in the company's currency, or without one. */
  @Transactional(readOnly = true)
  public Optional<Rate> of(UUID deal) {
    return jdbc.sql(
            "select currency, rate, day from pipeline.deal_rate where opportunity_id = :deal")
        .param("deal", deal)
        .query(Rate.class)
        .optional();
  }

  /** What has been said, the latest first. */
  @Transactional(readOnly = true)
  List<Rate> all() {
    return jdbc.sql(
            """
            select currency, rate, day from pipeline.exchange_rate
            order by day desc, currency limit :most
            """)
        .param("most", MOST)
        .query(Rate.class)
        .list();
  }

  /**
   * What deals of a currency add up to.
   *
   * @param open whether they are still worked; else they are won
   * @param amount of all of them, in their currency
   * @param worth of those with a rate, each at its own, in the company's currency
   * @param least the least of those rates; null where there is none, likewise the greatest
   * @param without how many have no rate, and so are not in what they are worth
   */
  record Sum(
      String currency,
      boolean open,
      int deals,
      BigDecimal amount,
      BigDecimal worth,
      @Nullable BigDecimal least,
      @Nullable BigDecimal most,
      int without) {}

  /** What open and won deals add up to in each currency, as far as somebody may see them. */
  @Transactional(readOnly = true)
  List<Sum> sums(CurrentUser viewer) {
    return jdbc.sql(
            """
            select o.currency, o.kind = 'OPEN' as open, count(*)::int as deals, sum(o.amount) as amount,
              coalesce(sum(case when o.currency = :home then o.amount
                                else round(o.amount * k.rate, :decimals) end), 0) as worth,
              min(k.rate) as least, max(k.rate) as most,
              count(*) filter (where o.currency <> :home and k.rate is null)::int as without
            from pipeline.opportunity o
            left join pipeline.deal_rate k on k.opportunity_id = o.id and k.currency = o.currency
            where o.kind in ('OPEN', 'WON') and o.amount is not null and %s
            group by 1, 2 order by 2 desc, o.currency <> :home, 5 desc
            """
                .formatted(viewer.scope().condition("o.owner_id")))
        .param("home", viewer.company().currency().getCurrencyCode())
        .param("decimals", Math.max(0, viewer.company().currency().getDefaultFractionDigits()))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Sum.class)
        .list();
  }

  /**
   * A deal in another currency.
   *
   * @param rate at which it was entered; null where nobody had said any
   */
  record DealRow(
      UUID id,
      String name,
      BigDecimal amount,
      String currency,
      @Nullable BigDecimal rate,
      @Nullable LocalDate day,
      @Nullable BigDecimal worth) {}

  /** The deals behind a sum, the greatest first. */
  @Transactional(readOnly = true)
  List<DealRow> deals(String currency, boolean open, CurrentUser viewer) {
    return jdbc.sql(
            """
            select o.id, o.name, o.amount, o.currency, k.rate, k.day,
              round(o.amount * k.rate, :decimals) as worth
            from pipeline.opportunity o
            left join pipeline.deal_rate k on k.opportunity_id = o.id and k.currency = o.currency
            where o.currency = :currency and o.kind = :kind and o.amount is not null and %s
            order by o.amount desc, o.id limit :most
            """
                .formatted(viewer.scope().condition("o.owner_id")))
        .param("currency", currency)
        .param("kind", open ? "OPEN" : "WON")
        .param("decimals", Math.max(0, viewer.company().currency().getDefaultFractionDigits()))
        .param("most", MOST)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(DealRow.class)
        .list();
  }

  private LocalDate today() {
    Organization company = organizations.current();
    return LocalDate.ofInstant(clock.instant(), company.timeZone());
  }
}
