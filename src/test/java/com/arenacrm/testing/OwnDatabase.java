package com.arenacrm.testing;

import com.arenacrm.platform.database.EmbeddedTestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database on the server of the tests with Arena's tables and nobody in it, that can be had as
 * new again in a moment. Most classes of tests use the same one, each of them as new, so that no
 * class depends on what others left there, whichever ran before it; some have one to themselves.
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

  /** That of a class with this annotation, or of all that have none. */
  static String nameFor(@Nullable OnOwnDatabase own) {
    return own == null ? "everybody" : own.value();
  }

  private static OwnDatabase make(String name) {
    if (!name.matches("[a-z]+")) {
      throw new IllegalArgumentException("A database is not called " + name);
    }
    OwnDatabase database = new OwnDatabase(name);
    database.renew();
    return database;
  }

  public TestDatabase address() {
    return TestDatabase.shared().sibling(name);
  }

  /** Makes it as it was before its first use; whoever is connected to it loses the connection. */
  public void renew() {
    drop();
    run("CREATE DATABASE " + name + " TEMPLATE " + Pattern.NAME);
  }

  /**
   * Makes it as it was before its first use, under an application that is connected to it. The
   * application waits meanwhile: whatever it does by itself would find no database, and its pool
   * would then hesitate to look for it again.
   */
  public void renewUnder(DataSource source) {
    HikariPoolMXBean pool = poolOf(source);
    pool.suspendPool();
    try {
      renew();
      pool.softEvictConnections();
    } finally {
      pool.resumePool();
    }
  }

  /**
   * Makes it as new under an application that goes on doing by itself what it does: its recurring
   * jobs, which it writes down when it starts, stay as they are.
   */
  public void renewUnderJobsOf(DataSource source) {
    JdbcClient jdbc = JdbcClient.create(source);
    String jobs =
        jdbc.sql("select coalesce(json_agg(t), '[]') from platform.scheduled_task t")
            .query(String.class)
            .single();
    renewUnder(source);
    jdbc.sql(
            """
            insert into platform.scheduled_task
            select * from json_populate_recordset(null::platform.scheduled_task, cast(? as json))
            """)
        .param(jobs)
        .update();
    jdbc.sql("update platform.scheduled_task set picked = false, picked_by = null").update();
  }

  private static HikariPoolMXBean poolOf(DataSource source) {
    try {
      return Objects.requireNonNull(source.unwrap(HikariDataSource.class).getHikariPoolMXBean());
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
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

  /** The database that is only ever copied, made when the first copy is asked for. */
  private static final class Pattern {

    static final String NAME = make();

    private static String make() {
      String name = "as_new";
      run("DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name);
      TestDatabase pattern = TestDatabase.shared().sibling(name);
      run(pattern, EmbeddedTestDatabase.extensions());
      Flyway.configure()
          .dataSource(pattern.url(), pattern.username(), pattern.password())
          .load()
          .migrate();
      return name;
    }
  }

  private static void run(String... commands) {
    run(TestDatabase.shared(), List.of(commands));
  }

  private static void run(TestDatabase database, List<String> commands) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
