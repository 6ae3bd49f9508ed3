package com.arenacrm.lists;

import com.arenacrm.lists.Neighbours.One;
import com.arenacrm.platform.Slice;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds what stands before and after a record in a list, by the key of its order and never by
 * counting rows off: so it holds also for a record that a change has taken out of the filter.
 */
@Component
public class Neighbourhood {

  /** So many rows stand above the record where the page with it begins elsewhere than before. */
  private static final int ABOVE = 8;

  /**
   * How a list is read.
   *
   * @param table with its schema
   * @param alias of the table in the id, the key, the name and the condition
   * @param id by which addresses name a record, of that alias; no two rows have the same
   * @param key by which it is ordered, before the id
   * @param descending whether the greatest comes first
   * @param name what a record is called
   * @param condition of its rows, the viewer's scope included
   * @param parameters of the condition
   * @param page rows of a page
   */
  public record Source(
      String table,
      String alias,
      String id,
      String key,
      boolean descending,
      String name,
      String condition,
      Map<String, ? extends @Nullable Object> parameters,
      int page) {

    /** Of a table whose records are named by the column {@code id}. */
    public Source(
        String table,
        String alias,
        String key,
        boolean descending,
        String name,
        String condition,
        Map<String, ? extends @Nullable Object> parameters,
        int page) {
      this(table, alias, alias + ".id", key, descending, name, condition, parameters, page);
    }

    private String of(String other, String expression) {
      return expression.replace(alias + ".", other + ".");
    }

    /** Rows that come after the record of a parameter, or before it. */
    private String beyond(String parameter, boolean after) {
      return "(%1$s, %2$s) %3$s (select %4$s, %5$s from %6$s m where %5$s = :%7$s)"
          .formatted(
              key,
              id,
              after == descending ? "<" : ">",
              of("m", key),
              of("m", id),
              table,
              parameter);
    }

    private String order(boolean forward) {
      String direction = forward == descending ? " desc" : "";
      return key + direction + ", " + id + direction;
    }

    private String rows(String what, String more) {
      return "select " + what + " from " + table + " " + alias + " where " + condition + more;
    }
  }

  private final JdbcClient jdbc;

  Neighbourhood(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The place of a record that the viewer may see; by one statement. */
  public Neighbours of(UUID record, ListState state, Source source) {
    String before = " and " + source.beyond("me", false);
    String after = " and " + source.beyond("me", true);
    String id = source.id();
    String one = id + " as id, " + source.name() + " as name";
    String from = " and " + source.beyond("from", true);
    return jdbc.sql(
            """
            select p.id as previous, p.name as previous_name, n.id as next, n.name as next_name,
                   b.id as above,
                   (select count(*) from (%s limit :most) c) as before,
                   (select count(*) from (%s limit :most) c) as total,
                   exists (%s) as within,
                   (select count(*) from (%s limit :page) c) as on_page,
                   exists (select from %s %s where %s = :me %s) as past_start
            from (select 1) here
            left join lateral (%s order by %s limit 1) p on true
            left join lateral (%s order by %s limit 1) n on true
            left join lateral (%s order by %s offset :above limit 1) b on true
            """
                .formatted(
                    source.rows("1", before),
                    source.rows("1", ""),
                    source.rows("1", " and " + id + " = :me"),
                    source.rows("1", before + (state.after() == null ? "" : from)),
                    source.table(),
                    source.alias(),
                    id,
                    state.after() == null ? "" : from,
                    source.rows(one, before),
                    source.order(false),
                    source.rows(one, after),
                    source.order(true),
                    source.rows(id + " as id", before),
                    source.order(false)))
        .params(source.parameters())
        .param("me", record)
        .param("from", state.after())
        .param("page", source.page())
        .param("most", Slice.COUNTED + 1)
        .param("above", ABOVE)
        .query(
            (rs, i) -> {
              boolean within = rs.getBoolean("within");
              int place = rs.getInt("before") + 1;
              boolean samePage =
                  rs.getBoolean("past_start") && rs.getInt("on_page") < source.page();
              return new Neighbours(
                  state,
                  one(rs.getObject("previous", UUID.class), rs.getString("previous_name")),
                  one(rs.getObject("next", UUID.class), rs.getString("next_name")),
                  within && place <= Slice.COUNTED ? place : null,
                  rs.getInt("total"),
                  within,
                  state.after(samePage ? state.after() : rs.getObject("above", UUID.class))
                      + "#r-"
                      + record);
            })
        .single();
  }

  private static @Nullable One one(@Nullable UUID id, @Nullable String name) {
    return id == null ? null : new One(id, String.valueOf(name));
  }
}
