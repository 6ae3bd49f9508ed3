package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.time.LocalDate;

/**
 * No hoarding, no forgetting: Marcos puts a deal aside twice and not again, pushes its close date
 * and says why, calls, and forgets it; Teresa finds it in her queue and gives it to Inés with a
 * note, who has it in her day and reads whose it was.
 */
class HoardingJourneyTests extends FourLooks {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 18);
  private static final String DEAL = "Máquinas para el Faro";
  private static final String NOTE = "Es de tu zona, y te conocen";

  @Override
  void walk(Look look) {
    Tab marcos = arena.marcos(look);
    String deal = heOpensIt(marcos);
    hePutsItAsideTwiceAndNotAgain(marcos, deal);
    hePushesItsCloseDate(marcos, deal);
    heCalls(marcos, deal);
    arena.clock().pass(Duration.ofDays(28));
    Tab ines = arena.ines(look);
    teresaGivesItToInes(arena.teresa(look));
    sheHasItInHerDay(ines, deal);
  }

  private String heOpensIt(Tab marcos) {
    marcos.open("/pipeline/opportunities/new").fill(word("deal.name"), DEAL);
    marcos.page().locator("[name=company]").fill("Hotel Faro");
    marcos.page().locator("[name=closeDate]").fill(TODAY.plusDays(10).toString());
    marcos.page().locator("[name=step]").fill("Enviar la oferta");
    pick(marcos, marcos.main(), word("step.pick.today"));
    marcos.press(word("deal.open")).shows(DEAL);
    return marcos.path().replaceAll("[?#].*", "");
  }

  private void hePutsItAsideTwiceAndNotAgain(Tab marcos, String deal) {
    for (int time = 1; time <= 2; time++) {
      marcos.open("/pipeline/day").says("Hotel Faro");
      marcos.open(deal).follow(word("snooze.do"));
      assertThat(marcos.field(word("snooze.until.label")))
          .hasAttribute("max", TODAY.plusDays(14).toString());
      marcos.fill(word("snooze.until.label"), TODAY.plusDays(14).toString());
      marcos.check(marcos.main().locator("[name=reason][value=BUDGET]"));
      marcos.fill(word("snooze.note"), "El presupuesto sale en diciembre");
      marcos.press(word("snooze.do.now"));
      marcos.says(word("snooze.by", "Marcos Vidal", time, 2));
      marcos.open("/pipeline/day");
      assertThat(marcos.main()).not().containsText("Hotel Faro");
      marcos.open(deal).press(word("snooze.wake"));
    }
    assertThat(marcos.link(word("snooze.do"))).hasCount(0);
    marcos.open(deal + "/snooze").says(word("snooze.most", 2));
    assertThat(marcos.main().locator("[name=note]")).hasCount(0);
  }

  private void hePushesItsCloseDate(Tab marcos, String deal) {
    marcos.open(deal + "/edit");
    marcos.page().locator("[name=closeDate]").fill(TODAY.plusDays(60).toString());
    marcos.expecting(422).press(word("ui.save")).says(word("deal.push.why"));
    marcos.fill(word("deal.push"), "Cierran por obras hasta enero");
    marcos.press(word("ui.save")).shows(DEAL).says(word("deal.pushes", 1));
  }

  private void heCalls(Tab marcos, String deal) {
    marcos.open(deal + "?form=done");
    Locator form = marcos.main().locator("form.log:has([name=result])");
    form.locator("[name=result]").selectOption("TALKED");
    form.locator("[name=step]").fill("Volver a llamar");
    pick(marcos, form, word("step.pick.week"));
    marcos.go(() -> marcos.click(form.locator(".btn-primary")));
    marcos.open(deal).says(called(", Marcos Vidal"));
  }

  private void teresaGivesItToInes(Tab teresa) {
    teresa.open("/reports/attention?what=idle").says(DEAL).says(called(""));
    teresa.follow(word("attention.do.give.of", DEAL));
    Locator sellers = teresa.main().locator("[name=seller]");
    sellers.selectOption(sellers.locator("option:has-text('Inés Soto')").getAttribute("value"));
    teresa.fill(word("reassign.note"), NOTE);
    teresa.press(word("reassign.do.GIVE"));
    assertThat(teresa.main()).not().containsText("Marcos Vidal");
  }

  private void sheHasItInHerDay(Tab ines, String deal) {
    ines.open("/notifications").says(NOTE);
    ines.open("/pipeline/day");
    Locator row = ines.main().locator("[data-row]:has-text('Hotel Faro')");
    assertThat(row).containsText(word("day.last", word("interaction.result.TALKED")));
    assertThat(row).containsText("Teresa Prado");
    assertThat(row).containsText(NOTE);
    ines.open(deal);
    ines.click(
        ines.main()
            .locator("summary", new Locator.LocatorOptions().setHasText(word("deal.moves"))));
    ines.says(word("deal.moves.handed", "Marcos Vidal", "Inés Soto")).says(NOTE);
    ines.says("El presupuesto sale en diciembre").says("Cierran por obras hasta enero");
  }

  private static void pick(Tab tab, Locator form, String day) {
    tab.click(
        form.locator(".log-when label", new Locator.LocatorOptions().setHasText(day)).first());
  }

  /** What started the idle clock: a call, in which we spoke. */
  private String called(String more) {
    return "%s: %s%s".formatted(word("interaction.CALL"), word("interaction.result.TALKED"), more);
  }
}
