package com.arenacrm.insight.buyers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What comes from several files, and what was written down once the outcome was known. */
@ArenaTest
@OnOwnDatabase("buyersorigins")
class BuyersOriginTests {

  private static final String STUDY = "/reports/buyers?what=leads";

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired ImportProbe imports;

  private final List<ImportProbe.Journey> imported = new ArrayList<>();

  @AfterEach
  void takeBack() {
    imported.forEach(ImportProbe.Journey::undo);
  }

  @Test
  void thatOneFileHoldsMoreBuyersThanAnotherIsNoFinding() {
    // Nine in ten of the one bought, four in ten of the other, whatever their channel.
    file("ferias.csv", 400, i -> i % 4 != 0 ? "Prensa" : "Web", i -> i % 40 < 36);
    file("campus.csv", 400, i -> i % 10 == 0 ? "Prensa" : "Web", i -> i / 10 % 10 < 4);

    Page page = page(cast.teresa());

    assertThat(page.text(".facts")).contains("800", "520");
    assertThat(page.texts(".finding h3")).isEmpty();
    assertThat(page.text(".origins"))
        .contains("ferias.csv", "90 %", "campus.csv", "40 %", "dentro de cada origen");
    assertThat(page.text(".formula")).contains("Cochran");
    for (Element link : page.document().select(".origins a")) {
      assertThat(Page.of(get(link.attr("href"), cast.teresa())).text("h1"))
          .as(link.attr("href"))
          .endsWith(": " + link.text());
    }
  }

