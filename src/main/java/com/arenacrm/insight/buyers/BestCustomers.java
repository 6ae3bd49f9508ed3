package com.arenacrm.insight.buyers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who buys regularly, pays well, pays on time and recommends us, from real purchases (R004).
 * Amounts are in the company's currency: won deals in others count at the rate at which they were
 * entered; the amounts of those without one, and of other purchases in other currencies, do not.
 * What is not known of payments is not held against anybody.
 */
@Component
@Transactional(readOnly = true)
class BestCustomers {

  static final int PAGE = 50;
  static final int ROWS = 200;

  /**
   * A customer: a company, or a person without one.
   *
   * @param gap the middle number of days between the days on which they bought, of which several
   *     purchases make one; null with a single one
   * @param lately what they bought for in the last twelve months
   * @param without how many purchases of those months have no rate, and so add nothing to that
   * @param middle what the middle one bought for of the customers who bought in those months
   * @param payments of how many purchases it is known whether they were paid on time
   * @param recommended how many leads came by them
   * @param virtues how many of the four they have
   */
  record Customer(
      UUID id,
      boolean company,
      String name,
      int purchases,
      int buyingDays,
      @Nullable BigDecimal gap,
      LocalDate last,
      BigDecimal lately,
      int without,
      BigDecimal middle,
      int payments,
      int onTime,
      int recommended,
      int virtues,
      boolean regular,
      boolean paysWell,
      boolean paysOnTime,
      boolean recommends) {

    /** Whether they bought more than once, and do so no longer at their pace. */
    public boolean stopped() {
      return buyingDays > 1 && !regular;
    }
  }

  /** Some of the customers, best first. */
  record Board(List<Customer> customers, int all, @Nullable UUID next) {}

  /**
   * A purchase or a recommendation behind a number.
   *
   * @param worth in the company's currency; null without a rate
   */
  record Row(
      String target,
      UUID id,
      String title,
      @Nullable String detail,
      LocalDate at,
      @Nullable BigDecimal amount,
      @Nullable String currency,
      @Nullable BigDecimal worth,
      @Nullable LocalDate due,
      @Nullable LocalDate paid) {}

  private final JdbcClient jdbc;

  BestCustomers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Which purchases, called {@code p}, count for somebody: as {@code customers} lists them. */
  private static String seen(Scope scope) {
    return "p.deleted_at is null and "
        + (scope.all()
            ? "true"
            : """
              (%s or exists (select from customers.customer own
                where coalesce(own.company_id, own.person_id) = coalesce(p.company_id, p.person_id)
                  and %s))
              """
                .formatted(scope.condition("p.owner_id"), scope.condition("own.owner_id")));
  }

  // What a purchase, called p, comes to in the company's currency, with the rate of its deal, k.
  private static final String WORTH =
      "pipeline.worth(p.amount, p.currency, k.rate, :currency, :decimals)";

  private static final String RATE =
      "left join pipeline.deal_rate k on k.opportunity_id = p.opportunity_id and k.currency = p.currency";

  private static String board(Scope scope) {
    String virtues =
        Stream.of(Virtue.values())
            .map(v -> "coalesce(" + v.condition() + ", false)")
            .map(c -> "cast(" + c + " as integer)")
            .collect(Collectors.joining(" + "));
    return """
    with won as (
      select coalesce(p.company_id, p.person_id) as id, p.company_id is not null as company,
             coalesce(p.company_name, p.person_name) as name, p.bought_on, p.due_on, p.paid_on,
             %8$s as amount,
             nullif(p.bought_on - lag(p.bought_on) over (
               partition by coalesce(p.company_id, p.person_id) order by p.bought_on, p.id), 0) as days
      from customers.purchase p %9$s
      where coalesce(p.company_id, p.person_id) is not null and %1$s),
    recommending as (
      select coalesce(p.company_id, p.id) as id, count(*) as leads
      from leads.lead l join contacts.person p on p.id = l.referred_by
      where %2$s group by 1),
    bought as (
      select w.id, bool_or(w.company) as company, max(w.name) as name, count(*) as purchases,
             count(distinct w.bought_on) as buying_days,
             cast(percentile_cont(0.5) within group (order by w.days) as numeric(12)) as gap,
             max(w.bought_on) as last,
             coalesce(sum(w.amount) filter (where w.bought_on >= :year), 0) as lately,
             count(*) filter (where w.bought_on >= :year and w.amount is null) as without,
             coalesce(sum(w.amount), 0) as ever,
             count(*) filter (where w.due_on is not null
               and (w.paid_on is not null or w.due_on < :today)) as payments,
             count(*) filter (where w.paid_on <= w.due_on) as on_time
      from won w group by w.id),
    middle as (
      select coalesce(cast(percentile_cont(0.5) within group (order by lately) as numeric(20, 2)), 0) as middle
      from bought where lately > 0),
    judged as (
      select b.*, coalesce(r.leads, 0) as recommended, m.middle
      from bought b left join recommending r on r.id = b.id cross join middle m),
    board as (
      select j.*, %3$s as virtues, coalesce(%4$s, false) as regular, coalesce(%5$s, false) as pays_well,
             coalesce(%6$s, false) as pays_on_time, coalesce(%7$s, false) as recommends
      from judged j)
    """
        .formatted(
            seen(scope),
            scope.condition("l.sales_owner_id"),
            virtues,
            Virtue.REGULAR.condition(),
            Virtue.PAYS_WELL.condition(),
            Virtue.ON_TIME.condition(),
            Virtue.RECOMMENDS.condition(),
            WORTH,
            RATE);
  }

