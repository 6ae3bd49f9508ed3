package com.arenacrm.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arenacrm.testing.ArenaProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a customer sees of the database at the console, over whole lives of the application. */
class ArenaProcessTests {

  @TempDir private Path folder;

  @Test
  void whatWasCommittedOutlivesAKillAndTheServerIsStoppedWithTheApplication() throws Exception {
    Path data = folder.resolve("data");
    ProcessHandle orphan;
    try (ArenaProcess first = ArenaProcess.start("--arena.data-dir=" + data)) {
      first.awaitReady();
      execute(data, "CREATE TABLE words (word text)", "INSERT INTO words VALUES ('committed')");
      orphan = new Cluster(data.resolve("postgres")).postmaster().orElseThrow();

      try (ArenaProcess second = ArenaProcess.start("--arena.data-dir=" + data)) {
        assertOnly(
            second,
            "Arena cannot start: another running Arena uses the data folder %s; stop that one first,"
                .formatted(data));
      }
      first.kill();
    }
    assertThat(orphan.isAlive()).as("the server outlives the kill").isTrue();

    try (ArenaProcess again = ArenaProcess.start("--arena.data-dir=" + data)) {
      again.awaitReady();
      assertThat(orphan.isAlive()).as("the orphan is stopped").isFalse();
      assertThat(words(data)).isEqualTo("committed");
      ProcessHandle server = new Cluster(data.resolve("postgres")).postmaster().orElseThrow();

      assertThat(again.terminate()).as("ended by SIGTERM").isEqualTo(143);

      await().until(() -> !server.isAlive());
      assertThat(Files.readString(data.resolve("postgres.log")))
          .contains("received smart shutdown request", "database system is shut down")
          .doesNotContain("terminating connection due to administrator command");
      assertThat(again.console()).doesNotContain("terminating connection", "refused");
    }
    // On the same folder, whose tables need not be made again.
    aPortThatIsTakenIsToldAndLeavesNoServerBehind(data);
  }

  @Test
  void aFailedStartIsOneSentenceAndExitCodeOne() throws Exception {
    Path otherVersion = folder.resolve("other-version");
    Files.writeString(
        Files.createDirectories(otherVersion.resolve("postgres")).resolve("PG_VERSION"), "16\n");
    Path file = Files.createFile(folder.resolve("file"));
    try (ArenaProcess first = ArenaProcess.start("--arena.data-dir=" + otherVersion);
        ArenaProcess second = ArenaProcess.start("--arena.data-dir=" + file.resolve("below"));
        ArenaProcess third =
            ArenaProcess.start("--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/arena")) {
      assertOnly(
          first,
          "Arena cannot start: the data folder " + otherVersion + " was made by PostgreSQL 16");
      assertOnly(
          second,
          "Arena cannot start: the data folder " + file.resolve("below") + " cannot be used (");
      assertOnly(
          third, "Arena cannot start: the PostgreSQL server at 127.0.0.1:1 cannot be reached (");
    }
  }

  private static void aPortThatIsTakenIsToldAndLeavesNoServerBehind(Path data) throws Exception {
    try (ServerSocket taken = new ServerSocket(0);
        ArenaProcess process =
            ArenaProcess.start(
                "--arena.data-dir=" + data, "--server.port=" + taken.getLocalPort())) {
      assertFailed(
          process,
          "Arena cannot start: port %d is already in use; stop the program"
              .formatted(taken.getLocalPort()));
      assertThat(data.resolve("postgres/PG_VERSION")).exists();
      assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }
  }

  private static void assertOnly(ArenaProcess process, String sentence) {
    assertFailed(process, sentence);
    assertThat(process.console().lines()).hasSize(1);
  }

  private static void assertFailed(ArenaProcess process, String sentence) {
    assertThat(process.awaitExit()).isEqualTo(1);
    assertThat(process.console()).doesNotContain("\tat ", "ERROR", "Exception");
    assertThat(process.console().lines()).last().asString().startsWith(sentence).endsWith(".");
  }

  private static void execute(Path data, String... commands) throws Exception {
    try (Connection connection = connect(data);
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static String words(Path data) throws Exception {
    try (Connection connection = connect(data);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT string_agg(word, ' ') FROM words")) {
      result.next();
      return result.getString(1);
    }
  }

  /** As an administrator would: the port from the server's file, the password from Arena's. */
  private static Connection connect(Path data) throws SQLException, IOException {
    String port = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/arena",
        "arena",
        Files.readString(data.resolve("postgres/arena.password")).strip());
  }
}
