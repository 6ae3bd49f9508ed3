package com.arenacrm.customers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.lists.Neighbourhood.Source;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads purchases, the latest first, within what the viewer may see. */
@Component
@Transactional(readOnly = true)
class PurchaseLists {

  static final int PAGE = 25;

  /** Since when a purchase, called {@code p}, lasts; null where it does not end. */
  static final String LASTS_FROM =
      "case when p.renews_on is not null then coalesce(p.lasts_from, p.bought_on) end";

  /**
   * A purchase in a list.
   *
   * @param customer the company that bought, or the person without one
   * @param from since when it lasts; null where it does not end
   * @param until the day until which it lasts; null where it does not end
   */
  record Row(
      UUID id,
      UUID customer,
      @Nullable UUID companyId,
      @Nullable UUID personId,
      @Nullable String companyName,
      @Nullable String personName,
      String what,
      LocalDate boughtOn,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      BigDecimal amount,
      String currency,
      @Nullable LocalDate dueOn,
      @Nullable LocalDate paidOn,
      @Nullable String note,
      @Nullable UUID ownerId,
      @Nullable UUID opportunityId,
      @Nullable String outsideSource) {

    public String customerName() {
      return companyName == null ? personName == null ? "—" : personName : companyName;
    }

    /** Whether it should have been paid by now. */
    public boolean isLate(LocalDate today) {
      return paidOn == null && dueOn != null && dueOn.isBefore(today);
    }
  }

  /** What purchases in one currency add up to. */
  record Total(String currency, int purchases, BigDecimal sum) {}

  private record Sum(UUID customer, String currency, int purchases, BigDecimal sum) {}

  private final JdbcClient jdbc;

  PurchaseLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The purchases after one, so many of them. */
  Slice<Row> page(
      PurchaseFilter filter, @Nullable UUID after, CurrentUser viewer, LocalDate today, int size) {
    return Slice.of(rows(filter, after, viewer, today, size + 1), size, Row::id);
  }

  List<Row> rows(
      PurchaseFilter filter, @Nullable UUID after, CurrentUser viewer, LocalDate today, int most) {
    return jdbc.sql(
            """
            select p.id, coalesce(p.company_id, p.person_id) as customer, p.company_id, p.person_id,
              p.company_name, p.person_name, p.what, p.bought_on, %s as "from",
              p.renews_on as until, p.amount, p.currency, p.due_on, p.paid_on, p.note, p.owner_id, p.opportunity_id, p.outside_source
            from customers.purchase p
            where %s %s
            order by p.bought_on desc, p.id desc limit :limit
            """
                .formatted(
                    LASTS_FROM,
                    filter.condition(viewer),
                    after == null
                        ? ""
                        : "and (p.bought_on, p.id) < (select a.bought_on, a.id"
                            + " from customers.purchase a where a.id = :after)"))
        .params(filter.parameters(viewer, today))
        .param("after", after)
        .param("limit", most)
        .query(Row.class)
        .list();
  }

  /**
   * What the whole list adds up to, by currency, that of most purchases first. Of a list longer
   * than {@link Slice#COUNTED} only that it is.
   */
  List<Total> totals(PurchaseFilter filter, CurrentUser viewer, LocalDate today) {
    return jdbc.sql(
            """
            select c.currency, count(*) as purchases, sum(c.amount) as sum
            from (select p.currency, p.amount from customers.purchase p where %s limit :most) c
            group by c.currency order by count(*) desc, c.currency
            """
                .formatted(filter.condition(viewer)))
        .params(filter.parameters(viewer, today))
        .param("most", Slice.COUNTED + 1)
        .query(Total.class)
        .list();
  }

  /**
   * What the purchases of these customers that the viewer may see add up to, by currency, that of
   * most purchases first.
   */
  Map<UUID, List<Total>> totals(Collection<UUID> customers, CurrentUser viewer) {
    if (customers.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(
            """
            select coalesce(p.company_id, p.person_id) as customer, p.currency,
              count(*) as purchases, sum(p.amount) as sum
            from customers.purchase p
            where coalesce(p.company_id, p.person_id) = any(cast(:customers as uuid[]))
              and p.deleted_at is null and %s
            group by 1, 2 order by 1, 3 desc, 2
            """
                .formatted(Purchases.visible(viewer.scope())))
        .param("customers", SampleContent.array(customers))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Sum.class)
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Sum::customer,
                Collectors.mapping(
                    s -> new Total(s.currency(), s.purchases(), s.sum()), Collectors.toList())));
  }

  /** How the list is read, for finding what stands beside a purchase. */
  Source source(PurchaseFilter filter, CurrentUser viewer, LocalDate today) {
    return new Source(
        "customers.purchase",
        "p",
        "p.bought_on",
        true,
        "p.what",
        filter.condition(viewer),
        filter.parameters(viewer, today),
        PAGE);
  }

  /** The purchases of the list by their ids, so many at most. */
  List<UUID> ids(PurchaseFilter filter, CurrentUser viewer, LocalDate today, int most) {
    return jdbc.sql(
            "select p.id from customers.purchase p where "
                + filter.condition(viewer)
                + " order by p.id limit :most")
        .params(filter.parameters(viewer, today))
        .param("most", most)
        .query(UUID.class)
        .list();
  }
}
