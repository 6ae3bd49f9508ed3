package com.arenacrm.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.arenacrm.platform.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedDatabaseTests {

  /** One server, looked at from all sides. */
  @Nested
  class WhileItRuns {

    @TempDir private static Path folder;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
      database = startOn(folder);
    }

    @AfterAll
    static void stop() {
      database.close();
    }

    @ParameterizedTest
    @CsvSource({
      "fsync, on",
      "synchronous_commit, on",
      "full_page_writes, on",
      "data_checksums, on",
      "listen_addresses, 127.0.0.1",
      "password_encryption, scram-sha-256",
      "max_connections, 50",
      "shared_buffers, 128MB",
      "jit, off",
      "server_encoding, UTF8"
    })
    void isSetAsPromised(String setting, String value) throws SQLException {
      assertThat(one(database, "SHOW " + setting)).isEqualTo(value);
    }

    @Test
    void listensOnNoSocketButThatOfThisMachine() throws IOException {
      List<String> told = Files.readAllLines(folder.resolve("postgres/postmaster.pid"));

      assertThat(told.get(4)).as("folder of the Unix socket").isEmpty();
      assertThat(told.get(5)).as("listen address").isEqualTo("127.0.0.1");
    }

    @Test
    void isOfTheVersionThatTheFolderIsCheckedFor() throws SQLException {
      assertThat(one(database, "SHOW server_version"))
          .startsWith(PostgresPrograms.MAJOR_VERSION + ".");
    }

    @Test
    void trustsNobody() throws IOException {
      List<String> rules =
          Files.readAllLines(folder.resolve("postgres/pg_hba.conf")).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();

      assertThat(rules).isNotEmpty().allMatch(rule -> rule.endsWith(" scram-sha-256"));
      assertThat(rules).allMatch(rule -> rule.matches("host .* 127\\.0\\.0\\.1/32 .*"));
    }

    @Test
    void refusesAWrongPasswordAndNone() {
      assertThatThrownBy(() -> connect(database.getJdbcUrl(), "arena", "wrong"))
          .hasMessageContaining("password authentication failed");
      assertThatThrownBy(() -> connect(database.getJdbcUrl(), "arena", ""))
          .isInstanceOf(SQLException.class);
    }

    @Test
    void letsNobodyInAsTheSuperuser() {
      for (String password : List.of("postgres", "arena", database.getPassword())) {
        assertThatThrownBy(() -> connect(database.getJdbcUrl(), "postgres", password))
            .hasMessageContaining("password authentication failed");
      }
    }

    @Test
    void showsItsPasswordToItsOwnerOnly() throws IOException {
      Path file = folder.resolve("postgres/arena.password");

      assertThat(Files.readString(file).strip())
          .isEqualTo(database.getPassword())
          .hasSizeGreaterThan(30);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(folder.resolve("postgres.log")))
          .doesNotContain(database.getPassword());
    }

    @Test
    void worksAsAnOrdinaryRoleThatOwnsItsDatabase() throws SQLException {
      assertThat(
              one(
                  database,
                  """
                  SELECT concat_ws(' ', rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,
                    pg_get_userbyid(datdba))
                  FROM pg_roles, pg_database WHERE rolname = current_user AND datname = 'arena'
                  """))
          .isEqualTo("f f f f arena");
    }

    @Test
    void hasTheExtensions() throws SQLException {
      assertThat(
              one(database, "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension"))
          .isEqualTo("citext fuzzystrmatch pg_trgm plpgsql unaccent");
    }

    @Test
    void takesAccentedLettersForLetters() throws SQLException {
      assertThat(one(database, "SELECT lower('CAÑÓN')")).isEqualTo("cañón");
      assertThat(one(database, "SELECT (similarity('peña', 'pe a') < 1)::text")).isEqualTo("true");
    }

    @Test
    void refusesASecondArenaOnItsFolder() {
      assertThatExceptionOfType(CannotStartException.class)
          .isThrownBy(() -> startOn(folder))
          .withMessageContaining("another running Arena uses the data folder " + folder);
      assertThat(postmaster(folder)).isPresent();
    }
  }

  /** One folder for all, since making a new one takes longer than a start. */
  @Nested
  class ThroughStopsAndCrashes {

    @TempDir private static Path folder;

    @Test
    void keepsItsRowsThroughARestartAndIsGoneAfterIt() throws SQLException {
      EmbeddedDatabase first = startOn(folder);
      write(first, "kept");
      ProcessHandle server = postmaster(folder).orElseThrow();
      assertThat(server.isAlive()).isTrue();

      first.close();

      await().until(() -> !server.isAlive());

      try (EmbeddedDatabase database = startOn(folder)) {
        assertThat(read(database, "kept")).isTrue();
      }
      assertThat(folder.resolve("postgres.previous.log")).exists();
    }

    @Test
    void comesBackOnTheSamePortWhenItIsKilled() throws Exception {
      try (EmbeddedDatabase database = startOn(folder)) {
        write(database, "acknowledged");
        ProcessHandle killed = postmaster(folder).orElseThrow();

        kill(killed);

        await()
            .atMost(Duration.ofSeconds(10))
            .ignoreExceptions()
            .until(() -> read(database, "acknowledged"));
        assertThat(postmaster(folder).orElseThrow().pid()).isNotEqualTo(killed.pid());
      }
    }

    @Test
    void takesNoStrangerForItsServer() throws Exception {
      startOn(folder).close();
      // Not this process: PostgreSQL knows its own forebears for strangers.
      Process stranger = new ProcessBuilder("sleep", "60").start();
      try {
        Files.writeString(
            folder.resolve("postgres/postmaster.pid"),
            "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n\nready   \n"
                .formatted(stranger.pid(), folder.resolve("postgres")));

        try (EmbeddedDatabase database = startOn(folder)) {
          assertThat(one(database, "SELECT 1")).isEqualTo("1");
        }
        assertThat(stranger.isAlive()).isTrue();
      } finally {
        stranger.destroyForcibly();
      }
    }

    @Test
    void makesANewPasswordWhenItsFileIsLost() throws Exception {
      startOn(folder).close();
      Path file = folder.resolve("postgres/arena.password");
      String lost = Files.readString(file).strip();
      Files.delete(file);

      try (EmbeddedDatabase database = startOn(folder)) {
        assertThat(one(database, "SELECT 1")).isEqualTo("1");
        assertThat(database.getPassword()).isNotEqualTo(lost);
        assertThatThrownBy(() -> connect(database.getJdbcUrl(), "arena", lost))
            .isInstanceOf(SQLException.class);
      }
    }

    @Test
    void saysWhatToDoWhenThePasswordIsNotTheDatabases() throws Exception {
      startOn(folder).close();
      Path file = folder.resolve("postgres/arena.password");
      Files.writeString(file, "another");

      assertCannotStart(folder, "remove the file " + file);

      Files.delete(file);
      startOn(folder).close();
    }

    @Test
    void givesUpWhenTheServerTakesTooLong() throws IOException {
      startOn(folder).close();
      Path settings = folder.resolve("postgres/postgresql.conf");
      String good = Files.readString(settings);
      Path recovery = Files.createFile(folder.resolve("postgres/recovery.signal"));
      Files.writeString(settings, "\nrestore_command = 'sleep 60'\n", StandardOpenOption.APPEND);

      assertThatExceptionOfType(CannotStartException.class)
          .isThrownBy(
              () ->
                  EmbeddedDatabase.start(
                      new EmbeddedDatabase.Settings(
                          folder, EmbeddedTestDatabase.PROGRAMS, Duration.ofSeconds(1))))
          .withMessageContaining("did not start within 1 seconds; the reason is at the end of");
      assertThat(postmaster(folder)).isEmpty();

      Files.delete(recovery);
      Files.writeString(settings, good);
    }

    @Test
    void saysWhereTheReasonIsWhenTheServerDoesNotComeUp() throws IOException {
      startOn(folder).close();
      Path settings = folder.resolve("postgres/postgresql.conf");
      String good = Files.readString(settings);
      Files.writeString(settings, "\nno_such_setting = 1\n", StandardOpenOption.APPEND);

      assertCannotStart(folder, "the reason is at the end of " + folder.resolve("postgres.log"));
      assertThat(folder.resolve("postgres.log")).content().contains("no_such_setting");

      Files.writeString(settings, good);
    }
  }

  @Nested
  class WhenItCannotStart {

    @TempDir private Path folder;

    @Test
    void anotherVersionMadeTheFolder() throws IOException {
      Files.writeString(
          Files.createDirectories(folder.resolve("postgres")).resolve("PG_VERSION"), "16\n");

      assertCannotStart(
          folder, folder + " was made by PostgreSQL 16, and this Arena brings PostgreSQL 18;");
    }

    @Test
    void aFileIsInTheWay() throws IOException {
      Path file = Files.createFile(folder.resolve("data"));

      assertCannotStart(file, file + " is a file");
      assertCannotStart(
          file.resolve("below"), "the data folder " + file.resolve("below") + " cannot be used (");
      Path place = Files.createFile(folder.resolve("postgres"));
      assertCannotStart(folder, place + " is a file");
    }

    @Test
    void theFolderHoldsSomethingElse() throws IOException {
      Path place = Files.createDirectories(folder.resolve("postgres/photos")).getParent();

      assertCannotStart(folder, place + " has files but no database in it");
      assertThat(place.resolve("photos")).exists();
    }

    @Test
    void aFailedStartGivesTheFolderBackAndAnInterruptedOneIsForgotten() throws Exception {
      Path version = Files.createDirectories(folder.resolve("postgres")).resolve("PG_VERSION");
      Files.writeString(version, "16\n");
      assertCannotStart(folder, "PostgreSQL 16");
      Files.delete(version);
      Path halfMade = Files.createDirectories(folder.resolve("postgres-unfinished-1/base"));
      Files.writeString(halfMade.resolveSibling("PG_VERSION"), "18\n");

      try (EmbeddedDatabase database = startOn(folder)) {
        assertThat(one(database, "SELECT 1")).isEqualTo("1");
      }
      assertThat(halfMade).doesNotExist();
    }
  }

  @Test
  void twoProcessesMayUnpackTheProgramsAtOnce(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("unfinished-1/bin"));
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> unpackIn(folder));
    unpackIn(folder);
    other.get();

    try (Stream<Path> homes = Files.list(folder)) {
      assertThat(homes.map(home -> home.getFileName().toString()))
          .containsOnlyOnce("unfinished-1")
          .hasSize(2);
    }
    assertThat(
            PostgresPrograms.in(folder)
                .run(Duration.ofSeconds(10), "postgres", List.of("--version"), "")
                .text())
        .startsWith("postgres (PostgreSQL) 18.");
  }

  private static void unpackIn(Path folder) {
    try {
      PostgresPrograms.in(folder);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static EmbeddedDatabase startOn(Path folder) {
    return EmbeddedDatabase.start(EmbeddedTestDatabase.settings(folder));
  }

  private static void assertCannotStart(Path folder, String words) {
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> startOn(folder))
        .withMessageContaining(words)
        .withMessageNotContaining("\n");
  }

  private static Optional<ProcessHandle> postmaster(Path folder) {
    try {
      return new Cluster(folder.resolve("postgres")).postmaster();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void kill(ProcessHandle server) {
    // Its children end by themselves once they see it gone, as after a kill by the system.
    assertThat(server.destroyForcibly()).isTrue();
    await().until(() -> !server.isAlive());
  }

  private static void write(EmbeddedDatabase database, String word) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS words (word text)");
      statement.execute("INSERT INTO words VALUES ('" + word + "')");
    }
  }

  private static boolean read(EmbeddedDatabase database, String word) throws SQLException {
    return one(database, "SELECT count(*) FROM words WHERE word = '" + word + "'").equals("1");
  }

  private static String one(EmbeddedDatabase database, String query) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return connect(database.getJdbcUrl(), database.getUsername(), database.getPassword());
  }

  private static Connection connect(String url, String username, String password)
      throws SQLException {
    return DriverManager.getConnection(url, username, password);
  }
}
