package com.arenacrm.contacts.duplicates;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.contacts.Belonging.Copy;
import com.arenacrm.contacts.Belonging.Part;
import com.arenacrm.contacts.Belongings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Moves what hangs on one record to another, keeping each row as it was, and moves it back. Which
 * rows, each module says by its {@link Belongings}; to be used in the transaction of a merge.
 */
@Component
class Moves {

  /**
   * How much of a kind there is.
   *
   * @param rows what moves
   * @param same of those, what the survivor has already
   */
  record Count(String kind, int rows, int same) {}

  /** What the survivor will be called, and where they will be. */
  record Names(String name, @Nullable UUID company, @Nullable String companyName) {}

  private final List<Belonging> belongings;
  private final JdbcClient jdbc;

  Moves(List<Belongings> all, JdbcClient jdbc) {
    this.belongings = all.stream().flatMap(b -> b.belongings().stream()).toList();
    this.jdbc = jdbc;
  }

  /** All columns that follow, of people and of companies. */
  List<Belonging> belongings() {
    return belongings;
  }

  private List<Belonging> of(Subject subject) {
    return belongings.stream().filter(b -> b.companies() == subject.companies()).toList();
  }

  /** What would move, by one statement; kinds of which there is nothing are missing. */
  List<Count> preview(Subject subject, UUID survivor, UUID merged) {
    String sql =
        of(subject).stream()
            .filter(b -> b.kind() != null)
            .map(
                b ->
                    "select '%s' as kind, count(*) as n, count(*) filter (where %s) as same from %s r where r.%s = :merged"
                        .formatted(b.kind(), same(b), b.table(), b.column()))
            .collect(Collectors.joining(" union all "));
    return jdbc.sql(
            "select kind, sum(n)::int as rows, sum(same)::int as same from (%s) k group by kind having sum(n) > 0 order by sum(n) desc, kind"
                .formatted(sql))
        .param("survivor", survivor)
        .param("merged", merged)
        .query(Count.class)
        .list();
  }

  /** Moves everything; answers how many rows of each kind there were. */
  Map<String, Integer> move(Subject subject, UUID merge, UUID survivor, UUID merged, Names names) {
    Map<String, Integer> moved = new LinkedHashMap<>();
    for (Belonging b : of(subject)) {
      int rows = 0;
      if (!b.once().isEmpty() || b.other() != null) {
        rows +=
            bind(
                    """
                    with gone as (
                      delete from %s r where r.%s = :merged and (%s) returning to_jsonb(r) as image)
                    insert into contacts.merge_image (merge_id, holding, before)
                    select :merge, :holding, image from gone
                    """
                        .formatted(b.table(), b.column(), same(b)),
                    b,
                    merge,
                    survivor,
                    merged,
                    names)
                .update();
      }
      rows +=
          bind(
                  """
                  with was as (
                    select r.*, to_jsonb(r) as image_before from %1$s r
                    where r.%2$s = :merged %3$s
                    for update),
                  became as (
                    update %1$s r set %4$s from was where %5$s
                    returning was.image_before as before, to_jsonb(r) as after, was.%2$s = :merged as counted)
                  , kept as (
                    insert into contacts.merge_image (merge_id, holding, before, after)
                    select :merge, :holding, before, after from became)
                  select count(*) filter (where counted) from became
                  """
                      .formatted(
                          b.table(), b.column(), ownCopies(b), assignments(b), sameKey(b, "was")),
                  b,
                  merge,
                  survivor,
                  merged,
                  names)
              .query(Integer.class)
              .single();
      if (b.kind() != null && rows > 0) {
        moved.merge(b.kind(), rows, Integer::sum);
      }
    }
    return moved;
  }

  private JdbcClient.StatementSpec bind(
      String sql, Belonging b, UUID merge, UUID survivor, UUID merged, Names names) {
    return jdbc.sql(sql)
        .param("merge", merge)
        .param("holding", b.name())
        .param("survivor", survivor)
        .param("merged", merged)
        .param("newName", names.name())
        .param("newCompany", names.company())
        .param("newCompanyName", names.companyName());
  }

  /** Of a row of the merged one: whether the survivor has the same, or it would name itself. */
  private static String same(Belonging b) {
    List<String> conditions = new ArrayList<>();
    if (!b.once().isEmpty()) {
      String where =
          b.once().stream()
              .map(c -> "s.%1$s is not distinct from r.%1$s".formatted(c))
              .collect(Collectors.joining(" and "));
      String some =
          b.onceWhere() == null
              ? ""
              : " and " + row(b.onceWhere(), "s") + " and " + row(b.onceWhere(), "r");
      conditions.add(
          "exists (select 1 from %s s where s.%s = :survivor and %s%s)"
              .formatted(b.table(), b.column(), where, some));
    }
    if (b.other() != null) {
      conditions.add("r.%s in (:survivor, :merged)".formatted(b.other()));
    }
    return conditions.isEmpty() ? "false" : String.join(" or ", conditions);
  }

