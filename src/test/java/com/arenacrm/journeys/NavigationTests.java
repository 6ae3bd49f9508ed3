package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What stands above each page: home, the way around, the search. */
@JourneyTest
class NavigationTests {

  @Autowired Arena arena;

  @Test
  void eachRoleHasItsHomeAndEachLinkAboveItLeadsSomewhere() {
    leadsAround(arena.lucia(Look.DESK), "La semana");
    leadsAround(arena.marcos(Look.DESK), "Mi día");
    leadsAround(arena.teresa(Look.DESK), "Reloj semanal");
    leadsAround(arena.andres(Look.DESK), "Por dónde empezar");
  }

  private void leadsAround(Tab tab, String home) {
    tab.open("/").shows(home);
    List<?> addresses =
        (List<?>)
            tab.page()
                .locator("header.top a")
                .evaluateAll("links => [...new Set(links.map(a => a.getAttribute('href')))]");
    assertThat(addresses).hasSizeGreaterThan(8);
    for (Object address : addresses) {
      assertThat(tab.page().context().request().get(arena.origin() + address).status())
          .as("%s of whom lands on %s", address, home)
          .isEqualTo(200);
    }
  }

  @Test
  void theSlashFindsPeopleAsOneTypes() {
    Tab lucia = arena.lucia(Look.DESK);
    lucia.open("/contacts/people/new");
    lucia.fill("Nombre y apellidos", "Paula Rey").press("Guardar").shows("Paula Rey");

    lucia.open("/").page().keyboard().press("/");
    lucia.page().keyboard().type("paula");
    assertThat(lucia.page().locator("#suggestions a")).containsText("Paula Rey");
    lucia.examine();
    lucia.go(() -> lucia.page().locator("#suggestions a").click()).shows("Paula Rey");

    lucia.page().keyboard().press("/");
    lucia.page().keyboard().type("paula rei");
    lucia.go(() -> lucia.page().keyboard().press("Enter")).shows("Buscar").says("Paula Rey");
  }

  @Test
  void aTelephoneHasRoomForTheSearchOnItsOwnPage() {
    Tab marcos = arena.marcos(Look.PHONE);
    marcos.open("/").follow("Buscar").shows("Buscar");
    marcos.fill("Buscar", "nadie así").press("Buscar").says("Nada con «nadie así».");
  }
}
