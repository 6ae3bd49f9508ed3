package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.contacts.Belonging.Part;
import com.arenacrm.contacts.Belongings;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tasks about people and companies go with them. */
@Component
class TaskBelongings implements Belongings {

  @Override
  public List<Belonging> belongings() {
    return List.of(
        Belonging.ofPerson("task", "pipeline.task", "person_id")
            .copying("person_name", Part.NAME)
            .withVersion(),
        Belonging.ofCompany("task", "pipeline.task", "company_id")
            .copying("company_name", Part.NAME)
            .withVersion());
  }
}
