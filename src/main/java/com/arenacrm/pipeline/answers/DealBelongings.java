package com.arenacrm.pipeline.answers;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.contacts.Belonging.Part;
import com.arenacrm.contacts.Belongings;
import java.util.List;
import org.springframework.stereotype.Component;

/** Deals, and who takes part in them. */
@Component
class DealBelongings implements Belongings {

  @Override
  public List<Belonging> belongings() {
    return List.of(
        Belonging.ofPerson("deal", "pipeline.opportunity", "person_id")
            .copying("person_name", Part.NAME)
            .withVersion(),
        Belonging.ofPerson("buyingRole", "pipeline.buying_role", "person_id")
            .keyed("opportunity_id", "person_id", "role")
            .once("opportunity_id", "role"),
        Belonging.ofPerson(null, "pipeline.acceptance", "person_id").keyed("handoff_id"),
        Belonging.ofPerson(null, "pipeline.step_done", "person_id"),
        Belonging.ofCompany("deal", "pipeline.opportunity", "company_id")
            .copying("company_name", Part.NAME)
            .withVersion());
  }
}
