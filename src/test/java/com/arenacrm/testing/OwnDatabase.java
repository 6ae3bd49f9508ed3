package com.arenacrm.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.Flyway;

/**
 * A database on the server of the tests that some of them have to themselves, with Arena's tables
 * and nobody in it, and that can be had as new again in a moment. For tests that need an Arena
 * which nobody has set up yet; all others share one, and make their own data in it.
 */
public final class OwnDatabase {

  private static final Map<String, OwnDatabase> KNOWN = new ConcurrentHashMap<>();

  private final String name;

  private OwnDatabase(String name) {
    this.name = name;
  }

  /** The database of that name, made when first asked for. */
  public static OwnDatabase named(String name) {
    return KNOWN.computeIfAbsent(name, OwnDatabase::make);
  }

  private static OwnDatabase make(String name) {
    if (!name.matches("[a-z]+")) {
      throw new IllegalArgumentException("A database is not called " + name);
    }
    OwnDatabase database = new OwnDatabase(name);
    run("DROP DATABASE IF EXISTS " + database.pattern(), "CREATE DATABASE " + database.pattern());
    TestDatabase pattern = TestDatabase.shared().sibling(database.pattern());
    Flyway.configure()
        .dataSource(pattern.url(), pattern.username(), pattern.password())
        .load()
        .migrate();
    database.renew();
    return database;
  }

  public TestDatabase address() {
    return TestDatabase.shared().sibling(name);
  }

  /** Makes it as it was before its first use; whoever is connected to it loses the connection. */
  public void renew() {
    drop();
    run("CREATE DATABASE " + name + " TEMPLATE " + pattern());
  }

  /**
   * Ends the sessions of the tests and drops it. Not {@code WITH (FORCE)}: that is refused to a
   * role that is no superuser while autovacuum is at work there, and a plain drop ends autovacuum
   * itself.
   */
  private void drop() {
    if (exists()) {
      run(
          "ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS false",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE usename = current_user AND datname = '%s'".formatted(name),
          "DROP DATABASE " + name);
    }
  }

  private boolean exists() {
    try (Connection connection = TestDatabase.shared().connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT FROM pg_database WHERE datname = '%s'".formatted(name))) {
      return found.next();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The database that is only ever copied. */
  private String pattern() {
    return name + "_new";
  }

  private static void run(String... commands) {
    try (Connection connection = TestDatabase.shared().connect();
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
