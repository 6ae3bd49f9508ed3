package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Lucía works down a list: she keeps it as a view that Marcos opens too, chooses its columns, goes
 * from one to the next, changes several at once and takes that back.
 */
@JourneyTest
class ListJourneyTests {

  /** What the pages say, by language. */
  private record Words(
      String name,
      String mail,
      String save,
      String saveView,
      String viewName,
      String seenBy,
      String everybody,
      String saved,
      String columns,
      String city,
      String place,
      String next,
      String back,
      String pick,
      String kind,
      String go,
      String field,
      String value,
      String preview,
      String going,
      String change,
      String changed,
      String undo,
      String undone) {}

  private static final Words ES =
      new Words(
          "Nombre y apellidos",
          "Correo",
          "Guardar",
          "Guardar como vista",
          "Nombre",
          "Quién la ve",
          "Todo el mundo",
          "guardada",
          "Columnas",
          "Ciudad",
          "1 de 3",
          "Siguiente: Bea Lista",
          "Personas",
          "Marcar a ",
          "Con lo marcado",
          "Seguir",
          "Qué dato",
          "Qué dice si quieres",
          "Ver en qué queda",
          "Cambian 2",
          "Cambiar 2",
          "2 fichas cambiadas",
          "Deshacer",
          "2 fichas vuelven a estar como antes");

  private static final Words EN =
      new Words(
          "Full name",
          "E-mail",
          "Save",
          "Save as a view",
          "Name",
          "Who sees it",
          "Everyone",
          "saved",
          "Columns",
          "City",
          "1 of 3",
          "Next: Bea Lista",
          "People",
          "Tick ",
          "With those ticked",
          "Continue",
          "Which field",
          "What it says if you like",
          "See what it comes to",
          "2 change",
          "Change 2",
          "2 records changed",
          "Undo",
          "2 records are as they were before");

  @Autowired Arena arena;

  @BeforeEach
  void aNewCompany() {
    arena.asNew();
  }

  @Test
  void aListIsKeptSharedAndChanged() {
    Tab lucia = theWholeWay(Look.DESK, ES);
    // The same by keyboard: down, tick, to the change; and along the records.
    lucia.open("/contacts/people?q=Lista");
    lucia.page().keyboard().press("j");
    lucia.page().keyboard().press("x");
    assertThat(lucia.field("Marcar a Ana Lista")).isChecked();
    lucia.page().keyboard().press("e");
    assertThat(lucia.page().locator("#bulk-kind")).isFocused();
    lucia.follow("Ana Lista");
    lucia.go(() -> lucia.page().keyboard().press("]")).shows("Bea Lista");
    lucia.go(() -> lucia.page().keyboard().press("[")).shows("Ana Lista");
    lucia.go(() -> lucia.click(lucia.page().locator("[data-list-back]")));
    assertThat(lucia.page().locator("tr[data-opened]")).containsText("Ana Lista");
  }

  @Test
  void theSameWithoutScripts() {
    theWholeWay(Look.DESK.withoutScripts(), ES);
  }

  @Test
  void inEnglishOnATelephone() {
    theWholeWay(Look.PHONE.inEnglish(), EN);
  }

  private Tab theWholeWay(Look look, Words say) {
    Tab lucia = arena.lucia(look);
    for (String name : new String[] {"Ana", "Bea", "Cova"}) {
      lucia.open("/contacts/people/new").fill(say.name, name + " Lista");
      lucia.fill(say.mail, name.toLowerCase(java.util.Locale.ROOT) + "@lista.example");
      lucia.press(say.save).says(name + " Lista");
    }

    lucia.open("/contacts/people?q=Lista").follow(say.saveView);
    lucia.fill(say.viewName, "La feria").choose(say.seenBy, say.everybody);
    lucia.press(say.save).says(say.saved).says("La feria");
    Tab marcos = arena.marcos(look);
    marcos.open("/contacts/people");
    marcos.go(() -> marcos.click(marcos.page().locator(".viewtabs a:has-text('La feria')")));
    marcos.says("Cova Lista");

    lucia.follow(say.columns).tick(say.city).press(say.save);
    assertThat(lucia.page().locator("thead")).containsText(say.city);

    lucia.follow("Ana Lista").says(say.place);
    lucia.follow(say.next).shows("Bea Lista");
    lucia.go(() -> lucia.click(lucia.page().locator("[data-list-back]")));
    lucia.says("Cova Lista");

    lucia.tick(say.pick + "Ana Lista").tick(say.pick + "Cova Lista");
    lucia.press(say.go);
    lucia.fill(say.field, "Feria").fill(say.value, "Alimentaria");
    lucia.press(say.preview).says(say.going).says("Feria · Alimentaria");
    lucia.press(say.change).says(say.changed);
    lucia.press(say.undo).says(say.undone);
    return lucia;
  }
}
