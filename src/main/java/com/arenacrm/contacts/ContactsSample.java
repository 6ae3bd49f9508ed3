package com.arenacrm.contacts;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What sample people wrote in the address book. With a sample person or company goes what was said
 * with them and who has to do with whom, whoever noted it: without them it says nothing. A real
 * person at a sample company stays and loses the link. What sample people said about real ones
 * goes, and with it their word on consent; the word before it holds again.
 */
@Component
class ContactsSample implements SampleContent {

  private final JdbcClient jdbc;

  ContactsSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 21;
  }

  @Override
  public void removeMadeBy(Collection<UUID> sampleUsers, Set<UUID> kept) {
    if (sampleUsers.isEmpty()) {
      return;
    }
    clear("delete from contacts.segment where created_by in (:users)", sampleUsers);
    clear(
        """
        delete from contacts.duplicate
        where proposed_by in (:users) or dismissed_by in (:users)
        """,
        sampleUsers);
    clear(
        """
        delete from contacts.merge
        where merged_by in (:users) or undone_by in (:users)
          or cast(merged_before ->> 'created_by' as uuid) in (:users)
          or cast(survivor_before ->> 'created_by' as uuid) in (:users)
          or survivor_id in (select id from contacts.person where created_by in (:users))
          or survivor_id in (select id from contacts.company where created_by in (:users))
        """,
        sampleUsers);
    clear("delete from contacts.relationship where created_by in (:users)", sampleUsers);
    clear("delete from contacts.interaction where created_by in (:users)", sampleUsers);
    clear(
        """
        with gone as (
          delete from contacts.consent where recorded_by in (:users) returning person_id)
        update contacts.person p
        set consent = coalesce(
              (select c.state from contacts.consent c
               where c.person_id = p.id
                 and (c.recorded_by is null or c.recorded_by not in (:users))
               order by c.at desc, c.id desc limit 1), 'UNKNOWN'),
            version = p.version + 1
        where p.id in (select person_id from gone)
        """,
        sampleUsers);
    clear("delete from contacts.person where created_by in (:users)", sampleUsers);
    clear(
        """
        update contacts.person p set company_id = null, company_name = null, version = p.version + 1
        from contacts.company c where c.id = p.company_id and c.created_by in (:users)
        """,
        sampleUsers);
    clear("delete from contacts.company where created_by in (:users)", sampleUsers);
    jdbc.sql(
            """
            delete from contacts.attribute a
            where not exists (select 1 from contacts.person p
                where a.subject = 'PERSON' and jsonb_exists(p.attributes, a.name))
              and not exists (select 1 from contacts.company c
                where a.subject = 'COMPANY' and jsonb_exists(c.attributes, a.name))
            """)
        .update();
  }

  /** That two are alike, and who somebody was before a merge, nobody has written. */
  @Override
  public Set<String> workedOut() {
    return Set.of(
        "contacts.duplicate.first_person",
        "contacts.duplicate.second_person",
        "contacts.duplicate.first_company",
        "contacts.duplicate.second_company",
        "contacts.alias.person_id",
        "contacts.alias.company_id");
  }

  private void clear(String sql, Collection<UUID> users) {
    jdbc.sql(sql).param("users", users).update();
  }
}
