package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompaniesChanged;
import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.PeopleChanged;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.pipeline.idle.IdleClock;
import com.arenacrm.platform.CopiedNames;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Keeps what deals copy from contacts as it is there. */
@Component
class ContactFollower {

  private final ContactBook contacts;
  private final IdleClock clock;
  private final JdbcClient jdbc;

  ContactFollower(ContactBook contacts, IdleClock clock, JdbcClient jdbc) {
    this.contacts = contacts;
    this.clock = clock;
    this.jdbc = jdbc;
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
    CopiedNames.follow(jdbc, names, "pipeline.opportunity", "person_id", "person_name");
    CopiedNames.follow(jdbc, names, "pipeline.task", "person_id", "person_name");
  }

  private void followCompanies(List<CompanyId> companies) {
    Map<UUID, String> names = contacts.companyNames(companies);
    CopiedNames.follow(jdbc, names, "pipeline.opportunity", "company_id", "company_name");
    CopiedNames.follow(jdbc, names, "pipeline.task", "company_id", "company_name");
  }

  /** What was said counts for the deal that it was about, not for all of the customer (R065). */
  @ApplicationModuleListener
  void on(InteractionLogged event) {
    UUID person = event.person() == null ? null : event.person().id();
    UUID company = event.company() == null ? null : event.company().id();
    if (company == null && event.person() != null) {
      PersonCard card = contacts.cards(List.of(event.person())).get(event.person());
      company = card == null || card.companyId() == null ? null : card.companyId().id();
    }
    clock
        .dealOf(person, company, event.about())
        .ifPresent(
            deal ->
                clock.note(
                    deal,
                    new IdleClock.Talk(
                        event.interaction().id(),
                        event.kind(),
                        event.result(),
                        event.at(),
                        event.by())));
  }
}
