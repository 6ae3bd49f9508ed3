package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Money of a file stays in the currency that it is marked with, or does not come in. */
@ArenaTest
class ForeignMoneyImportTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;

  @Test
  void dealsAreInTheCurrencyOfTheirMark() {
    ImportProbe.Journey file =
        deals(
            "divisas",
            """
            d1,Uno,Divisas SL,Propuesta,USD 300,
            d2,Dos,Divisas SL,Propuesta,£20,
            d3,Tres,Divisas SL,Propuesta,R$ 10,
            d4,Cuatro,Divisas SL,Propuesta,10 US$,
            d5,Cinco,Divisas SL,Propuesta,40 €,
            d6,Seis,Divisas SL,Propuesta,50,
            d7,Siete,Divisas SL,Propuesta,60,CHF
            d8,Ocho,Divisas SL,Propuesta,$70,usd
            d9,Nueve,Divisas SL,Propuesta,$80,
            d10,Diez,Divisas SL,Propuesta,£90,EUR
            d11,Once,Divisas SL,Propuesta,90,manzanas
            """);

    assertThat(file.rehearsed().refusals())
        .containsExactly(
            "10 import.cell.currency [Importe, $80]",
            "11 import.refused.currencies [GBP, EUR]",
            "12 import.refused.currency [manzanas]");
    file.start();
    assertThat(deals("divisas"))
        .containsExactly(
            "d1 300.00 USD",
            "d2 20.00 GBP",
            "d3 10.00 BRL",
            "d4 10.00 USD",
            "d5 40.00 EUR",
            "d6 50.00 EUR",
            "d7 60.00 CHF",
            "d8 70.00 USD");

    // A later file that says no amount cannot say in which currency it is.
    ImportProbe.Journey later =
        deals("divisas", "d1,Uno,Divisas SL,Propuesta,,EUR\nd2,Dos,Divisas SL,Propuesta,£25,\n");
    assertThat(later.rehearsed().notes()).containsExactly("2 deal.import.note.currency []");
    later.start();
    assertThat(deals("divisas")).contains("d1 300.00 USD", "d2 25.00 GBP");
  }

  @Test
  void aMarkOfManyCurrenciesIsAsked() {
    ImportProbe.Journey file =
        imports.upload(
            "deals",
            "Id;Asunto;Empresa;Etapa;Importe;Fecha de apertura\n"
                + "m1;Marca uno;Marcas SL;Propuesta;$1,117.10K;2026-05-01\n"
                + "m2;Marca dos;Marcas SL;Propuesta;$2,000.50;2026-05-01\n"
                + "m3;Marca tres;Marcas SL;Propuesta;10,00 €;2026-05-01\n",
            cast.teresa());
    String path = "/integration/imports/" + file.id();
    assertThat(mean(path)).hasRedirectedUrl(path + "/values");
    Page values = page(path + "/values");
    assertThat(values.text("main")).contains("Estos importes llevan $: ¿qué moneda es?");
    Element row = values.document().select("tr:has([value='amount@currency'])").first();
    assertThat(row.text()).contains("$ 2");
    assertThat(row.select("option").eachAttr("value")).contains("USD", "MXN").doesNotContain("EUR");
    assertThat(row.select("option[selected]")).isEmpty();

    assertThat(answer(path, values, "")).hasStatus(422);
    assertThat(answer(path, values, "USD")).hasRedirectedUrl(path);
    file.awaitAndStart();
    assertThat(deals("marcas"))
        .containsExactly("m1 1117100.00 USD", "m2 2000.50 USD", "m3 10.00 EUR");
  }

  @Test
  void theHeaderOfAColumnMarksItsAmounts() {
    ImportProbe.Journey file =
        imports.upload(
            "deals",
            "Id;Asunto;Empresa;Etapa;Importe (USD);Fecha de apertura\n"
                + "t1;Título uno;Títulos SL;Propuesta;300;2026-05-01\n"
                + "t2;Título dos;Títulos SL;Propuesta;US$ 20;2026-05-01\n"
                + "t3;Título tres;Títulos SL;Propuesta;10,00 €;2026-05-01\n",
            cast.teresa());
    assertThat(file.mapping("Importe (USD)")).isEqualTo("amount");
    assertThat(page("/integration/imports/" + file.id() + "/columns").texts("td .hint"))
        .containsExactly("Por su título, en USD · dólar estadounidense.");
    file.source("titulos");
    file.guesses("stage").forEach((text, stage) -> file.value("stage", text, stage));

    assertThat(file.rehearsed().refusals())
        .containsExactly("4 import.cell.currencies [Importe (USD), 10,00 €, EUR, USD]");
    file.start();
    assertThat(deals("titulos")).containsExactly("t1 300.00 USD", "t2 20.00 USD");
  }

  @Test
  void aMarkOfManyCurrenciesInAHeaderIsAsked() {
    ImportProbe.Journey file =
        imports.upload(
            "deals",
            "Id;Asunto;Empresa;Etapa;Importe en $;Fecha de apertura\n"
                + "a1;Pregunta uno;Preguntas SL;Propuesta;300;2026-05-01\n"
                + "a2;Pregunta dos;Preguntas SL;Propuesta;;2026-05-01\n",
            cast.teresa());
    String path = "/integration/imports/" + file.id();
    assertThat(page(path + "/columns").texts("td .hint"))
        .containsExactly("Su título lleva $: después se pregunta qué moneda es.");
    assertThat(mean(path)).hasRedirectedUrl(path + "/values");
    Page values = page(path + "/values");
    assertThat(values.text("tr:has([value='amount@currency'])")).startsWith("$ 1");

    assertThat(answer(path, values, "MXN")).hasRedirectedUrl(path);
    file.awaitAndStart();
    assertThat(
            list(
                "select concat_ws(' ', name, amount, currency) from pipeline.opportunity"
                    + " where name like 'Pregunta %' order by name"))
        .containsExactly("Pregunta dos EUR", "Pregunta uno 300.00 MXN");
  }

  @Test
  void purchasesAndPricesAreInTheCurrencyOfTheirMark() {
    ImportProbe.Journey purchases =
        imports
            .upload(
                "purchases",
                "Id,Fecha,Empresa,Concepto,Importe\n"
                    + "c1,2026-05-01,Divisas dos SL,Café,USD 300\n"
                    + "c2,2026-05-01,Divisas dos SL,Café,300\n",
                cast.teresa())
            .source("compras-divisas");
    assertThat(purchases.rehearsed().refusals()).isEmpty();
    purchases.start();
    assertThat(
            list(
                "select concat_ws(' ', outside_id, amount, currency) from customers.purchase"
                    + " where outside_source = 'compras-divisas' order by 1"))
        .containsExactly("c1 300.00 USD", "c2 300.00 EUR");

    ImportProbe.Journey prices =
        imports.upload("products", "Producto,Precio\nCafé de Lima,S/ 12\n", cast.andres());
    prices.rehearsed().start();
    assertThat(
            list(
                "select concat_ws(' ', price::numeric(9,2), currency) from pipeline.product"
                    + " where name = 'Café de Lima'"))
        .containsExactly("12.00 PEN");
  }

  @Test
  void whatCanOnlyBeInTheCompanysCurrencyIsNotTakenForIt() {
    ImportProbe.Journey file =
        imports.upload(
            "activities",
            "Título,Día,Fase,Perfil,Inversión\nFeria de divisas,2026-11-20,,,USD 300\n",
            cast.lucia());
    file.column("Inversión", "investment");

    assertThat(file.rehearsed().refusals())
        .containsExactly("2 import.cell.foreign [Inversión, USD 300, USD, EUR]");
  }

  private ImportProbe.Journey deals(String source, String rows) {
    ImportProbe.Journey file =
        imports
            .upload("deals", "Id,Asunto,Empresa,Etapa,Importe,Moneda\n" + rows, cast.teresa())
            .source(source)
            // Whatever was said of an earlier file.
            .value("amount@currency", "$", "");
    file.guesses("stage").forEach((text, stage) -> file.value("stage", text, stage));
    return file;
  }

  private List<String> deals(String source) {
    return list(
        "select concat_ws(' ', outside_id, amount, currency) from pipeline.opportunity"
            + " where outside_source = '%s' order by length(outside_id), outside_id"
                .formatted(source));
  }

  private List<String> list(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }

  private org.springframework.test.web.servlet.assertj.MvcTestResult mean(String path) {
    var form = mvc.post().uri(path + "/columns").with(cast.as(cast.teresa())).with(csrf());
    for (Element select : page(path + "/columns").document().select("select[name=columns]")) {
      form = form.param("columns", select.select("option[selected]").val());
    }
    return form.param("matchKey", "outside")
        .param("mode", "BOTH")
        .param("source", "marcas")
        .param("lenient", "false")
        .exchange();
  }

  private org.springframework.test.web.servlet.assertj.MvcTestResult answer(
      String path, Page values, String currency) {
    var form = mvc.post().uri(path + "/values").with(cast.as(cast.teresa())).with(csrf());
    for (Element row : values.document().select("table.values tbody tr")) {
      String field = row.select("[name=field]").val();
      form =
          form.param("field", field)
              .param("value", row.select("[name=value]").val())
              .param(
                  "choice",
                  field.endsWith("@currency") ? currency : row.select("option[selected]").val());
    }
    return form.exchange();
  }

  private Page page(String path) {
    CurrentUser viewer = cast.teresa();
    return Page.of(mvc.get().uri(path).with(cast.as(viewer)).exchange());
  }
}
