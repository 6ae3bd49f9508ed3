package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.pipeline.rates.Rate;
import com.arenacrm.pipeline.rates.Rates;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** What is to be known of a whole file of deals is said once, before it comes in and after. */
@ArenaTest
class DealFindingsTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired Rates rates;
  @Autowired MockMvcTester mvc;
  @Autowired Clock clock;

  @Test
  void amountsOfWhichNobodyHasSaidTheRateAreToldOnce() {
    rates.say(
        new Rate("CHF", new BigDecimal("1.05"), cast.andres().today(clock)), cast.andres().id());
    ImportProbe.Journey file =
        file(
            """
            id;name;company;etapa;importe;moneda
            v1;Uno;Sin Cambio SL;Propuesta;300;JPY
            v2;Dos;Sin Cambio SL;Propuesta;300;NOK
            v3;Tres;Sin Cambio SL;Propuesta;300;JPY
            v4;Cuatro;Sin Cambio SL;Propuesta;300;CHF
            v5;Cinco;Sin Cambio SL;Propuesta;300;EUR
            v6;Seis;Sin Cambio SL;Propuesta;;JPY
            """);
    String told =
        "3 oportunidades traen su importe en otra moneda de la que nadie ha dicho el cambio:"
            + " JPY, NOK. Los importes se guardan, pero no contarán en los totales hasta que lo"
            + " haya. Ver los cambios";

    file.rehearse();
    Page preview = page(file);
    assertThat(preview.texts("ul.findings li")).containsExactly(told);
    assertThat(preview.document().select("ul.findings a").attr("href"))
        .isEqualTo("/pipeline/rates");

    file.start();
    assertThat(page(file).texts("ul.findings li")).containsExactly(told);

    file.undo();
    assertThat(page(file).document().select("ul.findings")).isEmpty();
  }

  @Test
  void openDealsThatWereToCloseBeforeTodayAreToldByName() {
    StringBuilder rows = new StringBuilder("id;name;company;etapa;importe;cierre\n");
    for (int i = 1; i <= 12; i++) {
      rows.append("c%1$d;Pasada %1$02d;Cierres SL;Propuesta;5;2026-01-%1$02d\n".formatted(i));
    }
    rows.append("c13;Por venir;Cierres SL;Propuesta;5;2027-01-01\n");
    rows.append("c14;De hoy;Cierres SL;Propuesta;5;" + cast.teresa().today(clock) + "\n");
    rows.append("c15;Ganada ya;Cierres SL;Ganada;5;2026-01-01\n");
    ImportProbe.Journey file = file(rows.toString());

    file.rehearse();
    Page preview = page(file);
    assertThat(preview.texts("ul.findings li"))
        .singleElement()
        .asString()
        .startsWith("12 abiertas tienen un cierre previsto que ya ha pasado: Pasada 01, Pasada 02")
        .contains("Pasada 10 y 2 más.")
        .doesNotContain("Por venir", "De hoy", "Ganada ya", "Ver las abiertas");

    file.start();
    Page result = page(file);
    assertThat(result.text("ul.findings")).contains("12 abiertas").contains("Ver las abiertas");
    Page list =
        Page.of(
            mvc.get()
                .uri(result.document().select("ul.findings a").attr("href"))
                .with(cast.as(cast.teresa()))
                .exchange());
    assertThat(list.text("main")).contains("Pasada 01").doesNotContain("Ganada ya");
  }

  private ImportProbe.Journey file(String text) {
    ImportProbe.Journey file = imports.upload("deals", text, cast.teresa()).source("hallazgos");
    file.guesses("stage").forEach((value, stage) -> file.value("stage", value, stage));
    return file;
  }

  private Page page(ImportProbe.Journey file) {
    return Page.of(
        mvc.get().uri("/integration/imports/" + file.id()).with(cast.as(cast.teresa())).exchange());
  }
}
