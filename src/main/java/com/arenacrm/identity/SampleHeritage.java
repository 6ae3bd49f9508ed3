package com.arenacrm.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.function.SingletonSupplier;

/**
 * What stays of the sample company when it goes: whatever real people's work names. They may have
 * planned an activity for one of its profiles, opened a lead for one of its people or moved one of
 * its deals; that work stays whole, and so do the records that it names, with all that these name
 * in turn. Which tables there are and how they refer to one another is asked of the database
 * itself, so that no module is forgotten.
 *
 * <p>A row's author is who it names in {@code created_by}, or else in the first column that must
 * name a user. A row without author belongs to what it is deleted with. Who is only in charge of
 * something has not made it.
 */
@Component
public class SampleHeritage {

  private static final Set<String> IN_CHARGE =
      Set.of("owner_id", "sales_owner_id", "follow_up_by", "to_user");

  private final JdbcClient jdbc;

  // The tables do not change while the application runs.
  private final Supplier<Map<String, Table>> tables = SingletonSupplier.of(this::readTables);

  SampleHeritage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What stays of the sample, by table.
   *
   * @param rows the ids of the rows that stay, by the full name of their table
   */
  public record Kept(Map<String, Set<UUID>> rows) {

    /** All of them, whatever they are. */
    public Set<UUID> ids() {
      return rows.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** How many rows of a table stay. */
    public int count(String table) {
      return rows.getOrDefault(table, Set.of()).size();
    }
  }

  /**
   * Finds what real work needs.
   *
   * @param sampleUsers the accounts of the sample company
   * @param workedOut columns, by their full names, that Arena fills in by itself: nobody chose what
   *     they name
   */
  @Transactional(readOnly = true)
  public Kept neededByRealWork(Collection<UUID> sampleUsers, Set<String> workedOut) {
    return new Search(tables.get(), sampleUsers).search(workedOut);
  }

  /** How many rows of each of these tables are the sample's. */
  @Transactional(readOnly = true)
  public Map<String, Integer> made(Collection<UUID> sampleUsers, Collection<String> names) {
    Search search = new Search(tables.get(), sampleUsers);
    Map<String, Integer> made = new LinkedHashMap<>();
    search
        .bind(
            names.stream()
                .map(
                    name ->
                        "select '%s' as name, count(*) as rows from %s x where %s"
                            .formatted(name, name, search.ofSample(search.table(name), "x")))
                .collect(Collectors.joining("\nunion all\n")))
        .query(
            rs -> {
              made.put(rs.getString("name"), rs.getInt("rows"));
            });
    return made;
  }

  /**
   * Gives what stays to somebody, so that it is no longer the sample's; and cuts what nobody's
   * rows, such as leads that came by themselves, say of the rest of it.
   */
  @Transactional
  public void pass(Kept kept, Collection<UUID> sampleUsers, UserId heir) {
    Search search = new Search(tables.get(), sampleUsers);
    search.kept.putAll(kept.rows());
    kept.rows()
        .forEach(
            (name, ids) ->
                Optional.ofNullable(search.table(name).author)
                    .ifPresent(
                        author ->
                            search
                                .bind(
                                    """
                                    update %s x set %s = :heir
                                    where x.id = any(cast(:kept as uuid[]))
                                      and x.%s = any(cast(:users as uuid[]))
                                    """
                                        .formatted(name, author.name, author.name))
                                .param("heir", heir.id())
                                .update()));
    for (Table table : search.tables.values()) {
      for (Reference reference : table.references) {
        Table parent = search.table(reference.parent);
        if (table.author != null
            && table.author.nullable
            && reference.cuttable()
            && parent.author != null) {
          search
              .bind(
                  """
                  update %s x set %s = null where x.%s is null
                    and exists (select from %s p where p.id = x.%s
                      and p.%s = any(cast(:users as uuid[])))
                  """
                      .formatted(
                          table.name,
                          reference.column,
                          table.author.name,
                          parent.name,
                          reference.column,
                          parent.author.name))
              .update();
        }
      }
    }
  }

  private record Column(String name, boolean nullable) {}

  private record Reference(String column, boolean nullable, String parent, String onDelete) {

    /** Whether it may be empty and nothing happens by itself when what it names goes. */
    boolean cuttable() {
      return nullable && !onDelete.equals("c") && !onDelete.equals("n");
    }

    boolean owns() {
      return !nullable && onDelete.equals("c");
    }
  }

  private static final class Table {

    private final String name;
    private final boolean identified;
    private final List<Column> makers = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private @Nullable Column author;
    private @Nullable Reference owner;

    Table(String name, boolean identified) {
      this.name = name;
      this.identified = identified;
    }
  }

  /**
   * All tables with what they name: users first, then one another. A foreign key of several columns
   * names what its first column does.
   */
  private Map<String, Table> readTables() {
    Map<String, Table> tables = new TreeMap<>();
    jdbc.sql(
            """
            select c.conrelid::regclass::text as name, a.attname as col, not a.attnotnull as nullable,
                   c.confrelid::regclass::text as parent, c.confdeltype::text as on_delete,
                   exists (select from pg_attribute i where i.attrelid = c.conrelid
                     and i.attname = 'id' and i.atttypid = 'uuid'::regtype) as identified
            from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f'
              and exists (select from pg_attribute i where i.attrelid = c.confrelid
                and i.attnum = c.confkey[1] and i.attname = 'id' and i.atttypid = 'uuid'::regtype)
              and c.conrelid <> 'identity.user_account'::regclass
            order by c.conrelid, a.attnum
            """)
        .query(
            rs -> {
              String name = rs.getString("name");
              boolean identified = rs.getBoolean("identified");
              Table table = tables.computeIfAbsent(name, n -> new Table(n, identified));
              String column = rs.getString("col");
              boolean nullable = rs.getBoolean("nullable");
              String parent = rs.getString("parent");
              if (!parent.equals("identity.user_account")) {
                table.references.add(
                    new Reference(column, nullable, parent, rs.getString("on_delete")));
              } else if (!IN_CHARGE.contains(column)) {
                table.makers.add(new Column(column, nullable));
              }
            });
    List.copyOf(tables.values()).stream()
        .flatMap(t -> t.references.stream())
        .forEach(r -> tables.computeIfAbsent(r.parent, n -> new Table(n, true)));
    for (Table table : tables.values()) {
      table.author =
          table.makers.stream()
              .filter(c -> c.name.equals("created_by"))
              .findFirst()
              .or(() -> table.makers.stream().filter(c -> !c.nullable).findFirst())
              .orElse(null);
      table.owner = table.references.stream().filter(Reference::owns).findFirst().orElse(null);
    }
    return tables;
  }