  @Test
  void whatIsSoWithinEveryFileIsAFindingWithTheNumbersOfEach() {
    file(
        "ferias.csv",
        400,
        i -> i % 4 != 0 ? "Prensa" : "Web",
        i -> i / 4 % 10 < (i % 4 != 0 ? 9 : 6));
    file(
        "campus.csv",
        400,
        i -> i % 4 == 0 ? "Prensa" : "Web",
        i -> i / 4 % 10 < (i % 4 == 0 ? 5 : 2));

    Page page = page(cast.teresa());

    assertThat(page.texts(".finding h3").toString()).contains("«Canal» (tu campo): Prensa");
    Element finding =
        page.document().select(".finding").stream()
            .filter(f -> f.select("h3").text().contains("Prensa"))
            .findFirst()
            .orElseThrow();
    assertThat(finding.select(".tag").text()).isEqualTo("más que los demás");
    assertThat(finding.select(".rates").text())
        .contains("ferias.csv", "270 de 300 · 90 %", "60 de 100 · 60 %")
        .contains("campus.csv", "50 de 100 · 50 %", "60 de 300 · 20 %");
    assertThat(finding.select(".rates a")).hasSize(8);
    for (Element link : finding.select(".rates a")) {
      assertThat(Page.of(get(link.attr("href"), cast.teresa())).text("h1"))
          .as(link.attr("href"))
          .endsWith(": " + link.text());
    }
    var signedIn = cast.as(cast.teresa());
    assertThat(SqlCount.during(() -> mvc.get().uri(URI.create(STUDY)).with(signedIn).exchange()))
        .hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void whichImportMadeALeadIsKnownAfterTheTimeForItsUndoIsOver() {
    file("ferias.csv", 60, i -> "Web", i -> i % 2 == 0);
    jdbc.sql("delete from integration.import_effect").update();

    assertThat(
            jdbc.sql(
                    """
                    select count(*) from integration.import_made m
                    join integration.import_run r on r.id = m.run_id
                    join leads.lead l on l.id = m.record_id where r.file_name = 'ferias.csv'
                    """)
                .query(Integer.class)
                .single())
        .isEqualTo(60);
    jdbc.sql("delete from leads.lead").update();
    imported.clear();
  }

  @Test
  void whatLooksWrittenAfterwardsIsSetApartAndCanBeCountedOrLeftOut() {
    file(
        "campus.csv",
        "Etiquetas",
        400,
        i -> i % 2 == 0 ? "Cerrada por Horizonte" : "Ya es alumno",
        i -> i % 20 == 19 || i % 2 == 0 && i % 20 != 18);

    Page page = page(cast.lucia());

    assertThat(page.texts("section:not(.doubted) .finding h3").toString())
        .doesNotContain("Etiquetas");
    assertThat(page.text(".doubted"))
        .contains("Etiquetas", "parece que se rellena después de saber el resultado");
    assertThat(page.texts(".doubted .finding h3").toString()).contains("Cerrada por Horizonte");
    assertThat(page.has(".doubted a[href*='/icp/new'], .doubted form[action$='/icp']"))
        .as("not offered to a profile")
        .isFalse();
    assertThat(Page.of(get(STUDY, cast.marcos())).has("form[action^='/reports/buyers/fields']"))
        .as("only marketing and managers decide")
        .isFalse();
    assertThat(decide("yes", cast.marcos())).hasStatus(403);

    MvcTestResult counted = decide("yes", cast.lucia());
    assertThat(counted).hasStatus3xxRedirection();
    Page with = page(cast.teresa());
    assertThat(with.texts("section:not(.doubted) .finding h3").toString())
        .as("for everybody of the company")
        .contains("Cerrada por Horizonte");
    assertThat(with.has(".doubted")).isFalse();
    assertThat(with.text(".decided")).contains("Lucía Ferrer decidió");

    assertThat(decide("no", cast.teresa())).hasStatus3xxRedirection();
    Page without = page(cast.lucia());
    assertThat(without.texts(".finding h3").toString()).doesNotContain("Etiquetas");
    assertThat(without.text(".leftout")).contains("Etiquetas", "Teresa");
    assertThat(
            jdbc.sql(
                    "select actor_name || ' ' || subject_name from identity.audit_entry where action = 'study-field' order by at desc limit 1")
                .query(String.class)
                .single())
        .contains("Teresa", "Etiquetas");

    assertThat(counted.getMvcResult().getFlashMap().get("flashUndo"))
        .as("it can be undone")
        .asString()
        .startsWith("/reports/buyers/fields?");
  }

  private MvcTestResult decide(String use, CurrentUser user) {
    return mvc.post()
        .uri("/reports/buyers/fields")
        .with(cast.as(user))
        .with(csrf())
        .param("what", "leads")
        .param("field", "PERSON_ATTRIBUTE:Etiquetas")
        .param("use", use)
        .exchange();
  }

  private void file(
      String name, int rows, IntFunction<String> channel, IntFunction<Boolean> bought) {
    file(name, "Canal", rows, channel, bought);
  }

  private void file(
      String name,
      String column,
      int rows,
      IntFunction<String> channel,
      IntFunction<Boolean> bought) {
    StringBuilder csv = new StringBuilder("Nombre,Correo,Convertido," + column + "\n");
    String stem = name.substring(0, name.indexOf('.'));
    for (int i = 0; i < rows; i++) {
      csv.append(
          "Origen %s %d,%s%d@origenes.example,%s,%s\n"
              .formatted(
                  stem, i, stem, i, bought.apply(i) ? "Yes" : "Lost lead", channel.apply(i)));
    }
    ImportProbe.Journey journey =
        imports.upload(
            "leads", name, csv.toString().getBytes(StandardCharsets.UTF_8), cast.teresa());
    journey.value("outcome", "Yes", "BOUGHT").value("outcome", "Lost lead", "UNKNOWN");
    assertThat(journey.rehearsed().refusals().stream().limit(3)).isEmpty();
    assertThat(journey.start()).startsWith("created " + rows + " ");
    imported.add(journey);
  }

  private Page page(CurrentUser viewer) {
    MvcTestResult study = get(STUDY, viewer);
    assertThat(study).hasStatusOk();
    return Page.of(study);
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(URI.create(path)).with(cast.as(user)).exchange();
  }
}
