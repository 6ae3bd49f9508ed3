package com.arenacrm.pipeline.comments;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.contacts.Belongings;
import java.util.List;
import org.springframework.stereotype.Component;

/** What was said about people and companies goes with them. */
@Component
class CommentBelongings implements Belongings {

  @Override
  public List<Belonging> belongings() {
    return List.of(
        Belonging.ofPerson("comment", "pipeline.comment", "person_id"),
        Belonging.ofCompany("comment", "pipeline.comment", "company_id"));
  }
}
