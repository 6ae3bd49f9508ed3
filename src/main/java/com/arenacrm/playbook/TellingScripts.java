package com.arenacrm.playbook;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The scripts in use tell their story. */
@Component
class TellingScripts implements StoryTellers {

  private final JdbcClient jdbc;

  TellingScripts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Teller> of(StoryId story) {
    return jdbc.sql(
            """
            select 'script' as kind, s.title, '/playbook/scripts/' || s.id as page
            from playbook.script s where s.story_id = :story and s.retired_at is null
            order by s.title, s.id limit :most
            """)
        .param("story", story.id())
        .param("most", MOST)
        .query(Teller.class)
        .list();
  }
}
