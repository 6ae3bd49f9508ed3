package com.arenacrm.pipeline;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.Person;
import java.time.ZoneOffset;
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
    jdbc.sql(
            """
            update pipeline.opportunity set person_name = :name
            where person_id = :person and person_name is distinct from :name
            """)
        .param("name", contacts.person(event.person()).name())
        .param("person", event.person().id())
        .update();
  }

  @ApplicationModuleListener
  void on(Company.Changed event) {
    jdbc.sql(
            """
            update pipeline.opportunity set company_name = :name
            where company_id = :company and company_name is distinct from :name
            """)
        .param("name", contacts.company(event.company()).name())
        .param("company", event.company().id())
        .update();
  }

  /** Only a contact in which the customer took part starts the idle clock again (R065). */
  @ApplicationModuleListener
  void on(InteractionLogged event) {
    if (!event.kind().isWithCustomer()) {
      return;
    }
    jdbc.sql(
            """
            update pipeline.opportunity o set last_contact_at = :at
            where o.kind = 'OPEN' and (o.last_contact_at is null or o.last_contact_at < :at)
              and (o.person_id = :person or o.company_id = :company
                   or o.id in (select r.opportunity_id from pipeline.buying_role r
                               where r.person_id = :person))
            """)
        .param("at", event.at().atOffset(ZoneOffset.UTC))
        .param("person", event.person() == null ? null : event.person().id())
        .param("company", event.company() == null ? null : event.company().id())
        .update();
  }
}
