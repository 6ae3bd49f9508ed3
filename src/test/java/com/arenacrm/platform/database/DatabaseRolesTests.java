package com.arenacrm.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.testing.ArenaProcess;
import com.arenacrm.testing.Visitor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arena with two roles: {@code arena} owns the tables and migrates, {@code clerk} is the
 * application's own (Q26).
 */
class DatabaseRolesTests {

  @TempDir private static Path folder;
  private static EmbeddedDatabase server;
  private static ArenaProcess arena;
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    EmbeddedTestDatabase.administer(folder, "CREATE ROLE clerk LOGIN PASSWORD 'clerk'");
    server = EmbeddedDatabase.start(EmbeddedTestDatabase.settings(folder));
    arena =
        ArenaProcess.start(
            "--spring.datasource.url=" + server.getJdbcUrl(),
            "--spring.datasource.username=clerk",
            "--spring.datasource.password=clerk",
            "--spring.flyway.user=" + server.getUsername(),
            "--spring.flyway.password=" + server.getPassword(),
            "--arena.setup.admin-email=ana@example.com",
            "--arena.setup.admin-password=correct horse 9");
    address = arena.awaitReady();
  }

  @AfterAll
  static void stop() {
    arena.close();
    server.close();
  }

  @Test
  void theApplicationWorks() throws Exception {
    Visitor ana = new Visitor(address);
    ana.submit(
        "/sign-in", "/sign-in", Map.of("email", "ana@example.com", "password", "correct horse 9"));

    assertThat(ana.get("/identity/users").body()).contains("ana@example.com");
    assertThat(one("SELECT string_agg(action, ' ' ORDER BY id) FROM identity.audit_entry"))
        .as("the set-up and the sign-in are in the trail")
        .isEqualTo("set-up signed-in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE identity.audit_entry SET actor_name = 'somebody else'",
        "DELETE FROM identity.audit_entry",
        "TRUNCATE identity.audit_entry",
        "ALTER TABLE identity.audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_is_append_only ON identity.audit_entry",
        "DROP TABLE identity.audit_entry",
        "SET session_replication_role = replica",
        "CREATE TABLE identity.note (text text)",
        "CREATE SCHEMA mine",
        "CREATE TABLE public.note (text text)"
      })
  void theApplicationCannot(String statement) {
    assertThatThrownBy(() -> execute(statement))
        .isInstanceOf(SQLException.class)
        .hasMessageMatching("(?s)ERROR: (permission denied|must be owner) .*");
  }

  @Test
  void theApplicationOwnsNothingAndIsNoSuperuser() throws Exception {
    assertThat(one("SELECT count(*) FROM pg_class WHERE relowner = 'clerk'::regrole"))
        .isEqualTo("0");
    assertThat(one("SELECT count(*) FROM pg_namespace WHERE nspowner = 'clerk'::regrole"))
        .isEqualTo("0");
    assertThat(one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).isEqualTo("f");
  }

  @Test
  void theApplicationMayReadAndChangeAllOtherTables() throws Exception {
    List<String> rights = List.of("SELECT", "INSERT", "UPDATE", "DELETE");
    for (String right : rights) {
      assertThat(
              one(
                  """
                  SELECT string_agg(c.oid::regclass::text, ' ')
                    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relkind IN ('r', 'p') AND n.nspowner = 'arena'::regrole
                     AND NOT has_table_privilege(c.oid, '%s')
                  """
                      .formatted(right)))
          .as(right)
          .isEqualTo(right.matches("UPDATE|DELETE") ? "identity.audit_entry" : null);
    }
  }

  @Test
  void whatANewerVersionAddsIsTheApplicationsToUse() throws Exception {
    try (Connection owner = connect(server.getUsername(), server.getPassword());
        Statement statement = owner.createStatement()) {
      statement.execute("CREATE TABLE welcome.novelty (word text)");
    }

    execute("INSERT INTO welcome.novelty VALUES ('new')");

    assertThat(one("SELECT word FROM welcome.novelty")).isEqualTo("new");
  }

  private static void execute(String statement) throws SQLException {
    try (Connection clerk = connect("clerk", "clerk");
        Statement running = clerk.createStatement()) {
      running.execute(statement);
    }
  }

  private static String one(String query) throws SQLException {
    try (Connection clerk = connect("clerk", "clerk");
        Statement statement = clerk.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(String username, String password) throws SQLException {
    return DriverManager.getConnection(server.getJdbcUrl(), username, password);
  }
}
