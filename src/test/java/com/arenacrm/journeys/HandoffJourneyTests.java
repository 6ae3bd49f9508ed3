package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What happens to a lead between the teams: both agree on what a qualified one is, Teresa says who
 * gets which, Lucía qualifies and hands over, Marcos returns it, she mends it, he takes it on and
 * loses it to a competitor, and half a year later it comes back to him.
 */
class HandoffJourneyTests extends Journey {

  private static final Duration HALF_A_YEAR = Duration.ofDays(184);

  @Test
  void fromTheAgreementToTheSecondChance() {
    go(Look.DESK);
  }

  @Test
  void theSameWithoutScripts() {
    go(Look.DESK.withoutScripts());
  }

  @Test
  void inEnglishOnATelephone() {
    go(Look.PHONE.inEnglish());
  }

  @Override
  void walk(Look look) {
    Tab lucia = arena.lucia(look);
    Tab marcos = arena.marcos(look);
    Tab teresa = arena.teresa(look);

    bothAgreeOnWhatQualifies(lucia, marcos);
    teresaSaysWhoGetsWhich(teresa);
    luciaOpensALead(lucia);
    luciaQualifiesAndHandsOver(lucia);
    marcosReturnsIt(marcos);
    luciaHandsItOverAgain(lucia);
    marcosTakesItOnAndLosesIt(marcos);

    arena.clock().pass(HALF_A_YEAR);
    marcosTriesAgain(arena.marcos(look));
  }

  private void bothAgreeOnWhatQualifies(Tab lucia, Tab marcos) {
    lucia.open("/leads/definition").says(word("definition.none"));
    lucia.follow(word("definition.change")).shows(word("definition.writing"));
    lucia.page().locator("[name='criteria[0].text']").fill("Ha probado nuestro café");
    lucia.check(lucia.page().locator("[name='criteria[0].required']"));
    lucia.press(word("definition.save.propose")).says(word("definition.proposed", 1));

    marcos.open("/leads/definition").says("Ha probado nuestro café");
    marcos.press(word("definition.sign.SALES")).says(word("definition.signed", 1));
  }

  private void teresaSaysWhoGetsWhich(Tab teresa) {
    teresa.open("/leads/routing").follow(word("routing.new"));
    teresa.check(teresa.page().locator("[name=target][value=EVERYBODY]"));
    teresa.press(word("ui.save")).says(word("routing.saved"));
  }

  private void luciaOpensALead(Tab lucia) {
    lucia.open("/leads/new").fill(word("person.name"), "Paula Rey");
    lucia.page().locator("#company").fill("Hotel Mirador");
    lucia.fill(word("person.email"), "paula@mirador.example");
    lucia.press(word("lead.open")).says(word("lead.opened", "Paula Rey"));
    lucia
        .fill(word("lead.need"), "20 kg al mes")
        .fill(word("lead.budget"), "700 €")
        .fill(word("lead.authority"), "Ella")
        .fill(word("lead.purchaseDate"), "2026-12-15");
    lucia.press(word("lead.save"));
  }

  private void luciaQualifiesAndHandsOver(Tab lucia) {
    lucia.says("Ha probado nuestro café");
    lucia.check(lucia.page().locator("[name^=answer-][value=yes]"));
    lucia.press(word("lead.save")).press(word("lead.qualify"));
    lucia.says(word("lead.qualifiedBy.edition", 1));

    lucia.open("/leads/routing/simulation");
    lucia
        .page()
        .locator("#lead")
        .selectOption(new com.microsoft.playwright.options.SelectOption().setIndex(1));
    lucia.go(() -> lucia.click(lucia.page().locator("form:has(#lead) button.btn-primary")));
    lucia.says(word("simulation.gets", "Marcos Vidal"));

    handOver(lucia);
  }

  private void handOver(Tab lucia) {
    lucia.open("/leads").follow("Paula Rey");
    lucia.fill(word("handoff.why"), "Quiere empezar").fill(word("handoff.firstStep"), "Llamar");
    lucia.press(word("handoff.do")).says(word("handoff.done", "Marcos Vidal"));
  }

  private void marcosReturnsIt(Tab marcos) {
    marcos.open("/");
    if (marcos.look().scripts()) {
      // By keyboard: h leads to what accepts it, and accepts nothing; o opens it.
      marcos.page().keyboard().press("h");
      assertThat(marcos.page().locator("[data-row] button[data-main]")).isFocused();
      marcos.go(() -> marcos.page().keyboard().press("o")).says("Quiere empezar");
    } else {
      marcos.follow("Paula Rey").says("Quiere empezar");
    }
    marcos.check(marcos.page().locator("[name=reason][value=BAD_DATA]"));
    marcos.fill(word("handoff.reject.note"), "El teléfono no existe");
    marcos.press(word("handoff.reject")).says(word("handoff.rejected"));
  }

  private void luciaHandsItOverAgain(Tab lucia) {
    lucia.open("/leads?returned=true").follow("Paula Rey").says("El teléfono no existe");
    lucia.press(word("lead.qualify"));
    handOver(lucia);
  }

  private void marcosTakesItOnAndLosesIt(Tab marcos) {
    marcos.open("/");
    if (marcos.look().scripts()) {
      marcos.page().keyboard().press("h");
      marcos.page().keyboard().press("Enter");
      assertThat(marcos.page().locator("[data-row] form.log [name=step]")).isFocused();
      marcos.follow("Hotel Mirador");
    } else {
      marcos.follow("Paula Rey").press(word("handoff.accept"));
    }
    marcos.go(() -> marcos.click(marcos.main().locator("a[href*='stage=lost']").first()));
    marcos.page().locator("[name=lostReason]").selectOption("PRICE");
    marcos.check(marcos.page().locator("[name=lostTo][value=COMPETITOR]"));
    marcos.page().locator("[name=competitor]").fill("Cafés Norte");
    marcos.page().locator("[name=recontactOn]").fill("2027-05-12");
    marcos.press(word("dealMove.do.LOST")).says("Cafés Norte");
  }

  private void marcosTriesAgain(Tab marcos) {
    marcos.open("/leads/recontacts").says("Paula Rey").says("Cafés Norte");
    marcos
        .go(() -> marcos.click(marcos.main().locator("form[action$='/lead'] button")))
        .says(word("recontact.takenUp"));
  }
}
