package com.arenacrm.customers;

import com.arenacrm.contacts.CompaniesChanged;
import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.PeopleChanged;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.platform.CopiedNames;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Keeps what is known of customers as it is among the contacts. */
@Component
class CustomerFollower {

  private final Customers customers;
  private final ContactBook contacts;
  private final JdbcClient jdbc;
  private final Clock clock;

  CustomerFollower(Customers customers, ContactBook contacts, JdbcClient jdbc, Clock clock) {
    this.customers = customers;
    this.contacts = contacts;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @ApplicationModuleListener
  void on(Person.Changed event) {
    follow(List.of(event.person()));
  }

  @ApplicationModuleListener
  void on(PeopleChanged event) {
    follow(event.people());
  }

  @ApplicationModuleListener
  void on(Company.Changed event) {
    followCompanies(List.of(event.company()));
  }

  @ApplicationModuleListener
  void on(CompaniesChanged event) {
    followCompanies(event.companies());
  }

  private void follow(List<PersonId> people) {
    Map<UUID, String> names = contacts.personNames(people);
    CopiedNames.follow(jdbc, names, "customers.purchase", "person_id", "person_name");
    CopiedNames.follow(jdbc, names, "customers.check_in", "person_id", "person_name");
    CopiedNames.follow(jdbc, names, "customers.referral", "person_id", "person_name");
    CopiedNames.follow(jdbc, names, "customers.referral", "referred_by", "referrer_name");
    customers.recount(people.stream().map(PersonId::id).toList(), clock.instant());
  }

  private void followCompanies(List<CompanyId> companies) {
    CopiedNames.follow(
        jdbc, contacts.companyNames(companies), "customers.purchase", "company_id", "company_name");
    customers.recount(companies.stream().map(CompanyId::id).toList(), clock.instant());
  }

  /** Whoever took part in a talk is not silent. */
  @ApplicationModuleListener
  void on(InteractionLogged event) {
    if (!event.isContact()) {
      return;
    }
    UUID person = event.person() == null ? null : event.person().id();
    UUID company = event.company() == null ? null : event.company().id();
    if (company == null && event.person() != null) {
      PersonCard card = contacts.cards(List.of(event.person())).get(event.person());
      company = card == null || card.companyId() == null ? null : card.companyId().id();
    }
    jdbc.sql(
            """
            update customers.customer c set last_contact_at = :at
            where (c.last_contact_at is null or c.last_contact_at < :at)
              and (c.person_id = :person or c.company_id = :company)
            """)
        .param("at", event.at().atOffset(ZoneOffset.UTC))
        .param("person", person)
        .param("company", company)
        .update();
  }
}
