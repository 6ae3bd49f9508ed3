package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A hand on the board, which takes a card wherever there is most of it. */
@JourneyTest
class DraggingTests {

  @Autowired Arena arena;

  @Test
  void aCardIsTakenByItsNameToAnotherStage() {
    Tab marcos = arena.marcos(Look.DESK);
    marcos.open("/pipeline/opportunities/new");
    marcos
        .fill("Empresa", "Hotel de la Mano")
        .fill("De qué va", "Café para arrastrar")
        .fill("Próximo paso", "Llamar")
        .press("Abrir oportunidad")
        .shows("Café para arrastrar");
    marcos.open("/pipeline/board?q=arrastrar");
    Locator name = marcos.main().locator(".card-name");

    marcos.stay(
        () -> {
          drag(marcos, name, marcos.main().locator("[data-stage]").nth(1));
          marcos.main().locator("[name=met]").first().waitFor();
        });

    assertThat(marcos.main().locator(".column").nth(1)).containsText("Hotel de la Mano");
    assertThat(marcos.main().locator(".column").nth(1).locator("[name=met]").first()).isVisible();
  }

  @Test
  void aCardThatIsDraggedToTheOfferIsAskedForItsAmountAndDayInPlace() {
    Tab marcos = arena.marcos(Look.DESK);
    marcos.open("/pipeline/opportunities/new");
    marcos
        .fill("Empresa", "Hotel de la Cifra")
        .fill("De qué va", "Café sin importe")
        .fill("Próximo paso", "Llamar")
        .press("Abrir oportunidad")
        .shows("Café sin importe");
    marcos.open("/pipeline/board?q=Cifra");
    Locator offer = marcos.main().locator(".column").nth(3);

    marcos.stay(
        () -> {
          drag(
              marcos,
              marcos.main().locator(".card-name"),
              marcos.main().locator("[data-stage]").nth(3));
          offer.locator("[name=amount]").waitFor();
        });
    offer.locator("[name=reason]").fill("Ya lo probaron");
    offer.locator("[name=amount]").fill("1.250,50");
    offer.locator("[name=closeDate]").fill("2026-12-15");
    marcos.stay(
        () -> {
          marcos.click(marcos.button("Mover a Propuesta"));
          assertThat(offer.locator("header")).containsText("1.250,50 €");
        });

    assertThat(offer.locator(".card-deal")).containsText("15 dic");
    marcos.open("/reports/forecast").says("1.250,50 €");
  }

  @Test
  void aCardIsDrawnWhereItsDealWentWhereverItWasDroppedAndKeepsTheFocusOfTheKeyboard() {
    Tab andres = arena.andres(Look.DESK);
    andres.open("/pipeline/stages").fill("Nombre", "Renovaciones").press("Añadir proceso");
    Tab marcos = arena.marcos(Look.DESK);
    marcos.open("/pipeline/opportunities/new");
    marcos
        .fill("Empresa", "Hotel de los Dos Procesos")
        .fill("De qué va", "Café de ida y vuelta")
        .fill("Próximo paso", "Llamar")
        .press("Abrir oportunidad")
        .shows("Café de ida y vuelta");
    marcos.page().setViewportSize(4600, 900);
    marcos.open("/pipeline/board?q=ida");
    Locator card = marcos.main().locator(".card-deal");
    Locator columns = marcos.main().locator("[data-stage]");

    // By keyboard, the card that was moved is where one goes on.
    marcos.stay(
        () -> {
          Locator move = card.locator("a", new Locator.LocatorOptions().setHasText("Mover a"));
          move.press("Enter");
          assertThat(card.locator(".targets a").first()).isFocused();
          card.locator("a", new Locator.LocatorOptions().setHasText("Cancelar")).press("Enter");
          assertThat(move).isFocused();
          move.press("Enter");
          assertThat(card.locator(".targets a").first()).isFocused();
          card.locator(".targets a").first().press("Escape");
          assertThat(card.locator(".targets")).hasCount(0);
          assertThat(move).isFocused();
          move.press("Enter");
          assertThat(card.locator(".targets a").first()).isFocused();
          Locator to =
              card.locator(
                  ".targets a", new Locator.LocatorOptions().setHasText("Necesidad clara"));
          to.first().waitFor();
          to.first().press("Enter");
          card.locator("[name=reason]").fill("Ya lo sabemos");
          marcos.button("Mover a Necesidad clara").press("Enter");
          columns.nth(1).locator(".card-deal").waitFor();
        });
    assertThat(columns.nth(1).locator(".card-deal .card-do").nth(1)).isFocused();
    assertThat(marcos.page().locator("#live")).containsText("Necesidad clara");
    marcos.button("Deshacer").press("Enter");
    assertThat(columns.nth(0).locator(".card-deal")).isVisible();
    assertThat(marcos.page().locator("#live")).not().isEmpty();

    Locator ours =
        marcos.main().locator(".column", new Locator.LocatorOptions().setHasText("Ganada")).first();
    Locator theirs =
        marcos.main().locator(".column", new Locator.LocatorOptions().setHasText("Ganada")).last();
    marcos.stay(
        () -> {
          drag(marcos, card.locator(".card-name"), theirs.locator("[data-stage]"));
          card.locator("[name=amount]").waitFor();
        });
    card.locator("[name=amount]").fill("900");
    card.locator("[name=reason]").fill("Firmaron");
    marcos.stay(
        () -> {
          card.locator("form .btn-primary").click();
          ours.locator(".card-deal").waitFor();
        });
    assertThat(theirs.locator(".card-deal")).hasCount(0);
  }

  @Test
  void aDealIsLostOnItsCardAndEscapeGivesUpWhatWasRefused() {
    Tab marcos = arena.marcos(Look.DESK);
    marcos.open("/pipeline/opportunities/new");
    marcos
        .fill("Empresa", "Hotel del Adiós")
        .fill("De qué va", "Café que se pierde")
        .fill("Próximo paso", "Llamar")
        .press("Abrir oportunidad")
        .shows("Café que se pierde");
    marcos.open("/pipeline/board?q=pierde");
    Locator card = marcos.main().locator(".card-deal");
    Locator.LocatorOptions lost = new Locator.LocatorOptions().setHasText("Perdida");

    marcos.expecting(422);
    marcos.stay(
        () -> {
          card.locator("a", new Locator.LocatorOptions().setHasText("Mover a")).press("Enter");
          // What takes the focus by itself has it before a key is pressed.
          assertThat(card.locator(".targets a").first()).isFocused();
          card.locator(".targets a", lost).press("Enter");
          // The competitors come when the form gets the focus, and go where they belong.
          card.locator("[name=lostReason]").focus();
          card.locator("form .btn-primary").click();
          card.locator(".error").first().waitFor();
          card.locator("[name=lostReason]").press("Escape");
          assertThat(card.locator("form .btn-primary")).hasCount(0);
        });
    assertThat(card).containsText("Hotel del Adiós");
  }

  private static void drag(Tab tab, Locator from, Locator to) {
    Mouse mouse = tab.page().mouse();
    BoundingBox start = from.boundingBox();
    BoundingBox end = to.boundingBox();
    mouse.move(start.x + 20, start.y + 8);
    mouse.down();
    mouse.move(start.x + 40, start.y + 20);
    mouse.move(end.x + 60, end.y + 40, new Mouse.MoveOptions().setSteps(12));
    mouse.up();
  }
}