  /** Also the survivor's own rows, where a copy in them is about to change. */
  private static String ownCopies(Belonging b) {
    if (b.copies().isEmpty()) {
      return "";
    }
    String changed =
        b.copies().stream()
            .map(
                c ->
                    "(%sr.%s is distinct from %s)"
                        .formatted(
                            c.when() == null ? "" : row(c.when(), "r") + " and ",
                            c.column(),
                            value(c.part())))
            .collect(Collectors.joining(" or "));
    return "or (r.%s = :survivor and (%s))".formatted(b.column(), changed);
  }

  private static String assignments(Belonging b) {
    List<String> sets = new ArrayList<>();
    sets.add(b.column() + " = :survivor");
    for (Copy c : b.copies()) {
      sets.add(
          c.when() == null
              ? "%s = %s".formatted(c.column(), value(c.part()))
              : "%1$s = case when %2$s then %3$s else r.%1$s end"
                  .formatted(c.column(), row(c.when(), "r"), value(c.part())));
    }
    return String.join(", ", withMarks(b, sets));
  }

  private static List<String> withMarks(Belonging b, List<String> sets) {
    if (b.versioned()) {
      sets.add("version = r.version + 1");
    }
    if (b.thereby() != null) {
      sets.add(b.thereby());
    }
    return sets;
  }

  private static String value(Part part) {
    return switch (part) {
      case NAME -> "cast(:newName as text)";
      case COMPANY -> "cast(:newCompany as uuid)";
      case COMPANY_NAME -> "cast(:newCompanyName as text)";
    };
  }

  private static String row(String condition, String alias) {
    return condition.replace("row.", alias + ".");
  }

  private static String sameKey(Belonging b, String image) {
    return b.key().stream()
        .map(k -> "r.%1$s = %2$s.%1$s".formatted(k, image))
        .collect(Collectors.joining(" and "));
  }

  /**
   * Moves back what moved, as far as nobody has moved or deleted it since.
   *
   * @return how many rows could not be brought back, because what they belonged to is gone
   */
  int restore(Subject subject, UUID merge) {
    List<Belonging> backwards = new ArrayList<>(of(subject));
    java.util.Collections.reverse(backwards);
    int lost = 0;
    for (Belonging b : backwards) {
      jdbc.sql(
              """
              update %1$s r set %2$s
              from contacts.merge_image i,
                lateral jsonb_populate_record(cast(null as %1$s), i.before) b,
                lateral jsonb_populate_record(cast(null as %1$s), i.after) a
              where i.merge_id = :merge and i.holding = :holding and i.after is not null and %3$s
              """
                  .formatted(b.table(), restorations(b), sameKey(b, "a")))
          .param("merge", merge)
          .param("holding", b.name())
          .update();
      lost += reinsert(b.table(), b.name(), merge);
    }
    return lost;
  }

  /** What moved takes its copies back along; of the survivor's own rows, what is as it was left. */
  private static String restorations(Belonging b) {
    List<String> sets = new ArrayList<>();
    sets.add(back(b.column(), "r.%1$s is not distinct from a.%1$s".formatted(b.column())));
    for (Copy c : b.copies()) {
      sets.add(
          back(
              c.column(),
              "(r.%1$s is not distinct from a.%1$s and b.%1$s is distinct from a.%1$s) or r.%2$s is not distinct from a.%2$s"
                  .formatted(b.column(), c.column())));
    }
    return String.join(", ", withMarks(b, sets));
  }

  private static String back(String column, String condition) {
    return "%1$s = case when %2$s then b.%1$s else r.%1$s end".formatted(column, condition);
  }

  /** Brings back the rows that were removed; one by one, since each may be impossible. */
  int reinsert(String table, String holding, UUID merge) {
    List<Long> removed =
        jdbc.sql(
                """
                select number from contacts.merge_image
                where merge_id = :merge and holding = :holding and after is null order by number desc
                """)
            .param("merge", merge)
            .param("holding", holding)
            .query(Long.class)
            .list();
    if (removed.isEmpty()) {
      return 0;
    }
    List<String> columns = columnsOf(table);
    int lost = 0;
    for (Long number : removed) {
      jdbc.sql("savepoint restoring").update();
      try {
        lost +=
            1
                - jdbc.sql(
                        """
                        insert into %1$s (%2$s)
                        select %3$s from contacts.merge_image i,
                          lateral jsonb_populate_record(cast(null as %1$s), i.before) b
                        where i.number = :number
                        on conflict do nothing
                        """
                            .formatted(
                                table,
                                String.join(", ", columns),
                                "b." + String.join(", b.", columns)))
                    .param("number", number)
                    .update();
      } catch (DataIntegrityViolationException e) {
        jdbc.sql("rollback to savepoint restoring").update();
        lost++;
      }
      jdbc.sql("release savepoint restoring").update();
    }
    return lost;
  }

  /** The columns that can be written. */
  List<String> columnsOf(String table) {
    String[] name = table.split("\\.");
    return jdbc.sql(
            """
            select column_name from information_schema.columns
            where table_schema = :schema and table_name = :name and is_generated = 'NEVER'
            order by ordinal_position
            """)
        .param("schema", name[0])
        .param("name", name[1])
        .query(String.class)
        .list();
  }
}
