package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;

/**
 * A deal in depth: Marcos opens one, sells two things line by line with a reason for what he gives
 * away, skips stages and says why, compares the cost with an alternative, notes what the customer
 * fears, keeps the offer as a file, looks who is missing, and asks Lucía, who reads it.
 */
class DealJourneyTests extends FourLooks {

  @Override
  void walk(Look look) {
    Tab lucia = arena.lucia(look);
    Tab marcos = arena.marcos(look);
    String deal = marcosOpensIt(marcos);
    heSellsLineByLine(marcos, deal);
    heSkipsAStageAndSaysWhy(marcos, deal);
    heShowsWhatItReallyCosts(marcos, deal);
    heNotesWhatTheyFear(marcos, deal);
    heKeepsTheOffer(marcos, deal);
    marcos.open(deal + "/map").shows(word("map.title")).says(word("map.nobody"));
    heAsksLucia(marcos, lucia, deal);
  }

  private String marcosOpensIt(Tab marcos) {
    marcos.open("/pipeline/opportunities/new");
    marcos.fill(word("deal.name"), "Máquinas para tres casas");
    marcos.page().locator("[name=company]").fill("Hotel Mirador");
    marcos.page().locator("[name=step]").fill("Enviar la oferta");
    marcos.press(word("deal.open")).shows("Máquinas para tres casas");
    return marcos.path().replaceAll("[?#].*", "");
  }

  private void heSellsLineByLine(Tab marcos, String deal) {
    marcos.open(deal + "/lines").shows(word("lines.title"));
    line(marcos, 0, "Café en grano", "12", language().equals("es") ? "14,5" : "14.5");
    marcos.page().locator("[name='lines[0].discount']").fill("10 %");
    marcos.stay(() -> marcos.click(marcos.button(word("lines.more"))));
    line(marcos, 1, "Molino", "1", "800");
    marcos.stay(() -> marcos.click(marcos.button(word("lines.count"))));
    marcos.expecting(422);
    save(marcos).says(word("lines.discount.why"));
    marcos.page().locator("[name='lines[0].reason']").fill("Firma tres años");
    // 12 × 14.5 less 10 % is 156.60; with the grinder, 956.60.
    save(marcos);
    marcos.open(deal + "/edit");
    assertThat(marcos.page().locator("[name=amount]"))
        .hasValue(language().equals("es") ? "956,60" : "956.60");
  }

  private static Tab save(Tab tab) {
    return tab.go(() -> tab.click(tab.main().locator(".buttons .btn-primary")));
  }

  private static void line(Tab tab, int at, String what, String quantity, String price) {
    tab.page().locator("[name='lines[" + at + "].what']").fill(what);
    tab.page().locator("[name='lines[" + at + "].quantity']").fill(quantity);
    tab.page().locator("[name='lines[" + at + "].price']").fill(price);
  }

  private void heSkipsAStageAndSaysWhy(Tab marcos, String deal) {
    marcos.open(deal + "/move");
    marcos.go(() -> marcos.click(marcos.main().locator(".targets a.btn").nth(1)));
    String move = word("dealMove.reason.criteria");
    marcos.fill(move, "Ya lo habían probado en la feria");
    marcos.go(() -> marcos.click(marcos.main().locator(".buttons .btn-primary")));
    assertThat(marcos.main().locator("#strayed")).isVisible();
  }

  private void heShowsWhatItReallyCosts(Tab marcos, String deal) {
    marcos.open(deal + "/costs").shows(word("costs.title"));
    marcos.fill(word("costs.alternative"), "Seguir con cápsulas");
    marcos.page().locator("[name='rows[0].theirsYearly']").fill("500");
    marcos.page().locator("[name='innerNote']").fill("Lo dijo su contable");
    save(marcos);
    marcos.open(deal + "/costs/print").says("Seguir con cápsulas");
    assertThat(marcos.main()).not().containsText("contable");
  }

  private void heNotesWhatTheyFear(Tab marcos, String deal) {
    marcos.open(deal + "/risks").follow(word("risks.add"));
    marcos.fill(word("risks.risk"), "Que se estropee en agosto");
    marcos.press(word("ui.save"));
    marcos.open(deal + "/risks").says("Que se estropee en agosto").says(word("risks.state.OPEN"));
  }

  private void heKeepsTheOffer(Tab marcos, String deal) {
    marcos.open(deal + "/files");
    marcos
        .page()
        .locator("#deal-file")
        .setInputFiles(
            new FilePayload(
                "Oferta.pdf",
                "application/pdf",
                "%PDF-1.7 oferta".getBytes(StandardCharsets.UTF_8)));
    marcos.press(word("files.do"));
    marcos.open(deal + "/files").says("Oferta.pdf");
  }

  private void heAsksLucia(Tab marcos, Tab lucia, String deal) {
    marcos.open(deal + "/comments").shows(word("comments.title"));
    marcos.fill(word("comments.text"), "@Lucía ¿tienes el caso de otro hotel?");
    marcos.press(word("comments.do"));
    lucia.open("/notifications").says("¿tienes el caso de otro hotel?");
    lucia.open(deal + "/comments").says("@Lucía ¿tienes el caso de otro hotel?");
    lucia.fill(word("comments.text"), "Sí, va mañana");
    lucia.press(word("comments.do"));
    marcos.open(deal + "/comments").says("Sí, va mañana");
  }
}
