package com.arenacrm.planner.answers;

import com.arenacrm.playbook.StoryId;
import com.arenacrm.playbook.StoryTellers;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The activities with days to come tell their story. */
@Component
class TellingActivities implements StoryTellers {

  private final JdbcClient jdbc;

  TellingActivities(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Teller> of(StoryId story) {
    return jdbc.sql(
            """
            select 'activity' as kind, a.title, '/planner/activities/' || a.id as page
            from planner.activity a
            where a.story_id = :story and exists (select from planner.occurrence o
              where o.activity_id = a.id and o.state = 'PLANNED')
            order by a.title, a.id limit :most
            """)
        .param("story", story.id())
        .param("most", MOST)
        .query(Teller.class)
        .list();
  }
}
