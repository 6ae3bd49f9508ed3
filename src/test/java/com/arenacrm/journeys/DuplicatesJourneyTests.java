package com.arenacrm.journeys;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Somebody is there twice: Marcos says so, Lucía compares, merges, takes it back, merges again, and
 * says of two others that they are two.
 */
@JourneyTest
class DuplicatesJourneyTests {

  @Autowired Arena arena;

  @BeforeEach
  void aNewCompany() {
    arena.asNew();
  }

  @Test
  void fromTheProposalToTheMergeAndBack() {
    theWholeWay(Look.DESK);
  }

  @Test
  void theSameWithoutScripts() {
    theWholeWay(Look.DESK.withoutScripts());
  }

  @Test
  void inEnglishOnATelephone() {
    Look look = Look.PHONE.inEnglish();
    Tab lucia = arena.lucia(look);
    person(lucia, "Full name", "E-mail", "Save", "Paula Rey", "paula@mirador.example");
    person(lucia, "Full name", "E-mail", "Save", "Paula Rey Gil", "paula.rey@correo.example");
    String gil = lucia.page().url();
    lucia.open("/contacts/duplicates").says("Nobody has looked thoroughly yet");
    lucia.open(gil.substring(gil.indexOf("/contacts"))).follow("Merge with another record");
    lucia.fill("Find the other record", "Paula").press("Search").says("paula@mirador.example");
    lucia.press("Compare").says("Are they the same person?").says("paula.rey@correo.example");
    lucia.press("Merge").says("are one record now").says("paula.rey@correo.example");
    lucia.press("Undo").says("are two again. What came after");
  }

  private void theWholeWay(Look look) {
    Tab lucia = arena.lucia(look);
    Tab marcos = arena.marcos(look);
    person(lucia, "Nombre y apellidos", "Correo", "Guardar", "Eva Gil", "eva@palacete.example");
    person(lucia, "Nombre y apellidos", "Correo", "Guardar", "Eva Gil Paz", "eva.gil@otro.example");

    marcos.open("/contacts/people").follow("Eva Gil Paz").follow("¿Está dos veces?");
    marcos.fill("Buscar la otra ficha", "Eva").press("Buscar");
    marcos.fill("Por qué lo crees", "Me cogió el teléfono ella").press("Avisar a marketing");
    marcos.says("marketing lo verá");

    lucia.open("/contacts/duplicates").says("Lo propone Marcos").says("Me cogió el teléfono ella");
    lucia.follow("Comparar").says("¿Son la misma persona?").says("eva@palacete.example");
    lucia.press("Unir").says("ya son una sola ficha").says("Eva Gil Paz");
    lucia.press("Deshacer").says("vuelven a ser dos. Lo que llegó después");
    lucia.open("/contacts/duplicates/merges").says("deshecha el");

    lucia.open("/contacts/duplicates").follow("Comparar");
    lucia.press("Son dos").says("no volverán a salir");
    lucia.open("/contacts/duplicates?dismissed=true").says("dijo que son dos");
  }

  private static void person(
      Tab tab, String name, String mail, String save, String who, String address) {
    tab.open("/contacts/people/new").fill(name, who).fill(mail, address);
    tab.press(save).says(who);
  }
}
