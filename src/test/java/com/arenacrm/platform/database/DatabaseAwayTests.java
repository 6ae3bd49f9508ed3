package com.arenacrm.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arenacrm.testing.ArenaProcess;
import com.arenacrm.testing.Visitor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor sees while the database is frozen or gone, and after it is back (Q09). */
class DatabaseAwayTests {

  /** A page of a new Arena that asks the database. */
  private static final String PAGE = "/welcome/set-up";

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPageSaysSoWithinTenSecondsAndServesAgainByItself() throws Exception {
    try (ArenaProcess arena = ArenaProcess.start("--arena.data-dir=" + folder)) {
      Visitor visitor = new Visitor(arena.awaitReady());
      assertThat(visitor.get(PAGE).statusCode()).isEqualTo(200);

      signal("-STOP");
      // The first finds its connection fresh and waits for an answer, the second for a connection.
      assertSaysThatTheDatabaseIsAway(visitor, "es", "Arena no llega a sus datos");
      assertSaysThatTheDatabaseIsAway(visitor, "en", "Arena cannot reach its data");
      signal("-CONT");
      assertServesAgain(visitor);

      signal("-KILL");
      assertServesAgain(visitor);
    }
  }

  private static void assertSaysThatTheDatabaseIsAway(
      Visitor visitor, String language, String words) {
    long begun = System.nanoTime();
    HttpResponse<String> answer = visitor.get(PAGE, "Accept-Language", language);
    Duration waited = Duration.ofNanos(System.nanoTime() - begun);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains(words, "lang=\"" + language + "\"");
    assertThat(waited).isLessThan(LIMIT);
  }

  private static void assertServesAgain(Visitor visitor) {
    Set<Integer> seen = new HashSet<>();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              int status = visitor.get(PAGE).statusCode();
              seen.add(status);
              return status == 200;
            });
    assertThat(seen).isSubsetOf(200, 503);
  }

  /** To the server and all its processes. */
  private void signal(String signal) throws Exception {
    ProcessHandle server = new Cluster(folder.resolve("postgres")).postmaster().orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", signal));
    Stream.concat(Stream.of(server), server.descendants())
        .forEach(process -> command.add(Long.toString(process.pid())));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }
}
