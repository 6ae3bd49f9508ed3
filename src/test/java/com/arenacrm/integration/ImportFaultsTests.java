package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Whoever mends a refused row mends it once: all that is wrong with it is told. */
@ArenaTest
class ImportFaultsTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired MockMvcTester mvc;

  @Test
  void allFaultsOfARowAreToldByTheirColumns() throws UnsupportedEncodingException {
    ImportProbe.Journey file =
        imports
            .upload(
                "people",
                """
                Nombre;Correo;Teléfono;Alta
                Fallos Uno;sin arroba;12;martes
                Fallos Dos;dos@fallos.example;;miércoles
                Fallos Tres;tres@fallos.example;;2024-01-01
                """,
                cast.lucia())
            .column("Alta", "since")
            .rehearsed();

    assertThat(file.counts(false)).startsWith("created 1 updated 0 unchanged 0 refused 2");
    String all =
        "Correo: «sin arroba» no es un correo. Teléfono: «12» no es un teléfono."
            + " Alta: «martes» no es una fecha, o no del estilo elegido.";
    assertThat(page(file, "").text("ol.remarks")).contains(all);
    Page refusals = page(file, "/refusals");
    assertThat(refusals.document().select("tbody tr")).hasSize(2);
    assertThat(refusals.text("tbody")).contains(all);
    String csv =
        new String(
            mvc.get()
                .uri("/integration/imports/" + file.id() + "/refusals.csv")
                .with(cast.as(cast.lucia()))
                .exchange()
                .getResponse()
                .getContentAsByteArray(),
            StandardCharsets.UTF_8);
    assertThat(csv.lines()).hasSize(3);
    assertThat(csv.lines().skip(1).findFirst().orElseThrow()).contains(all);

    file.start();
    assertThat(page(file, "/refusals").text("tbody")).contains(all);
  }

  /** Also what only the importer can tell of a row that can be read. */
  @Test
  void aDealThatCannotBeMadeIsToldAllThatItLacks() {
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                """
                id;etapa;importe;moneda;cierre;empresa
                l1;Ganada;;XXQ;01/02/2999;Fallos SL
                """,
                cast.teresa())
            .source("fallos");
    file.guesses("stage").forEach((text, stage) -> file.value("stage", text, stage));

    assertThat(file.rehearsed().refusals())
        .containsExactly(
            "2 import.refused.currency [XXQ]",
            "2 deal.import.refused.wonAmount []",
            "2 deal.import.refused.future [2999-02-01]");
  }

  private Page page(ImportProbe.Journey file, String part) {
    return Page.of(
        mvc.get()
            .uri("/integration/imports/" + file.id() + part)
            .with(cast.as(cast.lucia()))
            .exchange());
  }
}
