package com.arenacrm.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.ListFile;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * What waits to be done goes out as files, too: the story of the sample company has some of each.
 */
@ArenaTest
@OnOwnDatabase
class WorkExportTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired SampleCompany sample;
  @Autowired Clock clock;

  @BeforeEach
  void tell() {
    cast.andres();
    sample.make(clock.instant());
  }

  @Test
  void eachListOfWorkGoesOutWithItsRows() throws Exception {
    CurrentUser lucia = cast.lucia();
    CurrentUser teresa = cast.teresa();
    check(teresa, "/leads/pool", "Por qué está aquí");
    check(teresa, "/leads/recontacts?all=true", "Volver a hablar el");
    check(teresa, "/leads/recontacts/unended", "Estado");
    for (String what :
        List.of("late", "returning", "pooled", "snoozed", "idle", "pushed", "risk", "sellers")) {
      check(teresa, "/reports/attention?what=" + what, "Qué pasa");
    }
    check(teresa, "/reports/attention?seller=" + cast.marcos().id(), "Lo lleva");
    check(teresa, "/reports/snoozes", "Vuelve el");
    check(lucia, "/contacts/segments", "Condiciones");
    check(lucia, "/planner/audiences", "Próxima");
    check(lucia, "/planner/list", "Previsto");
    check(lucia, "/contacts/duplicates?what=people", "Certeza");
    check(lucia, "/leads/inbox/gate", "Le falta");
    check(lucia, "/leads/inbox/returned", "Motivo de la devolución");
    check(lucia, "/leads/inbox/aside", "Por qué");
    check(lucia, "/reports/leakage", "Lo que costaron");
    assertThat(text(get("/leads/export", lucia)).lines().findFirst().orElseThrow())
        .contains("Encaje (solo lectura)", "Interés (solo lectura)", "Le falta (solo lectura)");
  }

  @Test
  void eachListOfRecordsAndEachReportGoesOutWithItsRows() throws Exception {
    CurrentUser lucia = cast.lucia();
    CurrentUser teresa = cast.teresa();
    for (String show : List.of("", "?show=renewal", "?show=risk", "?show=silent", "?show=all")) {
      check(teresa, "/customers" + show, "Próxima compra");
    }
    check(teresa, "/customers/satisfaction", "Qué dice");
    check(teresa, "/customers/satisfaction?show=low", "Qué dice");
    check(teresa, "/customers/referrals", "Quién recomienda");
    assertThat(text(get("/customers/checklist/export", teresa))).contains("Días después");
    check(teresa, "/reports/customers", "De las cuatro");
    check(lucia, "/reports/segments", "Respondieron, 90 días");
    check(lucia, "/leads/trials", "Resultado");
    check(lucia, "/leads/trials?state=TO_DELIVER", "Resultado");
    check(lucia, "/leads/forms", "Apartadas");
    check(lucia, "/reports/providers", "Proveedor");
    check(lucia, "/icp", "Criterios");
    check(lucia, "/playbook/stories", "Qué parte de la plomada lleva");
    check(lucia, "/playbook/offers", "Precio");
    check(lucia, "/playbook/scripts", "Historia que cuenta");
    check(lucia, "/playbook/material", "Competidor");
    check(cast.andres(), "/identity/users", "Correo");
    check(teresa, "/leads/routing", "Va a");
    check(teresa, "/reports/coverage", "Fase");
    check(teresa, "/reports/forecast", "Responsable");
    check(teresa, "/reports/goals", "Objetivo");
    check(teresa, "/reports/leakage/rows?what=to-came-in", "Qué fue de él");
    check(teresa, "/reports/leakage/rows?what=lost", "Qué fue de él");
    String rows =
        Page.of(get("/reports/segments", lucia))
            .document()
            .select("a[href*=figure=PEOPLE]")
            .attr("href");
    check(lucia, rows, "Empresa");
  }

  @Test
  void aFileHoldsWhatThePageShowsAndNoMore() throws Exception {
    CurrentUser teresa = cast.teresa();
    for (String show : List.of("renewal", "risk", "silent", "expected", "all")) {
      Page page = Page.of(get("/customers?show=" + show, teresa));
      List<String> shown =
          page.document().select("main table tbody tr[data-row] td.who a").eachText();
      List<String> names =
          text(get("/customers/export?show=" + show + "&format=CSV", teresa))
              .lines()
              .skip(1)
              .map(line -> line.substring(0, line.indexOf(';')))
              .toList();
      assertThat(names).as(show).containsExactlyElementsOf(shown);
    }
  }

  private void check(CurrentUser viewer, String path, String column) throws Exception {
    Page page = Page.of(get(path, viewer));
    List<String> files = page.document().select("main a[download][href*=export]").eachAttr("href");
    // Where columns are chosen, also as it is seen.
    assertThat(files).as(path).hasSize(page.has(".viewtabs") ? 4 : 2);
    int shown = page.document().select("main table tbody tr[data-row]").size();
    for (String file : files) {
      MvcTestResult sent = get(file, viewer);
      assertThat(sent).as(file).hasStatusOk();
      if (file.endsWith(ListFile.Format.CSV.name())) {
        assertThat(text(sent).lines().findFirst().orElseThrow()).as(file).contains(column);
        assertThat(text(sent).lines().count()).as(file).isGreaterThan(Math.min(shown, 5));
      } else {
        try (ReadableWorkbook book =
            new ReadableWorkbook(
                new ByteArrayInputStream(sent.getResponse().getContentAsByteArray()))) {
          assertThat(book.getFirstSheet().read().get(0).stream().map(c -> c.getText()))
              .as(file)
              .contains(column);
        }
      }
    }
  }

  private static String text(MvcTestResult file) {
    return new String(file.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }

  private MvcTestResult get(String path, CurrentUser viewer) {
    return mvc.get().uri(java.net.URI.create(path)).with(cast.as(viewer)).exchange();
  }
}
