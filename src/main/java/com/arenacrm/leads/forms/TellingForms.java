package com.arenacrm.leads.forms;

import com.arenacrm.playbook.StoryId;
import com.arenacrm.playbook.StoryTellers;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The forms that are open tell their story. */
@Component
class TellingForms implements StoryTellers {

  private final JdbcClient jdbc;

  TellingForms(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Teller> of(StoryId story) {
    return jdbc.sql(
            """
            select 'form' as kind, f.title, '/leads/forms/' || f.id as page
            from leads.lead_form f where f.story_id = :story and f.open
            order by f.title, f.id limit :most
            """)
        .param("story", story.id())
        .param("most", MOST)
        .query(Teller.class)
        .list();
  }
}
