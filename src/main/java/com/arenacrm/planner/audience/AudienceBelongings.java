package com.arenacrm.planner.audience;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.contacts.Belongings;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which activities met whom, and whom they are for. */
@Component
class AudienceBelongings implements Belongings {

  @Override
  public List<Belonging> belongings() {
    return List.of(
        Belonging.ofPerson("touch", "planner.touch", "person_id").once("occurrence_id", "kind"),
        Belonging.ofPerson(null, "planner.touch_removal", "person_id"),
        Belonging.ofPerson("audience", "planner.audience_entry", "person_id")
            .keyed("source_id", "person_id")
            .once("source_id"),
        Belonging.ofPerson(null, "planner.audience_ground_person", "person_id")
            .keyed("ground_id", "person_id")
            .once("ground_id"),
        Belonging.ofPerson(null, "planner.audience_justification_person", "person_id")
            .keyed("justification_id", "person_id")
            .once("justification_id"),
        Belonging.ofPerson("exclusion", "planner.audience_exclusion", "person_id")
            .once("activity_id")
            .onceWhere("row.returned_at is null"),
        Belonging.ofPerson("mention", "planner.mention", "person_id").withVersion());
  }
}
