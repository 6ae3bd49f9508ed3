package com.arenacrm.platform.database;

import static org.awaitility.Awaitility.await;

import com.arenacrm.platform.CannotStartException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/** Arena's own embedded database, new and empty below {@code target}, for the tests to share. */
public final class EmbeddedTestDatabase {

  static final Path PROGRAMS = Path.of("target/postgres-programs").toAbsolutePath();

  private static final Path FOLDERS = Path.of("target/test-databases").toAbsolutePath();

  private EmbeddedTestDatabase() {}

  /** The database, and what stops and removes it. */
  public record Running(JdbcConnectionDetails connection, Runnable end) {}

  public static Running start() {
    try {
      Files.createDirectories(FOLDERS);
      removeLeftovers();
      Path folder = Files.createTempDirectory(FOLDERS, ProcessHandle.current().pid() + "-");
      EmbeddedDatabase database = EmbeddedDatabase.start(settings(folder));
      forgo(database);
      allowDatabases(database, new Cluster(folder.resolve("postgres")));
      return new Running(
          database,
          () -> {
            database.close();
            remove(folder);
          });
    } catch (IOException | SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The commands by which Arena, when it starts, makes sure of the extensions that it needs. */
  public static List<String> extensions() {
    return DatabaseRequirements.EXTENSIONS.stream()
        .map(extension -> "CREATE EXTENSION IF NOT EXISTS " + extension)
        .toList();
  }

  static EmbeddedDatabase.Settings settings(Path folder) {
    return new EmbeddedDatabase.Settings(folder, PROGRAMS, Duration.ofSeconds(60));
  }

  /**
   * Makes a database in the folder, and runs a command in it as the superuser that nobody can be.
   */
  static void administer(Path folder, String command) throws IOException {
    EmbeddedDatabase.start(settings(folder)).close();
    PostgresPrograms.Answer answer =
        PostgresPrograms.in(PROGRAMS)
            .run(
                Duration.ofSeconds(60),
                "postgres",
                List.of("--single", "-D", folder.resolve("postgres").toString(), "arena"),
                command + "\n");
    if (!answer.ok() || answer.text().contains("ERROR")) {
      throw new IllegalStateException(answer.text());
    }
  }

  /** Durability is for those who have something to lose. */
  private static void forgo(EmbeddedDatabase database) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.getJdbcUrl(), database.getUsername(), database.getPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE arena SET synchronous_commit = off");
    }
  }

  /**
   * Lets the tests make more databases. Only the superuser can allow it, whom nobody is let in as,
   * so that rule gives way for this one moment.
   */
  private static void allowDatabases(EmbeddedDatabase database, Cluster cluster)
      throws IOException {
    Files.writeString(
        cluster.folder().resolve("pg_hba.conf"), "host all postgres 127.0.0.1/32 trust\n");
    reload(cluster);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (Connection connection =
                      DriverManager.getConnection(database.getJdbcUrl(), "postgres", "");
                  Statement statement = connection.createStatement()) {
                statement.execute("ALTER ROLE arena CREATEDB");
              }
            });
    cluster.writeAccessRules();
    reload(cluster);
  }

  private static void reload(Cluster cluster) throws IOException {
    PostgresPrograms.in(PROGRAMS)
        .run(
            Duration.ofSeconds(20),
            "pg_ctl",
            List.of("reload", "--pgdata=" + cluster.folder()),
            "");
  }

  /**
   * Removes what killed test runs have left, and leaves what another run uses now. An orphaned
   * server ends by itself once its folder is gone.
   */
  private static void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(FOLDERS)) {
      for (Path folder : folders) {
        if (isAbandoned(folder)) {
          remove(folder);
        }
      }
    }
  }

  private static boolean isAbandoned(Path folder) {
    if (isOfARunningProcess(folder)) {
      return false;
    }
    try {
      DataFolder.hold(folder).close();
      return true;
    } catch (CannotStartException inUse) {
      return false;
    }
  }

  /** Another one that runs tests beside this may have made its folder a moment ago. */
  private static boolean isOfARunningProcess(Path folder) {
    String maker = folder.getFileName().toString().replaceFirst("-.*", "");
    return maker.matches("[0-9]{1,18}")
        && ProcessHandle.of(Long.parseLong(maker)).filter(ProcessHandle::isAlive).isPresent();
  }

  private static void remove(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException left) {
      // The next run tries again.
    }
  }
}
