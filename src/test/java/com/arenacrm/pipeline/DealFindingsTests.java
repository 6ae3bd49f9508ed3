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
