package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Several styles of days and money in one file, and deals that go out and come back (Q42). */
@ArenaTest
class DealStylesTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;

  @Test
  void whatCanBeReadInTwoWaysIsAskedWithExamples() {
    ImportProbe.Journey file =
        imports.upload(
            "deals",
            """
            opportunity_id;opportunity name;account;deal_stage;engage_date;close_date;close_value
            e1;Estilo uno;Estilos SL;Won;15 Apr, 2021 00:03:00;03/04/2022;$1,117.10K
            e2;Estilo dos;Estilos SL;Won;2021-04-16;05/06/2022;1.117,10 €
            e3;Estilo tres;Estilos SL;Won;16 de abril de 2021;06/06/2022;1.250
            """,
            cast.teresa());
    String path = "/integration/imports/" + file.id();
    Page columns = page(path + "/columns");
    var form = mvc.post().uri(path + "/columns").with(cast.as(cast.teresa())).with(csrf());
    for (Element select : columns.document().select("select[name=columns]")) {
      form = form.param("columns", select.select("option[selected]").val());
    }
    assertThat(
            form.param("matchKey", "outside")
                .param("mode", "BOTH")
                .param("source", "estilos")
                .param("lenient", "false"))
        .hasRedirectedUrl(path + "/values");

    Page values = page(path + "/values");
    assertThat(values.text("main"))
        .contains("3 fechas se pueden leer de dos maneras")
        .contains("03/04/2022 → 3 abr 2022")
        .contains("03/04/2022 → 4 mar 2022")
        .contains("Un número se puede leer de dos maneras")
        .contains("1.250 → 1.250")
        .contains("1.250 → 1,25");

    assertThat(answer(path, values, null)).hasStatus(422);
    assertThat(answer(path, values, "MONTH_FIRST")).hasRedirectedUrl(path);
    file.awaitAndStart();
    assertThat(
            jdbc.sql(
                    """
                    select concat_ws(' ', name, amount, currency, (opened_at at time zone 'Europe/Madrid')::date,
                      (closed_at at time zone 'Europe/Madrid')::date)
                    from pipeline.opportunity where outside_source = 'estilos' order by outside_id
                    """)
                .query(String.class)
                .list())
        .containsExactly(
            "Estilo uno 1117100.00 MXN 2021-04-15 2022-03-04",
            "Estilo dos 1117.10 EUR 2021-04-16 2022-05-06",
            "Estilo tres 1250.00 EUR 2021-04-16 2022-06-06");

    wonDealsComeBackUnchanged();
    assertThat(file.undo()).isEqualTo("deleted {company=1, deal=3} restored 0 left 0");
  }

  /** No year is made up without a word: it is refused, or said which was taken. */
  @Test
  void aDayWithoutItsYearIsRefusedAndOneFarAwayIsSaid() {
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                """
                opportunity_id;opportunity name;account;deal_stage;engage_date;close_date
                f1;Lejos uno;Lejos SL;Propuesta;15 abr;
                f2;Lejos dos;Lejos SL;Propuesta;15/04;
                f3;Lejos tres;Lejos SL;Propuesta;2024-04-15;15 abr 69
                f4;Lejos cuatro;Lejos SL;Propuesta;15/04/24;15/04/2206
                f5;Lejos cinco;Lejos SL;Propuesta;2024-04-16;20/12/2027
                """,
                cast.teresa())
            .source("lejos");
    file.guesses("stage").forEach((text, stage) -> file.value("stage", text, stage));

    assertThat(file.rehearsed().refusals())
        .containsExactly(
            "2 import.cell.noYear [engage_date, 15 abr]",
            "3 import.cell.noYear [engage_date, 15/04]");
    assertThat(file.notes())
        .containsExactly(
            "4 import.cell.far [close_date, 15 abr 69, 2069-04-15]",
            "5 import.cell.far [close_date, 15/04/2206, 2206-04-15]");
    assertThat(page("/integration/imports/" + file.id()).text("main"))
        .contains("engage_date: «15 abr» no dice de qué año es.")
        .contains("close_date: «15 abr 69» se ha leído como 2069-04-15. Mira si el año es ese.");
  }

  /** Where the header says which dollar it is, nobody is asked what the sign in the cells means. */
  @Test
  void theSignInTheCellsIsTheCurrencyOfTheHeader() {
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                """
                opportunity_id;opportunity name;account;deal_stage;Amount (USD)
                u1;Dólar uno;Dólares SL;Ganada;$1,250.50
                u2;Dólar dos;Dólares SL;Ganada;$20.25
                u3;Dólar tres;Dólares SL;Ganada;€20.25
                """,
                cast.teresa())
            .source("dolares");
    String path = "/integration/imports/" + file.id();
    file.column("Amount (USD)", "amount");
    file.guesses("stage").forEach((text, stage) -> file.value("stage", text, stage));
    file.rehearse();
    assertThat(page(path + "/values").document().select("option[value=MXN]")).isEmpty();

    assertThat(file.refusals())
        .containsExactly("4 import.cell.currencies [Amount (USD), €20.25, EUR, USD]");
    file.start();
    assertThat(
            jdbc.sql(
                    """
                    select amount || ' ' || currency from pipeline.opportunity
                    where outside_source = 'dolares' order by outside_id
                    """)
                .query(String.class)
                .list())
        .containsExactly("1250.50 USD", "20.25 USD");
  }

  /** A whole column without years is asked about once; a date of it that never is, is refused. */
  @Test
  void theYearOfAColumnIsAskedOnce() {
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                """
                opportunity_id;opportunity name;account;deal_stage;engage_date;close_date
                y1;Año uno;Años SL;Propuesta;15 abr;03/04
                y2;Año dos;Años SL;Propuesta;2 de mayo;05/06
                y3;Año tres;Años SL;Propuesta;29 feb;07/06
                """,
                cast.teresa())
            .source("anos");
    String path = "/integration/imports/" + file.id();
    assertThat(
            mvc.post()
                .uri(path + "/columns")
                .param("columns", file.columns().toArray(String[]::new))
                .param("mode", "BOTH")
                .param("matchKey", MatchKey.OUTSIDE)
                .param("source", "anos")
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasRedirectedUrl(path + "/values");
    Page values = page(path + "/values");
    assertThat(values.text("main"))
        .contains("¿De qué año son estas fechas?")
        .contains("15 abr · 2 de mayo · 29 feb")
        .contains("3 fechas se pueden leer de dos maneras")
        .contains("03/04 → 3 abr");

    assertThat(answer(path, values, "DAY_FIRST", Map.of("engage_date", "", "close_date", "2025")))
        .hasStatus(422);
    assertThat(
            answer(path, values, "DAY_FIRST", Map.of("engage_date", "2025", "close_date", "2025")))
        .hasRedirectedUrl(path);
    String counts = file.awaitAndStart();
    assertThat(file.refusals()).containsExactly("4 import.cell.date [engage_date, 29 feb]");
    assertThat(counts).startsWith("created 2 updated 0 unchanged 0 refused 1");
    assertThat(
            jdbc.sql(
                    """
                    select concat_ws(' ', name, (opened_at at time zone 'Europe/Madrid')::date,
                      close_date)
                    from pipeline.opportunity where outside_source = 'anos' order by outside_id
                    """)
                .query(String.class)
                .list())
        .containsExactly("Año uno 2025-04-15 2025-04-03", "Año dos 2025-05-02 2025-06-05");
  }

  /** Where some days say their year, the others get the one that was said; theirs stays. */
  @Test
  void theYearIsAskedForThoseOfAColumnThatLackIt() {
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                """
                opportunity_id;opportunity name;account;deal_stage;engage_date
                z1;Mezcla uno;Mezclas SL;Propuesta;15 Apr
                z2;Mezcla dos;Mezclas SL;Propuesta;15 Apr, 2021
                z3;Mezcla tres;Mezclas SL;Propuesta;2022-05-06
                """,
                cast.teresa())
            .source("mezclas");
    String path = "/integration/imports/" + file.id();
    assertThat(mean(path, "mezclas")).hasRedirectedUrl(path + "/values");
    Page values = page(path + "/values");
    assertThat(values.text("main"))
        .contains("Algunas fechas de la columna no llevan el año")
        .contains("¿De qué año son las demás?");

    assertThat(answer(path, values, "DAY_FIRST", Map.of("engage_date", "2024")))
        .hasRedirectedUrl(path);
    assertThat(file.awaitAndStart()).startsWith("created 3 updated 0 unchanged 0 refused 0");
    assertThat(
            jdbc.sql(
                    """
                    select (opened_at at time zone 'Europe/Madrid')::date::text
                    from pipeline.opportunity where outside_source = 'mezclas' order by outside_id
                    """)
                .query(String.class)
                .list())
        .containsExactly("2024-04-15", "2021-04-15", "2022-05-06");
  }

  private org.springframework.test.web.servlet.assertj.MvcTestResult answer(
      String path, Page values, String days, Map<String, String> years) {
    var form = mvc.post().uri(path + "/values").with(cast.as(cast.teresa())).with(csrf());
    for (Element row : values.document().select("table.values tbody tr")) {
      String column = row.parents().select("section").first().select("h2 small").text();
      String year =
          years.entrySet().stream()
              .filter(y -> column.contains(y.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(null);
      boolean asksYear = row.select("[name=field]").val().endsWith("@year");
      form =
          form.param("field", row.select("[name=field]").val())
              .param("value", row.select("[name=value]").val())
              .param("choice", asksYear ? year : row.select("option[selected]").val());
    }
    for (Element style : values.document().select("[name^=style-]")) {
      if (style.val().equals(days)) {
        form = form.param(style.attr("name"), days);
      }
    }
    return form.exchange();
  }

  private org.springframework.test.web.servlet.assertj.MvcTestResult answer(
      String path, Page values, String days) {
    var form = mvc.post().uri(path + "/values").with(cast.as(cast.teresa())).with(csrf());
    for (Element row : values.document().select("table.values tbody tr")) {
      form =
          form.param("field", row.select("[name=field]").val())
              .param("value", row.select("[name=value]").val())
              .param(
                  "choice",
                  row.select("[name=field]").val().equals("amount@currency")
                      ? "MXN"
                      : row.select("option[selected]").val());
    }
    form = form.param("style-amount", "COMMA");
    return (days == null ? form : form.param("style-close", days)).exchange();
  }

  private void wonDealsComeBackUnchanged() {
    String won =
        jdbc.sql("select id::text from pipeline.stage where kind = 'WON'")
            .query(String.class)
            .single();
    for (String format : List.of("CSV", "XLSX")) {
      var out =
          mvc.get()
              .uri("/pipeline/board/export?q=Estilos SL&stage=" + won + "&format=" + format)
              .with(cast.as(cast.teresa()))
              .exchange();
      assertThat(out).hasStatusOk();
      byte[] file = out.getResponse().getContentAsByteArray();
      ImportProbe.Journey back = back(file);
      assertThat(back.rehearse()).isEqualTo("created 0 updated 0 unchanged 3 refused 0");
      if (format.equals("CSV")) {
        String text = new String(file, StandardCharsets.UTF_8);
        ImportProbe.Journey edited =
            back(text.replace(";1117,10;", ";1118,10;").getBytes(StandardCharsets.UTF_8));
        assertThat(edited.rehearse()).isEqualTo("created 0 updated 1 unchanged 2 refused 0");
        edited.start();
        assertThat(edited.undo()).endsWith("restored 1 left 0");
      }
    }
  }

  private ImportProbe.Journey back(byte[] file) {
    ImportProbe.Journey back = imports.upload("deals", "vuelta.xlsx", file, cast.teresa());
    back.guesses("stage").forEach((text, stage) -> back.value("stage", text, stage));
    back.guesses("owner").forEach((text, owner) -> back.value("owner", text, owner));
    return back;
  }

  @Test
  void daysThatDoNotFitTheirColumnAreAskedAboutOrNoted() {
    ImportProbe.Journey file =
        imports.upload(
            "deals",
            """
            opportunity_id;opportunity name;account;deal_stage;engage_date;close_date
            x1;Orden uno;Orden de días SL;Proposal;20/11/2025;02/05/2026
            x2;Orden dos;Orden de días SL;Proposal;21/11/2025;1/13/2027
            x3;Orden tres;Orden de días SL;Proposal;22/11/2025;03/05/2026
            """,
            cast.teresa());
    String path = "/integration/imports/" + file.id();
    assertThat(mean(path, "dias")).hasRedirectedUrl(path + "/values");
    Page values = page(path + "/values");
    assertThat(values.text("main"))
        .contains("2 fechas se pueden leer de dos maneras")
        .contains("02/05/2026 → 2 may 2026")
        .contains("Otra solo puede tener el mes delante");
    // The style of the reading page is what is proposed.
    assertThat(values.document().select("[name=style-close][checked]").val())
        .isEqualTo("DAY_FIRST");

    assertThat(answer(path, values, "DAY_FIRST")).hasRedirectedUrl(path);
    file.awaitAndStart();
    assertThat(file.notes()).containsExactly("3 import.cell.monthFirst [close_date, 1/13/2027]");
    assertThat(
            jdbc.sql(
                    """
                    select outside_id || ' ' || close_date from pipeline.opportunity
                    where outside_source = 'dias' order by outside_id
                    """)
                .query(String.class)
                .list())
        .containsExactly("x1 2026-05-02", "x2 2027-01-13", "x3 2026-05-03");
  }

  private org.springframework.test.web.servlet.assertj.MvcTestResult mean(
      String path, String source) {
    var form = mvc.post().uri(path + "/columns").with(cast.as(cast.teresa())).with(csrf());
    for (Element select : page(path + "/columns").document().select("select[name=columns]")) {
      form = form.param("columns", select.select("option[selected]").val());
    }
    return form.param("matchKey", "outside")
        .param("mode", "BOTH")
        .param("source", source)
        .param("lenient", "false")
        .exchange();
  }

  private Page page(String path) {
    return Page.of(mvc.get().uri(path).with(cast.as(cast.teresa())).exchange());
  }
}
