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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

  /** Which purchases, called {@code p}, somebody sees: their own, and those of their customers. */
  static String visible(Scope scope) {
    return scope.all()
        ? "true"
        : """
          (%s or exists (select from customers.customer own
            where coalesce(own.company_id, own.person_id) = coalesce(p.company_id, p.person_id)
              and %s))
          """
            .formatted(scope.condition("p.owner_id"), scope.condition("own.owner_id"));
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

  void delete(Purchase purchase, UserId actor, Instant now) {
    purchase.delete(actor, now);
    records.save(purchase);
    customers.recount(List.of(purchase.customer()), now);
  }

  void restore(Purchase purchase, Instant now) {
    purchase.restore();
    records.save(purchase);
    customers.recount(List.of(purchase.customer()), now);
  }

  private Names namesOf(PurchaseDetails details) {
    CompanyId company = details.company();
    PersonId person = details.person();
    return new Names(
        company == null ? null : contacts.company(company).name(),
        person == null ? null : contacts.person(person).name());
  }
}