  /** Goes from real work to what it names, and on from there until nothing is added. */
  private final class Search {

    private final Map<String, Table> tables;
    private final Collection<UUID> users;
    private final Map<String, Set<UUID>> kept = new TreeMap<>();

    Search(Map<String, Table> tables, Collection<UUID> users) {
      this.tables = tables;
      this.users = users;
    }

    Table table(String name) {
      return Optional.ofNullable(tables.get(name))
          .orElseThrow(() -> new IllegalArgumentException("No table " + name));
    }

    Kept search(Set<String> workedOut) {
      List<String> questions = new ArrayList<>();
      for (Table table : tables.values()) {
        String sample = ofSample(table, "p");
        if (table.identified && !sample.equals("false") && table.makers.size() > 0) {
          questions.add(
              "select '%s' as name, p.id from %s p where %s and %s"
                  .formatted(table.name, table.name, sample, madeByReal(table, "p")));
        }
        for (Reference reference : table.references) {
          Table parent = table(reference.parent);
          String wanted = ofSample(parent, "p");
          if (!wanted.equals("false") && !workedOut.contains(table.name + "." + reference.column)) {
            questions.add(
                "select '%s' as name, p.id from %s p join %s x on x.%s = p.id where %s and %s"
                    .formatted(
                        parent.name,
                        parent.name,
                        table.name,
                        reference.column,
                        wanted,
                        real(table, "x")));
          }
        }
      }
      String question = String.join("\nunion\n", questions);
      int before;
      do {
        before = size();
        bind(question)
            .query(
                rs -> {
                  kept.computeIfAbsent(rs.getString("name"), n -> new HashSet<>())
                      .add(rs.getObject("id", UUID.class));
                });
      } while (size() > before);
      return new Kept(Map.copyOf(kept));
    }

    /** Whether a row is the sample's: by its author, or else by what it belongs to. */
    String ofSample(Table table, String alias) {
      Column author = table.author;
      String byOwner =
          table.owner == null
              ? "false"
              : within(table.owner, alias, parent -> ofSample(parent, alias + "o"), alias + "o");
      if (author == null) {
        return byOwner;
      }
      String byAuthor = "%s.%s = any(cast(:users as uuid[]))".formatted(alias, author.name);
      if (!author.nullable) {
        return byAuthor;
      }
      // Nobody wrote it down: it came with the sample if it names anything of it.
      String named =
          table.references.stream()
              .filter(r -> table(r.parent).author != null)
              .map(
                  r ->
                      within(
                          r,
                          alias,
                          p ->
                              "%so.%s = any(cast(:users as uuid[]))"
                                  .formatted(alias, p.author == null ? "" : p.author.name),
                          alias + "o"))
              .collect(Collectors.joining(" or "));
      return "(%s or (%s.%s is null and (%s%s)))"
          .formatted(byAuthor, alias, author.name, byOwner, named.isEmpty() ? "" : " or " + named);
    }

    /** Whether a row is real people's, or stays for their sake. */
    private String real(Table table, String alias) {
      List<String> ways = new ArrayList<>();
      ways.add(madeByReal(table, alias));
      if (table.identified) {
        ways.add(alias + ".id = any(cast(:kept as uuid[]))");
      }
      Column author = table.author;
      if (table.owner != null && (author == null || author.nullable)) {
        String belongs =
            within(table.owner, alias, parent -> real(parent, alias + "o"), alias + "o");
        ways.add(
            author == null
                ? belongs
                : "(%s.%s is null and %s)".formatted(alias, author.name, belongs));
      }
      return "(" + String.join(" or ", ways) + ")";
    }

    private String madeByReal(Table table, String alias) {
      return table.makers.stream()
          .map(m -> "%s.%s <> all(cast(:users as uuid[]))".formatted(alias, m.name))
          .collect(
              Collectors.collectingAndThen(
                  Collectors.joining(" or "), any -> any.isEmpty() ? "false" : "(" + any + ")"));
    }

    private String within(
        Reference reference, String alias, Function<Table, String> condition, String parentAlias) {
      Table parent = table(reference.parent);
      String so = condition.apply(parent);
      return so.equals("false")
          ? so
          : "exists (select from %s %s where %s.id = %s.%s and %s)"
              .formatted(parent.name, parentAlias, parentAlias, alias, reference.column, so);
    }

    JdbcClient.StatementSpec bind(String sql) {
      JdbcClient.StatementSpec bound = jdbc.sql(sql);
      if (sql.contains(":users")) {
        bound = bound.param("users", array(users));
      }
      if (sql.contains(":kept")) {
        bound = bound.param("kept", array(new Kept(kept).ids()));
      }
      return bound;
    }

    private int size() {
      return kept.values().stream().mapToInt(Set::size).sum();
    }
  }

  private static String array(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
