package com.arenacrm.journeys;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@JourneyTest
class FirstRunTests {

  @Autowired Arena arena;

  @Test
  void anEmptyArenaLeadsThroughItsSetUpToTheWelcomePage() {
    long t = System.nanoTime();
    Tab ana = arena.visitor(Look.DESK);
    System.out.println("visitor " + (System.nanoTime() - t) / 1000000);
    ana.open("/").shows("Prepara tu Arena");
    System.out.println("open " + (System.nanoTime() - t) / 1000000);
    ana.fill("Nombre de la empresa", "Cafés Almendro, S.L.")
        .fill("Tu nombre", "Ana Molina")
        .fill("Correo", "ana@almendro.example")
        .fill("Contraseña", "corta");
    System.out.println("fill " + (System.nanoTime() - t) / 1000000);
    ana.expecting(422).press("Empezar").says("Es corta");
    System.out.println("press " + (System.nanoTime() - t) / 1000000);
    ana.fill("Contraseña", "correct horse 9").press("Empezar").shows("Por dónde empezar");
    System.out.println("press " + (System.nanoTime() - t) / 1000000);
    for (int i = 0; i < 5; i++) {
      ana.open("/contacts/people");
      System.out.println("again " + (System.nanoTime() - t) / 1000000);
    }
    for (int i = 0; i < 5; i++) {
      ana.page().navigate(arena.origin() + "/contacts/people");
      System.out.println("bare " + (System.nanoTime() - t) / 1000000);
    }
    arena.asNew();
    System.out.println("new " + (System.nanoTime() - t) / 1000000);
    ana = arena.visitor(Look.DESK.withoutScripts());
    ana.open("/").shows("Prepara tu Arena");
    System.out.println("open " + (System.nanoTime() - t) / 1000000);
  }
}
