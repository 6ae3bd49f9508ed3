package com.arenacrm.customers;

import com.arenacrm.customers.PurchaseLists.Row;
import com.arenacrm.customers.PurchaseLists.Total;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.DealCard;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads what the page of a customer shows (R036). */
@Component
@Transactional(readOnly = true)
class CustomerPages {

  /** Days without a word after which a customer counts as silent. */
  static final int SILENT_DAYS = 90;

  private static final int PURCHASES = 10;
  private static final int DEALS = 10;

  /**
   * What is known of a customer.
   *
   * @param purchases the latest ones that the viewer may see
   * @param totals what all of those add up to
   * @param late those that should have been paid by now, the oldest first
   * @param reasons to talk to them next
   */
  record View(
      List<Row> purchases,
      List<Total> totals,
      List<Row> late,
      List<DealCard> deals,
      List<TalkReason> reasons) {

    public int count() {
      return totals.stream().mapToInt(Total::purchases).sum();
    }
  }

  private final PurchaseLists lists;
  private final Deals deals;

  CustomerPages(PurchaseLists lists, Deals deals) {
    this.lists = lists;
    this.deals = deals;
  }

  View of(Customer customer, CurrentUser viewer, LocalDate today) {
    PurchaseFilter own = of(customer.id(), null);
    List<Row> late =
        lists.rows(of(customer.id(), PurchaseFilter.Payment.LATE), null, viewer, today, 5).stream()
            .sorted(Comparator.comparing(Row::dueOn))
            .toList();
    return new View(
        lists.rows(own, null, viewer, today, PURCHASES),
        lists.totals(own, viewer, today),
        late,
        deals.with(customer.companyId(), customer.personId(), viewer, DEALS),
        reasons(customer, late, viewer, today));
  }

  private static PurchaseFilter of(UUID customer, PurchaseFilter.@Nullable Payment payment) {
    return new PurchaseFilter("", customer, null, payment, null, null, null);
  }

  private static List<TalkReason> reasons(
      Customer customer, List<Row> late, CurrentUser viewer, LocalDate today) {
    List<TalkReason> reasons = new ArrayList<>();
    late.forEach(
        p ->
            reasons.add(
                new TalkReason(
                    TalkReason.Kind.LATE, p.what(), p.dueOn(), "/customers/purchases/" + p.id())));
    LocalDate spoken =
        customer.lastContactAt() == null
            ? null
            : LocalDate.ofInstant(customer.lastContactAt(), viewer.company().zone());
    if (spoken == null || spoken.isBefore(today.minusDays(SILENT_DAYS))) {
      reasons.add(
          new TalkReason(TalkReason.Kind.SILENT, null, spoken, customer.contact() + "#log"));
    }
    return reasons;
  }
}
