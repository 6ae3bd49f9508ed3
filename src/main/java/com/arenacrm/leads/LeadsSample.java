package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What sample people made of leads: the leads that they or their forms brought, the handoffs and
 * judgements about them, signals, forms, rules and response times; and what hangs on people whom
 * they added.
 */
@Component
class LeadsSample implements SampleContent {

  private final ContactBook contacts;
  private final JdbcClient jdbc;

  LeadsSample(ContactBook contacts, JdbcClient jdbc) {
    this.contacts = contacts;
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 40;
  }

  // The first touch and the fits follow from what is there.
  @Override
  public Set<String> workedOut() {
    return Set.of(
        "leads.lead.first_touch_activity_id",
        "leads.lead_fit.lead_id",
        "leads.lead_fit.profile_id",
        "leads.lead_fit_change.lead_id",
        "leads.lead_fit_change.profile_id");
  }

  @Override
  public void removeMadeBy(Collection<UUID> users, Set<UUID> kept) {
    List<UUID> people = contacts.peopleAddedBy(users).stream().map(PersonId::id).toList();
    delete("leads.demand_signal where noted_by in (:users)", users);
    delete("leads.recontact where made_by in (:users)", users);
    jdbc.sql(
            """
            update leads.recontact set settled_by = null where settled_by in (:users)
            """)
        .param("users", users)
        .update();
    jdbc.sql("update leads.lead set ended_by = null where ended_by in (:users)")
        .param("users", users)
        .update();
    delete("leads.snooze where created_by in (:users)", users);
    delete("leads.pool_return where created_by in (:users) or owner_id in (:users)", users);
    delete("leads.pool_notice where to_user in (:users)", users);
    delete("leads.criterion_answer where answered_by in (:users)", users);
    delete("leads.handoff_check where checked_by in (:users)", users);
    delete("leads.trial where created_by in (:users)", users);
    jdbc.sql(
            """
            update leads.trial set
              delivered_by = case when delivered_by in (:users) then null else delivered_by end,
              result_by = case when result_by in (:users) then null else result_by end
            where delivered_by in (:users) or result_by in (:users)
            """)
        .param("users", users)
        .update();
    delete(
        """
        leads.lead l where l.created_by in (:users)
          or l.form_id in (select f.id from leads.lead_form f where f.created_by in (:users))""",
        users);
    if (!people.isEmpty()) {
      delete("leads.demand_signal where person_id in (:users)", people);
      delete("leads.lead where person_id in (:users)", people);
      jdbc.sql("update leads.lead set referred_by = null where referred_by in (:people)")
          .param("people", people)
          .update();
    }
    delete("leads.lead_form where created_by in (:users)", users);
    delete("leads.definition where created_by in (:users)", users);
    delete("leads.routing_rule where created_by in (:users)", users);
    delete("leads.response_target where created_by in (:users)", users);
  }

  private void delete(String what, Collection<UUID> users) {
    jdbc.sql("delete from " + what).param("users", users).update();
  }
}
