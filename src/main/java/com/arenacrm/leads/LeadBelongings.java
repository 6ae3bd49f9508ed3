package com.arenacrm.leads;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.contacts.Belonging.Part;
import com.arenacrm.contacts.Belongings;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Leads and signals of people and companies. The company of a lead follows its person while it is
 * under way, as {@link LeadCopies} has it; the fits of a lead follow the lead by their key, and are
 * due again.
 */
@Component
class LeadBelongings implements Belongings {

  private static final String UNDER_WAY = "row.stage <> 'ENDED'";

  @Override
  public List<Belonging> belongings() {
    return List.of(
        Belonging.ofPerson("lead", "leads.lead", "person_id")
            .copying("person_name", Part.NAME)
            .copying("company_id", Part.COMPANY, UNDER_WAY)
            .copying("company_name", Part.COMPANY_NAME, UNDER_WAY)
            .withVersion()
            .thereby("fit_due = true"),
        Belonging.ofPerson("referral", "leads.lead", "referred_by").withVersion(),
        Belonging.ofPerson("signal", "leads.demand_signal", "person_id")
            .copying("person_name", Part.NAME)
            .withVersion(),
        Belonging.ofPerson("recontact", "leads.recontact", "person_id")
            .once("settled_at")
            .onceWhere("row.settled_at is null")
            .withVersion(),
        Belonging.ofCompany("lead", "leads.lead", "company_id")
            .copying("company_name", Part.NAME)
            .withVersion()
            .thereby("fit_due = true"));
  }
}
