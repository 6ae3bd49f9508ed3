package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is printed of a deal is what is known of it, not what is done there. */
@JourneyTest
class PaperTests {

  @Autowired Arena arena;

  @Test
  void aDealAndItsContactMapHaveNoControlsOnPaperAndSayHowToReachPeople() {
    Tab marcos = arena.marcos(Look.DESK);
    marcos.open("/pipeline/opportunities/new");
    marcos
        .fill("Empresa", "Hotel del Papel")
        .fill("De qué va", "Café en papel")
        .fill("Próximo paso", "Llamar")
        .press("Abrir oportunidad")
        .shows("Café en papel");
    String deal = marcos.path().replaceAll("[?#].*", "");
    marcos.page().locator("summary", new Page.LocatorOptions().setHasText("aún no está")).click();
    marcos.page().locator("#newName").fill("Paula Papel");
    marcos.page().locator("#newEmail").fill("paula@papel.example");
    marcos.page().locator("form:has(#newName) [name=roles]").first().check();
    marcos.go(() -> marcos.page().locator("form:has(#newName) button").click());

    marcos.open(deal);
    marcos.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(marcos.main().locator(".btn:visible, button:visible, textarea:visible")).hasCount(0);
    assertThat(marcos.main().locator("select:visible, input:not([type=checkbox]):visible"))
        .hasCount(0);
    assertThat(marcos.main()).containsText("Café en papel");
    marcos.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));

    marcos.open(deal + "/map");
    assertThat(marcos.main().locator(".on-paper").first()).isHidden();
    marcos.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(marcos.main().locator(".on-paper").first()).isVisible();
    assertThat(marcos.main().locator(".on-paper").first()).containsText("paula@papel.example");
    assertThat(marcos.main().locator(".reach:visible")).hasCount(0);
    marcos.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
  }
}
