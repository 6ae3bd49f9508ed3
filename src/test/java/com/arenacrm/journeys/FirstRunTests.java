package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@JourneyTest
class FirstRunTests {

  @Autowired Arena arena;

  @BeforeEach
  void nobodyWasHereYet() {
    arena.asNew();
  }

  @Test
  void anEmptyArenaLeadsThroughItsSetUpToTheWelcomePage() {
    setUp(Look.DESK);
  }

  @Test
  void theSameWithoutScriptsOnATelephone() {
    setUp(Look.DESK.withoutScripts());
  }

  @Test
  void theSampleCompanyShowsThreeJobsAndGoesByOneButton() {
    Tab ana = setUp(Look.DESK);

    ana.press("Ponerme en el lugar de Lucía").shows("La semana");
    assertThat(ana.page().locator(".shoes")).containsText("Lucía Ferrer");
    assertThat(ana.main()).containsText("Cata para jefes de sala");
    ana.go(() -> ana.page().locator(".shoes button").click()).shows("Por dónde empezar");
    ana.press("Ponerme en el lugar de Marcos").shows("Mi día");
    assertThat(ana.main()).containsText("Marta Oubiña");
    ana.go(() -> ana.page().locator(".shoes button").click());
    ana.press("Ponerme en el lugar de Teresa").shows("Reloj semanal");
    ana.go(() -> ana.page().locator(".shoes button").click());

    ana.main().locator("summary").click();
    ana.press("Sí, borrarla").says("La empresa de muestra ya no está.");
    assertThat(ana.main().locator(".shoes-list")).hasCount(0);
    ana.open("/contacts/people");
    assertThat(ana.main()).not().containsText("Paula Rey");
  }

  private Tab setUp(Look look) {
    Tab ana = arena.visitor(look);
    ana.open("/").shows("Prepara tu Arena");
    ana.fill("Nombre de la empresa", "Cafés Almendro, S.L.")
        .fill("Tu nombre", "Ana Molina")
        .fill("Correo", "ana@almendro.example")
        .fill("Contraseña", "corta");
    ana.expecting(422).press("Empezar").says("Es corta");
    return ana.fill("Contraseña", "correct horse 9").press("Empezar").shows("Por dónde empezar");
  }
}
