package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Teresa asks what each activity yielded: she changes how credit is shared out and by what the
 * lines stand, opens the rows behind a number, reads why a zero is zero, and finds the same on the
 * deal.
 */
@JourneyTest
class ResultsJourneyTests {

  @Autowired Arena arena;

  @BeforeEach
  void theSampleCompany() {
    arena.asNew();
  }

  @Test
  void atADesk() {
    inSpanish(Look.DESK);
  }

  @Test
  void onATelephoneWithoutScripts() {
    inSpanish(Look.PHONE.withoutScripts());
  }

  @Test
  void inEnglishOnATelephone() {
    inEnglish(Look.PHONE.inEnglish());
  }

  @Test
  void inEnglishAtADeskWithoutScripts() {
    inEnglish(Look.DESK.inEnglish().withoutScripts());
  }

  private void inSpanish(Look look) {
    Tab teresa = arena.visitor(look);
    teresa.open("/").shows("Prepara tu Arena");
    setUp(teresa);
    teresa.press("Empezar").shows("Por dónde empezar");
    teresa.press("Ponerme en el lugar de Teresa").shows("Reloj semanal");

    teresa
        .follow("Resultados")
        .shows("Resultados por actividad")
        .says("A partes iguales: lo mismo");
    choose(teresa, "model", "u_shaped", "Aplicar");
    teresa.says("40 % al primero");
    teresa.follow("Fase").says("Probar").says("Total");
    teresa.follow("Actividad");
    teresa.go(() -> teresa.click(number(teresa, "Ganado", "Cata para jefes de sala")));
    assertThat(teresa.page().locator("h1")).containsText("Importe ganado");
    teresa.says("En U (40-20-40)").says("Total");
    teresa.go(() -> teresa.click(teresa.main().locator("tbody td.num a").first()));
    teresa.shows("Quién se lleva el mérito").says("Sin contacto de marketing");
    teresa.open("/reports/results");
    teresa.go(() -> teresa.click(zero(teresa, "Prospectos entrantes", "Visita al tostadero")));
    teresa.says("¿Por qué es cero?").says("se buscó");
    teresa.follow("Volver a los resultados").follow("Mejores clientes");
    teresa.shows("Mejores clientes").says("Hotel Mirador").says("1 de 1").says("10 clientes");
    teresa.follow("Quién compra").shows("Quién compra de verdad").says("hacen falta al menos 30");
    teresa.follow("Proveedores").shows("Proveedores").says("Agencia Faro");
  }

  private void inEnglish(Look look) {
    Tab teresa = arena.visitor(look);
    teresa.open("/").shows("Set up your Arena");
    setUp(teresa);
    teresa.press("Start").shows("Where to begin");
    teresa.press("Step into Teresa's shoes").shows("Weekly hourglass");

    teresa.follow("Results").shows("Results by activity").says("Equal shares: the same");
    choose(teresa, "model", "u_shaped", "Apply");
    teresa.says("40% to the first");
    teresa.follow("Phase").says("Try").says("Total");
    teresa.go(() -> teresa.click(number(teresa, "Amount won", "Try")));
    assertThat(teresa.page().locator("h1")).containsText("Amount won");
    teresa.open("/reports/results?by=phase");
    teresa.go(() -> teresa.click(zero(teresa, "Inbound leads", "Trust")));
    teresa.says("Why is it zero?").says("looked for");
    teresa.follow("Back to the results").follow("Best customers").says("Hotel Mirador");
    teresa.follow("Who buys").shows("Who really buys").says("it takes at least 30");
    teresa.follow("Providers").shows("Providers").says("Agencia Faro");
  }

  private static void setUp(Tab ana) {
    ana.page().locator("[name=company]").fill("Cafés Almendro, S.L.");
    ana.page().locator("[name=name]").fill("Ana Molina");
    ana.page().locator("[name=email]").fill("ana@almendro.example");
    ana.page().locator("[name=password]").fill("correct horse 9");
  }

  /** With scripts the form sends itself; without them a button does. */
  private static void choose(Tab tab, String name, String option, String button) {
    Locator choice = tab.main().locator("[name=" + name + "]");
    if (tab.look().scripts()) {
      tab.go(() -> choice.selectOption(option));
    } else {
      choice.selectOption(option);
      tab.press(button);
    }
  }

  private static Locator number(Tab tab, String column, String line) {
    return cell(tab, column, line).locator("a:not(.zero)").first();
  }

  /** On a telephone what is no main number stands behind "more". */
  private static Locator zero(Tab tab, String column, String line) {
    Locator more =
        cell(tab, column, line).locator("xpath=..").locator(".unfold details:not([open]) summary");
    if (more.isVisible()) {
      more.click();
    }
    return cell(tab, column, line).locator("a.zero");
  }

  private static Locator cell(Tab tab, String column, String line) {
    return tab.main()
        .locator("tbody tr")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    tab.page()
                        .locator(
                            "th",
                            new com.microsoft.playwright.Page.LocatorOptions().setHasText(line))))
        .first()
        .locator("td[data-label='" + column + "']");
  }
}
