package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A run is held up and goes on with the next row, nothing twice and nothing left out. */
@ArenaTest
class ImportPauseTests {

  @Autowired ImportProbe imports;
  @Autowired ImportDesk desk;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;
  @Autowired java.time.Clock clock;

  @Test
  void aRunIsHeldUpAndGoesOnWhereItStopped() {
    ImportProbe.Journey file = file("pausa").rehearsed();
    String foreseen = file.counts(false);
    String path = "/integration/imports/" + file.id();
    desk.start(file.run(), cast.lucia(), clock.instant());
    post(path + "/pause");
    await().atMost(Duration.ofMinutes(1)).until(() -> !file.run().state().isWorking());

    assertThat(file.state()).isEqualTo("PAUSED");
    long there = people("pausa");
    assertThat(there).isLessThan(4_000);
    assertThat(page(path).text("main")).contains("Importación en pausa", "Reanudar");
    post(path + "/resumption");
    await().atMost(Duration.ofMinutes(1)).until(() -> !file.run().state().isWorking());

    assertThat(file.counts(true)).isEqualTo(foreseen);
    assertThat(people("pausa")).isEqualTo(4_000);
    assertThat(file.undo()).contains("person=4000");
  }

  @Test
  void whatIsHeldUpCanBeLeftAtThatAndUndone() {
    ImportProbe.Journey file = file("dejado").rehearsed();
    desk.start(file.run(), cast.lucia(), clock.instant());
    desk.pause(file.run());
    await().atMost(Duration.ofMinutes(1)).until(() -> !file.run().state().isWorking());
    long there = people("dejado");

    post("/integration/imports/" + file.id() + "/cancellation");
    await().atMost(Duration.ofMinutes(1)).until(() -> file.state().equals("CANCELLED"));

    assertThat(people("dejado")).isEqualTo(there);
    if (there > 0) {
      file.undo();
    }
    assertThat(people("dejado")).isZero();
  }

  private ImportProbe.Journey file(String mark) {
    return imports.upload(
        "people",
        "Nombre,Correo\n"
            + IntStream.range(0, 4_000)
                .mapToObj(i -> "Alguien %d,%s%d@pausa.example\n".formatted(i, mark, i))
                .collect(Collectors.joining()),
        cast.lucia());
  }

  private long people(String mark) {
    return jdbc.sql("select count(*) from contacts.person where email like :like")
        .param("like", mark + "%@pausa.example")
        .query(Long.class)
        .single();
  }

  private void post(String path) {
    assertThat(mvc.post().uri(path).with(cast.as(cast.lucia())).with(csrf()))
        .hasStatus3xxRedirection();
  }

  private Page page(String path) {
    return Page.of(mvc.get().uri(path).with(cast.as(cast.lucia())).exchange());
  }
}
