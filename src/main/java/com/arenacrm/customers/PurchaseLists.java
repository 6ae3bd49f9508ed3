package com.arenacrm.customers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
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

  private final JdbcClient jdbc;

  PurchaseLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Slice<Row> page(
      PurchaseFilter filter, @Nullable UUID after, CurrentUser viewer, LocalDate today) {
    return Slice.of(rows(filter, after, viewer, today, PAGE + 1), PAGE, Row::id);
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
}
