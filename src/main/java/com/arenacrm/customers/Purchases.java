package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.customers.Purchase.Names;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to what customers bought: writing it down, changing it, taking it away (R036). */
@Component
@Transactional
public class Purchases {

  private final PurchaseRecords records;
  private final Customers customers;
  private final ContactBook contacts;
  private final Deals deals;
  private final JdbcClient jdbc;

  Purchases(
      PurchaseRecords records,
      Customers customers,
      ContactBook contacts,
      Deals deals,
      JdbcClient jdbc) {
    this.records = records;
    this.customers = customers;
    this.contacts = contacts;
    this.deals = deals;
    this.jdbc = jdbc;
  }

  /**
   * Which purchases, called {@code p}, somebody sees: their own, those of their customers, and
   * those after which they have something to do.
   */
  static String visible(Scope scope) {
    return scope.all()
        ? "true"
        : """
          (%s or exists (select from customers.customer own
            where coalesce(own.company_id, own.person_id) = coalesce(p.company_id, p.person_id)
              and %s)
            or exists (select from customers.task step where step.purchase_id = p.id and %s))
          """
            .formatted(
                scope.condition("p.owner_id"),
                scope.condition("own.owner_id"),
                scope.condition("step.owner_id"));
  }

  /**
   * Writes down what somebody bought.
   *
   * @throws NotFoundException when the company or the person does not exist
   */
  public PurchaseId add(PurchaseId id, PurchaseDetails details, UserId actor, Instant now) {
    Purchase purchase = records.save(new Purchase(id, details, namesOf(details), actor, now));
    customers.recount(List.of(purchase.customer()), now);
    return id;
  }

  boolean isThere(PurchaseId id) {
    return records.findById(id).isPresent();
  }

  /**
   * The purchase, also one that was taken away, if this person may see it.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  @Transactional(readOnly = true)
  Purchase get(PurchaseId id, CurrentUser viewer) {
    boolean seen =
        jdbc.sql(
                    "select count(*) from customers.purchase p where p.id = :id and "
                        + visible(viewer.scope()))
                .param("id", id.id())
                .param(Scope.PARAMETER, viewer.scope().owners())
                .query(Integer.class)
                .single()
            > 0;
    return Optional.of(id)
        .filter(i -> seen)
        .flatMap(records::findById)
        .orElseThrow(NotFoundException::new);
  }

  /**
   * Says anew what was bought; of a won deal only when it is paid and what is noted here.
   *
   * @throws RefusedException when it was taken away meanwhile
   */
  void change(Purchase purchase, PurchaseDetails details, Instant now) {
    UUID before = purchase.customer();
    purchase.change(details, purchase.deal().isPresent() ? purchase.names() : namesOf(details));
    records.save(purchase);
    pay(purchase, details.due(), details.paid());
    customers.recount(List.of(before, purchase.customer()), now);
  }

  // The deal is told, and tells in turn what it says now.
  private void pay(Purchase purchase, @Nullable LocalDate due, @Nullable LocalDate paid) {
    purchase.deal().ifPresent(deal -> deals.paid(deal, due, paid));
  }

  /**
   * Takes a purchase away; what it renewed is to be renewed again.
   *
   * @throws RefusedException when it is a won deal, or was renewed itself
   */
  void delete(Purchase purchase, UserId actor, Instant now) {
    boolean renewed =
        purchase
            .renewedBy()
            .flatMap(records::findById)
            .filter(next -> purchase.renewal().isPresent() && !next.isDeleted())
            .isPresent();
    if (renewed) {
      throw new RefusedException("purchase.delete.renewed");
    }
    purchase.delete(actor, now);
    records.save(purchase);
    Optional<Purchase> before = records.findByRenewedBy(purchase.id());
    before.ifPresent(
        b -> {
          b.missesRenewal();
          records.save(b);
        });
    recount(purchase, before, now);
  }

  /**
   * Brings a purchase back, and with it the renewal that it was.
   *
   * @throws RefusedException when it is a won deal, or what it renewed was renewed anew meanwhile
   */
  void restore(Purchase purchase, UserId actor, Instant now) {
    Optional<Purchase> before = records.findByRenewedBy(purchase.id());
    if (before.isEmpty() && isRenewedByAnother(purchase)) {
      throw new RefusedException("purchase.restore.renewed");
    }
    purchase.restore();
    records.save(purchase);
    before
        .filter(b -> b.renewal().isEmpty())
        .ifPresent(
            b -> {
              b.hasRenewalAgain(actor, now);
              records.save(b);
            });
    recount(purchase, before, now);
  }

