package com.arenacrm.contacts.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.testing.ArenaTest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nobody forgets, with a new table, what becomes of its rows when two are merged. */
@ArenaTest
class BelongingsTests {

  /** What names people or companies, and why it is in no {@code Belongings}. */
  private static final Set<String> FOLLOWING_OTHERWISE =
      Set.of(
          // A change of the lead's key cascades to it.
          "leads.lead_fit.person_id",
          // The pairs of those who are merged are the merge's own business.
          "contacts.duplicate.first_person",
          "contacts.duplicate.second_person",
          "contacts.duplicate.first_company",
          "contacts.duplicate.second_company");

  /** Whose version says since which count of the audience it is so, and compares no forms. */
  private static final Set<String> COUNTING =
      Set.of("planner.audience_entry", "planner.audience_exclusion");

  @Autowired Moves moves;
  @Autowired JdbcClient jdbc;

  @Test
  void everyReferenceToAPersonOrCompanyBelongsToSomebody() {
    Set<String> covered = covered();
    List<String> references =
        jdbc.sql(
                """
                select n.nspname || '.' || t.relname || '.' || a.attname
                from pg_constraint c join pg_class t on t.oid = c.conrelid
                join pg_namespace n on n.oid = t.relnamespace
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
                where c.contype = 'f'
                  and c.confrelid in ('contacts.person'::regclass, 'contacts.company'::regclass)
                """)
            .query(String.class)
            .list();

    assertThat(references).isNotEmpty();
    assertThat(references)
        .as(
            "columns that refer to people or companies: say in a Belongings of the module what"
                + " becomes of their rows when two are merged")
        .allSatisfy(column -> assertThat(covered).contains(column));
  }

  @Test
  void everyCopyOfAPersonOrCompanyBelongsToSomebody() {
    Set<String> covered = covered();
    List<String> columns =
        jdbc.sql(
                """
                select table_schema || '.' || table_name || '.' || column_name
                from information_schema.columns
                join information_schema.tables using (table_schema, table_name)
                where table_type = 'BASE TABLE'
                  and table_schema not in ('pg_catalog', 'information_schema', 'public')
                  and column_name ~ '^(.*_)?(person|company|people|companies)(_id|_ids|_name)$'
                """)
            .query(String.class)
            .list();

    assertThat(columns)
        .as("columns that copy the id or the name of a person or company, without a foreign key")
        .allSatisfy(column -> assertThat(covered).contains(column));
  }

  @Test
  void whatIsSaidOfAColumnIsSo() {
    Set<String> there =
        new HashSet<>(
            jdbc.sql(
                    """
                    select table_schema || '.' || table_name || '.' || column_name
                    from information_schema.columns
                    """)
                .query(String.class)
                .list());
    for (Belonging b : moves.belongings()) {
      assertThat(there).contains(b.name());
      b.key().forEach(k -> assertThat(there).contains(b.table() + "." + k));
      b.once().forEach(k -> assertThat(there).contains(b.table() + "." + k));
      b.copies().forEach(c -> assertThat(there).contains(b.table() + "." + c.column()));
      if (COUNTING.contains(b.table())) {
        continue;
      }
      assertThat(b.versioned())
          .as(b.table() + " has a version that open forms compare")
          .isEqualTo(there.contains(b.table() + ".version"));
    }
  }

  @Test
  void everyKeyThatTwoCouldShareIsKnown() {
    List<String> unique =
        jdbc.sql(
                """
                select n.nspname || '.' || t.relname || ': ' || string_agg(a.attname, ',' order by a.attname)
                from pg_index i join pg_class t on t.oid = i.indrelid
                join pg_namespace n on n.oid = t.relnamespace
                join pg_attribute a on a.attrelid = t.oid and a.attnum = any (i.indkey)
                where i.indisunique group by n.nspname, t.relname, i.indexrelid
                """)
            .query(String.class)
            .list();
    for (Belonging b : moves.belongings()) {
      Set<String> known = new java.util.TreeSet<>(b.once());
      known.add(b.column());
      // Where the key holds only of some rows, what says so is no part of it.
      known.removeIf(c -> b.onceWhere() != null && b.onceWhere().contains("row." + c));
      String own = b.table() + ": " + String.join(",", known);
      assertThat(unique)
          .filteredOn(u -> u.startsWith(b.table() + ": "))
          .filteredOn(
              u ->
                  List.of(u.substring(u.indexOf(':') + 2).split(",")).contains(b.column())
                      // Together with the row's own id it can never collide.
                      && !List.of(u.substring(u.indexOf(':') + 2).split(",")).contains("id"))
          .as("unique keys of " + b.name())
          .allSatisfy(u -> assertThat(u).isEqualTo(own));
    }
  }

  private Set<String> covered() {
    Set<String> covered =
        moves.belongings().stream()
            .map(Belonging::name)
            .collect(Collectors.toCollection(HashSet::new));
    moves
        .belongings()
        .forEach(b -> b.copies().forEach(c -> covered.add(b.table() + "." + c.column())));
    covered.addAll(FOLLOWING_OTHERWISE);
    return covered;
  }
}
