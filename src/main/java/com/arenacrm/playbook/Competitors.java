package com.arenacrm.playbook;

import com.arenacrm.identity.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who else sells to our customers: each known once, however somebody writes them, so that what is
 * counted by competitor is counted together (R093, R094).
 */
@Component
@Transactional
public class Competitors {

  private static final int SHOWN = 200;

  private final JdbcClient jdbc;

  Competitors(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All that are known, by name. */
  @Transactional(readOnly = true)
  public List<String> names() {
    return jdbc.sql(
            """
            select name from (
              select distinct on (k.key) k.name from (
                select key, name, 0 as place from playbook.competitor
                union all
                select playbook.competitor_key(competitor), competitor, 1 from playbook.material
                where competitor is not null and retired_at is null) k
              order by k.key, k.place, k.name) n
            order by platform.fold(name), name limit :most
            """)
        .param("most", SHOWN)
        .query(String.class)
        .list();
  }

  /**
   * How a competitor is written here: as the first who named them did, without regard to accents,
   * capitals and spaces. One that nobody knows is known from now on.
   *
   * @param typed what somebody wrote, not blank
   * @param actor null for none
   */
  public String called(String typed, @Nullable UserId actor, Instant now) {
    String name = typed.strip().replaceAll("\\s+", " ");
    jdbc.sql(
            """
            insert into playbook.competitor (key, name, created_at, created_by)
            values (playbook.competitor_key(:name),
              coalesce((select min(competitor) from playbook.material
                where playbook.competitor_key(competitor) = playbook.competitor_key(:name)
                  and retired_at is null), :name), :now, :actor)
            on conflict (key) do nothing
            """)
        .param("name", name)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor == null ? null : actor.id())
        .update();
    return jdbc.sql(
            "select name from playbook.competitor where key = playbook.competitor_key(:name)")
        .param("name", name)
        .query(String.class)
        .single();
  }
}
