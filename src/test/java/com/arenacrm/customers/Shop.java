package com.arenacrm.customers;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.DealDetails;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Makes companies, deals and purchases of a test's own. */
final class Shop {

  static final Currency EUR = Currency.getInstance("EUR");

  private final MockMvcTester mvc;
  private final Cast cast;
  private final ContactBook book;
  private final Deals deals;
  private final Purchases purchases;
  private final Clock clock;

  Shop(
      MockMvcTester mvc,
      Cast cast,
      ContactBook book,
      Deals deals,
      Purchases purchases,
      Clock clock) {
    this.mvc = mvc;
    this.cast = cast;
    this.book = book;
    this.deals = deals;
    this.purchases = purchases;
    this.clock = clock;
  }

  /** The stages are made when somebody first looks at the board. */
  void open() {
    mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos())).exchange();
  }

  Instant now() {
    return clock.instant();
  }

  LocalDate today() {
    return cast.marcos().today(clock);
  }

  Company company(String name) {
    return book.addCompany(
        CompanyId.next(),
        CompanyDetails.named(name + " " + UUID.randomUUID()),
        cast.lucia().id(),
        now());
  }

  Person person(String name, @Nullable CompanyId company) {
    return book.addPerson(
        PersonId.next(),
        PersonDetails.of(
            name, new EmailAddress("c" + UUID.randomUUID() + "@cliente.example"), null, company),
        cast.lucia().id(),
        now());
  }

  OpportunityId deal(CurrentUser owner, String name, CompanyId company) {
    Deals.NewDeal deal =
        Deals.NewDeal.of(
            DealDetails.of(
                name, null, company, owner.id(), new BigDecimal("1000"), EUR, today().plusDays(30)),
            Plan.step("Llamar", today().plusDays(1)),
            now());
    return deals.open(deal, owner.id(), now());
  }

  /** Something that lasts until a day. */
  PurchaseId lasting(CurrentUser owner, CompanyId company, LocalDate on, LocalDate until) {
    return purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            company,
            null,
            "Mantenimiento",
            on,
            Money.of(new BigDecimal("1200"), EUR),
            null,
            null,
            null,
            owner.id(),
            null,
            until,
            12),
        owner.id(),
        now());
  }

  PurchaseId bought(CurrentUser owner, CompanyId company, String amount, LocalDate on) {
    return bought(owner, company, amount, on, null, null);
  }

  PurchaseId bought(
      CurrentUser owner,
      CompanyId company,
      String amount,
      LocalDate on,
      @Nullable LocalDate due,
      @Nullable LocalDate paid) {
    return purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            company,
            null,
            "Café de la casa",
            on,
            Money.of(new BigDecimal(amount), EUR),
            due,
            paid,
            null,
            owner.id(),
            null,
            null,
            null),
        owner.id(),
        now());
  }
}
