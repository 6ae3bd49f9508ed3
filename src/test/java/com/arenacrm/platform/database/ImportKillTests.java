package com.arenacrm.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arenacrm.testing.ArenaProcess;
import com.arenacrm.testing.Visitor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import that is killed goes on after the next start, nothing twice and nothing left out. */
class ImportKillTests {

  private static final int ROWS = 12_000;
  private static final String[] QUICK = {
    "--db-scheduler.heartbeat-interval=1s",
    "--db-scheduler.missed-heartbeats-limit=4",
    "--db-scheduler.polling-interval=1s"
  };

  @TempDir private Path folder;

  @Test
  void anImportGoesOnAfterAKill() throws Exception {
    String path;
    try (ArenaProcess first = start()) {
      Visitor ana = new Visitor(first.awaitReady());
      ana.fillIn(
          "/welcome/set-up",
          "main form",
          Map.of(
              "company", "Prueba",
              "name", "Ana Ruiz",
              "email", "ana@example.com",
              "password", "café con leche 9"),
          null);
      path =
          ana.fillIn("/integration/imports/new?what=people", "form[enctype]", Map.of(), file())
              .uri()
              .getPath()
              .replace("/reading", "");
      ana.fillIn(path + "/reading", "form:has([name=header])", Map.of(), null);
      ana.fillIn(path + "/columns", "form:has([name=matchKey])", Map.of(), null);
      await().atMost(Duration.ofSeconds(60)).until(() -> state().equals("CHECKED 0"));
      ana.fillIn(path, "form[action$=run]", Map.of(), null);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !state().endsWith(" 0"));
      first.kill();
    }
    try (ArenaProcess again = start()) {
      again.awaitReady();
      await().atMost(Duration.ofSeconds(90)).until(() -> state().equals("DONE " + ROWS));
      assertThat(
              ask(
                  """
                  select count(*) || ' ' || count(distinct email) from contacts.person
                  where email like '%@muerte.example'
                  """))
          .isEqualTo(ROWS + " " + ROWS);
      assertThat(ask("select count(*)::text from integration.import_effect where kind = 'person'"))
          .as("all of it can be undone")
          .isEqualTo(Integer.toString(ROWS));
    }
  }

  private ArenaProcess start() {
    return ArenaProcess.start(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("--arena.data-dir=" + folder),
                java.util.stream.Stream.of(QUICK))
            .toArray(String[]::new));
  }

  private static byte[] file() {
    return ("Nombre,Correo\n"
            + IntStream.range(0, ROWS)
                .mapToObj(i -> "Alguien %d,n%d@muerte.example\n".formatted(i, i))
                .collect(Collectors.joining()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The state of the import, and how many rows its run has handled. */
  private String state() throws Exception {
    return ask(
        """
        select r.state || ' ' || coalesce((select p.handled from integration.import_pass p
          where p.run_id = r.id and p.kind = 'RUN'), 0) from integration.import_run r
        """);
  }

  private String ask(String sql) throws Exception {
    String port = Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(3);
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/arena",
                "arena",
                Files.readString(folder.resolve("postgres/arena.password")).strip());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(1) : "";
    }
  }
}