  private void recount(Purchase purchase, Optional<Purchase> before, Instant now) {
    customers.recount(
        Stream.concat(Stream.of(purchase), before.stream())
            .map(Purchase::customer)
            .distinct()
            .toList(),
        now);
  }

  // Renewals alone begin on another day than that on which they were bought.
  private boolean isRenewedByAnother(Purchase purchase) {
    return jdbc.sql(
                """
                select count(*) from customers.purchase gone
                join customers.purchase other on other.lasts_from = gone.lasts_from
                  and other.what = gone.what and other.deleted_at is null
                  and coalesce(other.company_id, other.person_id)
                    = coalesce(gone.company_id, gone.person_id)
                join customers.purchase b on b.renewed_by_id = other.id
                where gone.id = :id and other.id <> gone.id
                """)
            .param("id", purchase.id().id())
            .query(Integer.class)
            .single()
        > 0;
  }

  /**
   * Settles the renewal of a purchase.
   *
   * @param next the new purchase, like the one before from the day on which that ends; null where
   *     they do not renew it
   * @param why they do not; null where they do
   * @throws RefusedException when it is settled already, or nobody says why it ends
   */
  void settle(
      Purchase before,
      @Nullable PurchaseId next,
      @Nullable String why,
      UserId actor,
      LocalDate today,
      Instant now) {
    before.settle(next, why, actor, now);
    if (next != null) {
      // First, because the one before names it.
      records.save(before.next(next, actor, today, now));
    }
    records.save(before);
    customers.recount(List.of(before.customer()), now);
  }

  /**
   * Opens a renewal again that was settled, and takes away the purchase that renewed it.
   *
   * @throws RefusedException when that one was renewed, ended or paid itself
   */
  void unsettle(Purchase before, UserId actor, Instant now) {
    if (before.renewal().isEmpty()) {
      return;
    }
    before
        .renewedBy()
        .flatMap(records::findById)
        .filter(next -> !next.isDeleted())
        .ifPresent(
            next -> {
              if (next.renewal().isPresent() || next.details().paid() != null) {
                throw new RefusedException("renewal.undo.not");
              }
              next.delete(actor, now);
              records.save(next);
            });
    before.reopenRenewal();
    records.save(before);
    customers.recount(List.of(before.customer()), now);
  }

  /** The purchases of a customer that need somebody: those that end, and those to be paid. */
  @Transactional(readOnly = true)
  List<Matter> matters(UUID customer, CurrentUser viewer, LocalDate today) {
    return jdbc.sql(
            """
            select p.id, p.what, case when p.renewal_as is null then p.renews_on end as renews_on,
              %s as "from",
              p.term_months, p.amount, p.currency,
              case when p.paid_on is null and p.due_on < :today then p.due_on end as late_since,
              p.version
            from customers.purchase p
            where coalesce(p.company_id, p.person_id) = :customer and p.deleted_at is null
              and (p.renews_on is not null and p.renewal_as is null
                or p.paid_on is null and p.due_on < :today) and %s
            order by least(p.renews_on, p.due_on), p.id limit 30
            """
                .formatted(PurchaseLists.LASTS_FROM, visible(viewer.scope())))
        .param("customer", customer)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("today", today)
        .query(Matter.class)
        .list();
  }

  /**
   * A purchase that needs somebody.
   *
   * @param renewsOn the day on which it ends; null where that is settled, or it does not end
   * @param from since when it lasts; null where it does not end
   * @param lateSince the day by which it should have been paid; null where it is, or need not yet
   */
  record Matter(
      UUID id,
      String what,
      @Nullable LocalDate renewsOn,
      @Nullable LocalDate from,
      @Nullable Integer termMonths,
      BigDecimal amount,
      String currency,
      @Nullable LocalDate lateSince,
      int version) {}

  /** What was bought by an offer. */
  record Taken(UUID id, String what, UUID offerId) {}

  /** The last purchases of a customer by different offers, three at most. */
  @Transactional(readOnly = true)
  List<Taken> taken(UUID customer, CurrentUser viewer) {
    return jdbc.sql(
            """
            select id, what, offer_id from (
              select distinct on (p.offer_id) p.id, p.what, p.offer_id, p.bought_on
              from customers.purchase p
              where coalesce(p.company_id, p.person_id) = :customer and p.deleted_at is null
                and p.offer_id is not null and %s
              order by p.offer_id, p.bought_on desc, p.id desc) t
            order by bought_on desc limit 3
            """
                .formatted(visible(viewer.scope())))
        .param("customer", customer)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Taken.class)
        .list();
  }

  private Names namesOf(PurchaseDetails details) {
    CompanyId company = details.company();
    PersonId person = details.person();
    return new Names(
        company == null ? null : contacts.company(company).name(),
        person == null ? null : contacts.person(person).name());
  }
}
