package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.arenacrm.testing.SharedData;
import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Real files by others come in through the pages as a person brings them in, with the figures that
 * they really hold; one is brought in again and adds nothing. That the others add nothing either is
 * seen without the pages, where their rows are compared.
 */
@JourneyTest
class RealFilesTests {

  private static final Consumer<Tab> AS_PROPOSED = tab -> {};

  @Autowired Arena arena;

  @Test
  void aCrmsAccountsContactsAndLeads() {
    Tab lucia = arena.lucia(Look.DESK);

    adds(lucia, "companies", "zoho_export/Accounts.csv", "2.229", AS_PROPOSED);
    adds(lucia, "people", "zoho_export/Contacts.csv", "1.265", AS_PROPOSED);
    // What converted means in that system is asked: nothing of it says that anybody bought.
    adds(
        lucia,
        "leads",
        "zoho_export/Leads.csv",
        "3.900",
        AS_PROPOSED,
        tab -> choose(tab, "Yes", "no se sabe"));
    lucia.open("/leads").says("268 prospectos");
    lucia.open("/leads?stage=ENDED").says("3.632 prospectos");
  }

  @Test
  void anAcademysLeadsWithoutNames() {
    Tab lucia = arena.lucia(Look.DESK);
    String file = "x_education/x_education_oldest70_labelled.csv";
    Consumer<Tab> selectIsNothing = tab -> tab.page().locator("[name=empties]").fill("Select");

    adds(lucia, "leads", file, "6.468", selectIsNothing, tab -> choose(tab, "1", "nos compró"));
    addsNothing(lucia, "leads", file, "6.468", selectIsNothing);
  }

  @Test
  void aTeamsDealsWithTheirAccounts() {
    Tab teresa = arena.teresa(Look.DESK);
    String deals = "crm_sales_opportunities/sales_pipeline.csv";

    adds(teresa, "companies", "crm_sales_opportunities/accounts.csv", "85", AS_PROPOSED);
    adds(teresa, "deals", deals, "8.800", AS_PROPOSED);
    teresa.open("/pipeline/board?view=list");
    Locator stages = teresa.page().locator("[name=stage]");
    assertThat(teresa.main()).containsText("2.089");
    teresa.go(() -> stages.selectOption("Ganada"));
    assertThat(teresa.main()).containsText("4.238");
    assertThat(teresa.main()).containsText("10.005.534");
    teresa.go(() -> teresa.page().locator("[name=stage]").selectOption("Perdida"));
    assertThat(teresa.main()).containsText("2.473");
  }

  private void adds(Tab tab, String what, String file, String rows, Consumer<Tab> reading) {
    adds(tab, what, file, rows, reading, AS_PROPOSED);
  }

  private void adds(
      Tab tab,
      String what,
      String file,
      String rows,
      Consumer<Tab> reading,
      Consumer<Tab> meaning) {
    rehearse(tab, what, file, reading, meaning);
    counts(tab, rows, "0", "0", "0");
    tab.press("Importar " + rows + " filas");
    until(tab, "Importación hecha");
    counts(tab, rows, "0", "0", "0");
  }

  private void addsNothing(Tab tab, String what, String file, String rows, Consumer<Tab> reading) {
    rehearse(tab, what, file, reading, AS_PROPOSED); // as it was answered the first time
    counts(tab, "0", "0", rows, "0");
    assertThat(tab.main().getByText("Importar ")).hasCount(0);
  }

  private static void choose(Tab tab, String value, String meaning) {
    tab.page()
        .locator("table.values tr")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    tab.page()
                        .locator("td b")
                        .getByText(value, new Locator.GetByTextOptions().setExact(true))))
        .locator("select")
        .selectOption(meaning);
  }

  private void rehearse(
      Tab tab, String what, String file, Consumer<Tab> reading, Consumer<Tab> meaning) {
    tab.open("/integration/imports/new");
    tab.page().locator("[name=what][value=" + what + "]").check();
    tab.page().locator("[name=table]").setInputFiles(SharedData.file(file));
    tab.press("Subir y mirar").shows("Cómo se lee el archivo");
    reading.accept(tab);
    tab.settle().press("Seguir");
    tab.fill("Nombre del sistema de origen", "El de antes");
    tab.press("Ensayar");
    if (tab.path().endsWith("/values")) {
      meaning.accept(tab);
      tab.press("Ensayar");
    }
    until(tab, "Esto es lo que pasaría");
  }

  /** A run in the background shows its progress, and its result when it is there. */
  private static void until(Tab tab, String heading) {
    tab.page()
        .getByRole(com.microsoft.playwright.options.AriaRole.HEADING)
        .getByText(heading)
        .waitFor(new Locator.WaitForOptions().setTimeout(Duration.ofSeconds(90).toMillis()));
    tab.examine();
  }

  private static void counts(Tab tab, String... expected) {
    assertThat(tab.main().locator(".outcome .facts dd"))
        .hasText(List.of(expected).toArray(String[]::new));
  }
}
