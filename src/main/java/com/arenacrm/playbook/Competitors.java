package com.arenacrm.playbook;

import com.arenacrm.identity.UserId;
import com.arenacrm.platform.Folding;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

  /** What stands behind a comma and is no name, but the legal form of the one before it. */
  private static final Pattern FORM =
      Pattern.compile(
          "(s\\.? ?(l|a|c)\\.?( ?(u|l|p)\\.?)?|ltd\\.?|inc\\.?|llc|gmbh|b\\.?v\\.?|s\\.?r\\.?l\\.?)",
          Pattern.CASE_INSENSITIVE);

  private final Folding folding;
  private final JdbcClient jdbc;

  Competitors(Folding folding, JdbcClient jdbc) {
    this.folding = folding;
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
   * Several competitors, as somebody wrote them with commas between them: each once, without regard
   * to accents, capitals and spaces, in the order and words in which they were written first.
   *
   * @param typed null for none
   */
  public List<String> each(@Nullable String typed) {
    Map<String, String> names = new LinkedHashMap<>();
    List<String> parts = new ArrayList<>();
    for (String part : typed == null ? new String[0] : typed.split("[,;]")) {
      String name = part.strip().replaceAll("\\s+", " ");
      int last = parts.size() - 1;
      if (last >= 0 && FORM.matcher(name).matches()) {
        // «Cafés Norte, S. L.» is one.
        parts.set(last, parts.get(last) + ", " + name);
      } else if (!name.isEmpty()) {
        parts.add(name);
      }
    }
    parts.forEach(name -> names.putIfAbsent(folding.fold(name).replaceAll("\\s", ""), name));
    return List.copyOf(names.values());
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
