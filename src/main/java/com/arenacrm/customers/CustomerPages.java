package com.arenacrm.customers;

import com.arenacrm.customers.CustomerRules.Rules;
import com.arenacrm.customers.PurchaseLists.Row;
import com.arenacrm.customers.PurchaseLists.Total;
import com.arenacrm.customers.Purchases.Matter;
import com.arenacrm.customers.TalkReason.Kind;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.DealCard;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.Playbook.NewOffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads what the page of a customer shows (R036). */
@Component
@Transactional(readOnly = true)
class CustomerPages {

  private static final int PURCHASES = 10;
  private static final int DEALS = 10;

  /**
   * What is known of a customer.
   *
   * @param purchases the latest ones that the viewer may see
   * @param totals what all of those add up to
   * @param matters those that end, or should have been paid by now
   * @param reasons to talk to them next
   * @param spokenLately whether they took part in something said before they count as silent
   * @param rhythm how regularly customers buy
   */
  record View(
      List<Row> purchases,
      List<Total> totals,
      List<Matter> matters,
      List<DealCard> deals,
      List<TalkReason> reasons,
      boolean spokenLately,
      Rhythm rhythm) {

    public int count() {
      return totals.stream().mapToInt(Total::purchases).sum();
    }

    /** What they bought and may renew, the next one first. */
    public List<Matter> renewals() {
      return matters.stream().filter(m -> m.renewsOn() != null).toList();
    }
  }

  private final PurchaseLists lists;
  private final Purchases purchases;
  private final CustomerRules rules;
  private final Deals deals;
  private final Playbook playbook;

  CustomerPages(
      PurchaseLists lists,
      Purchases purchases,
      CustomerRules rules,
      Deals deals,
      Playbook playbook) {
    this.lists = lists;
    this.purchases = purchases;
    this.rules = rules;
    this.deals = deals;
    this.playbook = playbook;
  }

  View of(Customer customer, CurrentUser viewer, LocalDate today) {
    return of(customer, rules.known(), viewer, today);
  }

  View of(Customer customer, CustomerRules.Known known, CurrentUser viewer, LocalDate today) {
    PurchaseFilter own = new PurchaseFilter("", customer.id(), null, null, null, null, null);
    List<Matter> matters = purchases.matters(customer.id(), viewer, today);
    return new View(
        lists.rows(own, null, viewer, today, PURCHASES),
        lists.totals(own, viewer, today),
        matters,
        deals.with(customer.companyId(), customer.personId(), viewer, DEALS),
        reasons(customer, matters, known.rules(), viewer, today),
        isSpokenSince(customer, today.minusDays(known.rules().silentDays()), viewer),
        known.rhythm());
  }

  /**
   * That new customers get more than this one has.
   *
   * @param purchase what they bought, by the offer that they took
   */
  record Worse(UUID purchase, String what, NewOffer offer) {}

  /**
   * Offers for new customers only that beat what this one took (R033), of their latest purchases.
   */
  List<Worse> worse(Customer customer, CurrentUser viewer, LocalDate today) {
    return purchases.taken(customer.id(), viewer).stream()
        .flatMap(
            t ->
                playbook.betterForNew(new OfferId(t.offerId()), today).stream()
                    .map(offer -> new Worse(t.id(), t.what(), offer)))
        .toList();
  }

  static List<TalkReason> reasons(
      Customer customer, List<Matter> matters, Rules rules, CurrentUser viewer, LocalDate today) {
    List<TalkReason> reasons = new ArrayList<>();
    matters.stream()
        .filter(m -> m.lateSince() != null)
        .forEach(
            m ->
                reasons.add(
                    new TalkReason(
                        Kind.LATE, m.what(), m.lateSince(), "/customers/purchases/" + m.id())));
    Integer score = customer.score();
    if (score != null && score <= CheckIn.LOW) {
      reasons.add(
          new TalkReason(
              Kind.UNHAPPY,
              score + "/" + CheckIn.BEST,
              customer.scoredOn(),
              "/customers/" + customer.id() + "/satisfaction"));
    }
    matters.stream()
        .filter(m -> m.renewsOn() != null)
        .filter(m -> !m.renewsOn().isAfter(today.plusDays(rules.renewalDays())))
        .forEach(
            m ->
                reasons.add(
                    new TalkReason(
                        m.renewsOn().isBefore(today) ? Kind.ENDED : Kind.RENEWAL,
                        m.what(),
                        m.renewsOn(),
                        "/customers/" + customer.id() + "#renewals")));
    LocalDate until = customer.expectedUntil();
    LocalDate from = customer.expectedFrom();
    String next = "/customers/" + customer.id() + "#next";
    if (until != null && until.isBefore(today)) {
      reasons.add(new TalkReason(Kind.OVERDUE, null, until, next));
    } else if (from != null && !from.isAfter(today.plusDays(Retention.SOON))) {
      reasons.add(new TalkReason(Kind.EXPECTED, null, customer.expectedOn(), next));
    }
    LocalDate spoken = spokenOn(customer, viewer);
    LocalDate bought = customer.lastOn();
    LocalDate silent = today.minusDays(rules.silentDays());
    if (!isSpokenSince(customer, silent, viewer) && bought != null && bought.isBefore(silent)) {
      reasons.add(new TalkReason(Kind.SILENT, null, spoken, customer.contact() + "#log"));
    }
    return reasons;
  }

  private static @Nullable LocalDate spokenOn(Customer customer, CurrentUser viewer) {
    return customer.lastContactAt() == null
        ? null
        : LocalDate.ofInstant(customer.lastContactAt(), viewer.company().zone());
  }

  private static boolean isSpokenSince(Customer customer, LocalDate day, CurrentUser viewer) {
    LocalDate spoken = spokenOn(customer, viewer);
    return spoken != null && !spoken.isBefore(day);
  }
}
