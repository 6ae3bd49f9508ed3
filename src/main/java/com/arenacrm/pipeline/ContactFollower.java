package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompaniesChanged;
import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.PeopleChanged;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.platform.CopiedNames;
import java.time.ZoneOffset;
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
  private final JdbcClient jdbc;

  ContactFollower(ContactBook contacts, JdbcClient jdbc) {
    this.contacts = contacts;
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

  /** Only a contact in which the customer took part starts the idle clock again (R065). */
  @ApplicationModuleListener
  void on(InteractionLogged event) {
    if (!event.withCustomer()) {
      return;
    }
    jdbc.sql(
            """
            update pipeline.opportunity o set last_contact_at = :at, last_contact_kind = :kind,
              last_contact_result = :result, last_contact_by = :by
            where o.kind = 'OPEN' and (o.last_contact_at is null or o.last_contact_at <= :at)
              and (o.person_id = :person or o.company_id = :company
                   or o.id in (select r.opportunity_id from pipeline.buying_role r
                               where r.person_id = :person))
            """)
        .param("at", event.at().atOffset(ZoneOffset.UTC))
        .param("kind", event.kind().name())
        .param("result", event.result() == null ? null : event.result().name())
        .param("by", event.by().id())
        .param("person", event.person() == null ? null : event.person().id())
        .param("company", event.company() == null ? null : event.company().id())
        .update();
  }
}