  /**
   * The customers, those with most of the four virtues first, or with most of one; of equals those
   * who bought for more, lately and ever, then by name.
   *
   * @param sort null for all four
   * @param only those who have it; null for all
   * @param stopped only those who bought regularly and no longer do
   * @param after the last customer of the page before
   * @param size so many of them
   */
  Board board(
      @Nullable Virtue sort,
      @Nullable Virtue only,
      boolean stopped,
      @Nullable UUID after,
      int size,
      CurrentUser viewer,
      LocalDate today) {
    String order = sort == null ? "virtues" : "coalesce(" + sort.order() + ", -1)";
    String whom =
        "coalesce(%s, false) and coalesce(%s, false)"
            .formatted(only == null ? "true" : only.condition(), stopped ? Virtue.STOPPED : "true");
    List<Customer> found =
        bind(
                jdbc.sql(
                    """
                    %s, placed as (
                      select *, row_number() over (
                        order by %s desc, lately desc, ever desc, platform.fold(name), id) as place
                      from board where %s)
                    select * from placed
                    where place > coalesce((select a.place from placed a where a.id = :after), 0)
                    order by place limit %d
                    """
                        .formatted(board(viewer.scope()), order, whom, size + 1)),
                viewer,
                today)
            .param("after", after)
            .query(Customer.class)
            .list();
    int all =
        bind(
                jdbc.sql(
                    "%s select count(*) from board where %s"
                        .formatted(board(viewer.scope()), whom)),
                viewer,
                today)
            .query(Integer.class)
            .single();
    boolean more = found.size() > size;
    List<Customer> page = more ? found.subList(0, size) : found;
    return new Board(page, all, more ? page.get(size - 1).id() : null);
  }

  /** The purchases of a customer, or whom they recommended, newest first. */
  List<Row> rows(UUID customer, Virtue of, CurrentUser viewer, LocalDate today) {
    Scope scope = viewer.scope();
    String sql =
        of == Virtue.RECOMMENDS
            ? """
              select 'lead' as target, l.id, l.person_name as title, p.name as detail,
                     cast(l.created_at at time zone :zone as date) as at,
                     cast(null as numeric) as amount, null as currency,
                     cast(null as numeric) as worth, cast(null as date) as due, cast(null as date) as paid
              from leads.lead l join contacts.person p on p.id = l.referred_by
              where coalesce(p.company_id, p.id) = :customer and %s
              order by l.created_at desc, l.id limit %d
              """
                .formatted(scope.condition("l.sales_owner_id"), ROWS)
            : """
              select case when p.opportunity_id is null then 'purchase' else 'deal' end as target,
                     coalesce(p.opportunity_id, p.id) as id, p.what as title, p.person_name as detail,
                     p.bought_on as at, p.amount, p.currency, %s as worth, p.due_on as due,
                     p.paid_on as paid
              from customers.purchase p %s
              where coalesce(p.company_id, p.person_id) = :customer and %s %s
              order by p.bought_on desc, p.id limit %d
              """
                .formatted(
                    WORTH,
                    RATE,
                    seen(scope),
                    switch (of) {
                      case PAYS_WELL -> "and p.bought_on >= :year";
                      case ON_TIME ->
                          "and p.due_on is not null and (p.paid_on is not null or p.due_on < :today)";
                      default -> "";
                    },
                    ROWS);
    return bind(jdbc.sql(sql), viewer, today).param("customer", customer).query(Row.class).list();
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec sql, CurrentUser viewer, LocalDate today) {
    return sql.param(Scope.PARAMETER, viewer.scope().owners())
        .param("currency", viewer.company().currency().getCurrencyCode())
        .param("decimals", Math.max(0, viewer.company().currency().getDefaultFractionDigits()))
        .param("today", today)
        .param("zone", viewer.company().zone().getId())
        .param("year", today.minusYears(1));
  }

  /** How a customer is called; empty when there is none that the viewer may see. */
  java.util.Optional<String> name(UUID customer, CurrentUser viewer) {
    return jdbc.sql(
            """
            select coalesce(p.company_name, p.person_name) from customers.purchase p
            where coalesce(p.company_id, p.person_id) = :customer and %s limit 1
            """
                .formatted(seen(viewer.scope())))
        .param("customer", customer)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(String.class)
        .optional();
  }
}
