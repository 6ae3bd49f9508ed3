package com.arenacrm.journeys;

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

  private void setUp(Look look) {
    Tab ana = arena.visitor(look);
    ana.open("/").shows("Prepara tu Arena");
    ana.fill("Nombre de la empresa", "Cafés Almendro, S.L.")
        .fill("Tu nombre", "Ana Molina")
        .fill("Correo", "ana@almendro.example")
        .fill("Contraseña", "corta");
    ana.expecting(422).press("Empezar").says("Es corta");
    ana.fill("Contraseña", "correct horse 9").press("Empezar").shows("Por dónde empezar");
  }
}
