package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Files that come in together are held up, go on, and survive a crash, nothing twice (Q45). */
@ArenaTest
class ImportSetPauseTests {

  private static final int PEOPLE = 3_500;

  @Autowired ImportSets sets;
  @Autowired ImportWork work;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;
  @Autowired Clock clock;

  @Test
  void allAreHeldUpOnTheirPageAndGoOnWhereTheyStopped() {
    UUID id = rehearsed("parada");
    String path = "/integration/imports/sets/" + id;
    post(path + "/run");
    post(path + "/pause");
    post(path + "/pause");
    await().atMost(Duration.ofMinutes(1)).until(() -> states(id).contains("PAUSED"));

    Page page = page(path);
    assertThat(page.text("h1")).isEqualTo("Importación en pausa");
    assertThat(page.texts("main .buttons .btn")).containsExactly("Reanudar", "Dejarlo aquí");
    assertThat(sets.get(id, cast.teresa()).state()).isEqualTo(ImportSets.State.RUNNING);
    long there = people("parada");
    assertThat(there).isLessThan(PEOPLE);

    post(path + "/resumption");
    post(path + "/resumption");
    settle(id, "DONE");
    assertThat(counts(id, PassKind.RUN)).isEqualTo(counts(id, PassKind.CHECK));
    assertThat(people("parada")).isEqualTo(PEOPLE);
    assertThat(page(path).texts("main form .btn")).doesNotContain("Pausar", "Reanudar");
    post(path + "/undo");
    settle(id, "UNDONE");
    assertThat(people("parada")).isZero();
  }

  @Test
  void whatIsHeldUpCanBeLeftAsFarAsItCame() {
    UUID id = rehearsed("dejada");
    String path = "/integration/imports/sets/" + id;
    post(path + "/run");
    post(path + "/pause");
    await().atMost(Duration.ofMinutes(1)).until(() -> states(id).contains("PAUSED"));
    long there = people("dejada");

    post(path + "/cancellation");
    settle(id, "DONE");
    assertThat(people("dejada")).isEqualTo(there);
    assertThat(states(id)).contains("CANCELLED");
  }

  /** Asked for while the last rows of a file are under way, it holds up the file after it. */
  @Test
  void aPauseBetweenTwoFilesHoldsUpTheNext() {
    UUID id = rehearsed("entre");
    UUID first = sets.start(sets.get(id, cast.teresa()), clock.instant()).id().id();
    assertThat(work.goOn(first, () -> false)).isTrue();
    assertThat(states(id)).containsExactly("DONE", "CHECKED");

    post("/integration/imports/sets/" + id + "/pause");
    assertThat(ImportJobs.goOn(first, work, sets, clock, () -> false)).isTrue();
    assertThat(states(id)).containsExactly("DONE", "PAUSED");
    assertThat(people("entre")).isZero();

    post("/integration/imports/sets/" + id + "/resumption");
    settle(id, "DONE");
    assertThat(people("entre")).isEqualTo(PEOPLE);
  }

  /** A node dies in the middle of the second file; the job begins anew with the first. */
  @Test
  void afterACrashTheyGoOnFromTheRowWhereTheyWere() {
    UUID id = rehearsed("caida");
    UUID first = crashed(id, "caida");
    assertThat(states(id)).containsExactly("DONE", "RUNNING");
    assertThat(people("caida")).isBetween(1_000L, PEOPLE - 1L);

    assertThat(ImportJobs.goOn(first, work, sets, clock, () -> false)).isTrue();
    assertThat(sets.get(id, cast.teresa()).state()).isEqualTo(ImportSets.State.DONE);
    assertThat(counts(id, PassKind.RUN)).isEqualTo(counts(id, PassKind.CHECK));
    assertThat(people("caida")).isEqualTo(PEOPLE);
  }

  /** What fails again and again ends, whichever of the files it is, and can be taken back. */
  @Test
  void whatFailsForGoodEndsAndCanBeTakenBack() {
    UUID id = rehearsed("rota");
    UUID first = crashed(id, "rota");

    ImportJobs.giveUp(first, work, sets);
    assertThat(states(id)).containsExactly("DONE", "FAILED");
    assertThat(sets.get(id, cast.teresa()).state()).isEqualTo(ImportSets.State.DONE);
    post("/integration/imports/sets/" + id + "/undo");
    settle(id, "UNDONE");
    assertThat(people("rota")).isZero();
  }

  /** The first of the files, which failed when a thousand people of the second one were there. */
  private UUID crashed(UUID id, String mark) {
    UUID first = sets.start(sets.get(id, cast.teresa()), clock.instant()).id().id();
    assertThatThrownBy(
            () ->
                ImportJobs.goOn(
                    first,
                    work,
                    sets,
                    clock,
                    () -> {
                      if (people(mark) >= 1_000) {
                        throw new IllegalStateException("crash");
                      }
                      return false;
                    }))
        .hasMessage("crash");
    return first;
  }

  private UUID rehearsed(String mark) {
    UUID id = TimeOrderedUuid.next();
    String people =
        "Contact Id,First Name,Last Name,Email,Account Id\n"
            + IntStream.range(0, PEOPLE)
                .mapToObj(
                    i -> "%s-%d,Junta,%d,%s%d@varios.example,1\n".formatted(mark, i, i, mark, i))
                .collect(Collectors.joining());
    assertThat(
            mvc.post()
                .uri("/integration/imports/sets")
                .multipart()
                .file(file("contacts.csv", people))
                .file(
                    file(
                        "accounts.csv",
                        "Account Id,Account Name,Industry\n1,Varios %s SL,Cafés\n".formatted(mark)))
                .param("id", id.toString())
                .param("source", mark)
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasStatus3xxRedirection();
    post("/integration/imports/sets/" + id + "/rehearsal");
    settle(id, "CHECKED");
    return id;
  }

  private List<String> states(UUID set) {
    return jdbc.sql(
            "select state from integration.import_run where set_id = ? order by set_position")
        .param(set)
        .query(String.class)
        .list();
  }

  private long people(String mark) {
    return jdbc.sql("select count(*) from contacts.person where outside_source = ?")
        .param(mark)
        .query(Long.class)
        .single();
  }

  private List<String> counts(UUID id, PassKind kind) {
    return jdbc.sql(
            """
            select concat_ws(' ', r.file_name, p.created, p.updated, p.unchanged, p.refused)
            from integration.import_run r join integration.import_pass p on p.run_id = r.id
            where r.set_id = ? and p.kind = ? order by r.set_position
            """)
        .params(id, kind.name())
        .query(String.class)
        .list();
  }

  private void settle(UUID id, String state) {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> assertThat(sets.get(id, cast.teresa()).state().name()).isEqualTo(state));
  }

  private static MockMultipartFile file(String name, String text) {
    return new MockMultipartFile("tables", name, "text/csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private void post(String path) {
    assertThat(mvc.post().uri(path).with(cast.as(cast.teresa())).with(csrf()))
        .hasStatus3xxRedirection();
  }

  private Page page(String path) {
    return Page.of(mvc.get().uri(path).with(cast.as(cast.teresa())).exchange());
  }
}
