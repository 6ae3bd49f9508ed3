package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * What comes after a sale: Marcos wins a deal, asks whether the customer is happy, Paula says on
 * the public page that she is not, he sees it waiting for him, sells to her again from the
 * retention board, and notes and thanks for whom she recommends.
 */
class CustomerJourneyTests extends FourLooks {

  private static final int PATIENCE = 60;

  @Override
  void walk(Look look) {
    Tab marcos = arena.marcos(look);
    heWinsADeal(marcos);
    String customer = whoIsACustomerNow(marcos);
    String address = heAsksWhetherTheyAreHappy(marcos, customer);
    paulaIsNot(arena.visitor(look), address);
    heSeesItWaiting(marcos, customer);
    heWorksDownTheList(marcos);
    heNotesThatTheyPaid(marcos);
    heSellsAgain(marcos);
    sheRecommendsSomebody(marcos);
  }

  private void heWinsADeal(Tab marcos) {
    marcos.open("/contacts/people/new").fill(word("person.name"), "Paula Rey");
    marcos.fill(word("person.email"), "paula@mirador.example");
    marcos.page().locator("main [name=company]").fill("Hotel Mirador");
    marcos.press(word("ui.save"));
    marcos.open("/pipeline/opportunities/new").fill(word("deal.name"), "Café de la casa");
    marcos.page().locator("[name=company]").fill("Hotel Mirador");
    marcos.page().locator("[name=step]").fill("Firmar");
    marcos.press(word("deal.open")).shows("Café de la casa");
    marcos.follow(word("deal.won"));
    marcos.page().locator("[name=amount]").fill("8400");
    marcos.fill(word("dealMove.reason.criteria"), "Firmaron el primer día");
    marcos.press(word("dealMove.do.WON"));
  }

  /** The purchase is written down a moment after the deal is won. */
  private String whoIsACustomerNow(Tab marcos) {
    for (int i = 0; i < PATIENCE; i++) {
      marcos.open("/customers?show=all");
      if (marcos.main().locator("td.who a").count() > 0) {
        break;
      }
    }
    marcos.follow("Hotel Mirador").shows("Hotel Mirador").says("Café de la casa");
    return marcos.path().replaceAll("[?#].*", "");
  }

  private String heAsksWhetherTheyAreHappy(Tab marcos, String customer) {
    marcos.open(customer + "/satisfaction");
    marcos.page().locator("#personName").fill("paula@mirador.example");
    marcos.press(word("checkin.ask.do"));
    return marcos.page().locator("#checkin-address").inputValue().replaceAll("^https?://[^/]+", "");
  }

  private void paulaIsNot(Tab paula, String address) {
    // The page speaks the company’s language until she asks for hers.
    paula.open(address + "?lang=" + language()).shows(word("checkin.public.title"));
    paula.page().locator("[name=score][value='3']").check();
    paula.fill(word("checkin.public.comment"), "Llegó frío");
    paula.press(word("form.send")).shows(word("form.thanks.title"));
  }

  private void heSeesItWaiting(Tab marcos, String customer) {
    marcos.open("/customers/satisfaction?show=low").says("Llegó frío").says(word("checkin.open"));
    marcos.open("/").says("Hotel Mirador");
    marcos.open(customer + "/satisfaction").says("Llegó frío");
  }

  /** Keeps it as a view, chooses a column, passes the customer on and takes that back. */
  private void heWorksDownTheList(Tab marcos) {
    marcos.open("/customers?show=risk").follow(word("views.save"));
    marcos.fill(word("views.name"), "Con mala nota").press(word("ui.save"));
    marcos.says("Con mala nota").says("Hotel Mirador");
    marcos.follow(word("columns.title")).tick(word("customers.column.total"));
    marcos.press(word("ui.save"));
    assertThat(marcos.page().locator("tr[data-row]")).containsText("8");
    if (marcos.look().scripts()) {
      marcos.page().keyboard().press("j");
      marcos.go(() -> marcos.page().keyboard().press("o")).shows("Hotel Mirador");
      marcos.go(() -> marcos.click(marcos.page().locator("[data-list-back]")));
    }
    marcos.tick(word("changes.pick", "Hotel Mirador")).press(word("changes.go"));
    marcos.page().locator("[name=v-owner]").selectOption("none");
    marcos.press(word("changes.preview")).press(word("changes.do", 1));
    assertThat(marcos.page().locator("tr[data-row]")).not().containsText("Marcos");
    marcos.press(word("ui.undo"));
    assertThat(marcos.page().locator("tr[data-row]")).containsText("Marcos");
  }

  private void heNotesThatTheyPaid(Tab marcos) {
    marcos.open("/customers/purchases?payment=unpaid");
    marcos.tick(word("changes.pick", "Hotel Mirador · Café de la casa"));
    marcos.press(word("changes.go"));
    marcos.page().locator("[name=v-day]").fill("2026-11-18");
    marcos.press(word("changes.preview")).press(word("changes.do", 1));
    assertThat(marcos.main()).not().containsText("Café de la casa");
    marcos.press(word("ui.undo"));
    assertThat(marcos.main()).containsText("Café de la casa");
  }

  private void heSellsAgain(Tab marcos) {
    marcos.open("/customers?show=all").says("Hotel Mirador");
    marcos.go(() -> marcos.click(marcos.main().locator("form[action$='/deals'] button").first()));
    assertThat(marcos.main().locator("h1")).containsText("Café de la casa");
  }

  private void sheRecommendsSomebody(Tab marcos) {
    marcos.open("/leads/new");
    marcos.page().locator("[name=personName]").fill("Eva Prieto");
    marcos.page().locator("[name=email]").fill("eva@parador.example");
    marcos.page().locator("[name=referredBy]").fill("paula@mirador.example");
    marcos.press(word("lead.open")).shows("Eva Prieto");
    marcos.open("/customers/referrals").says("Paula Rey").says("Eva Prieto");
    marcos.go(() -> marcos.click(marcos.main().locator("form[action$='/thanks'] button").first()));
    marcos.open("/customers/referrals?show=unthanked");
    assertThat(marcos.main()).not().containsText("Eva Prieto");
    marcos.open("/customers/referrals");
    assertThat(marcos.main().locator("ul.tree ul")).containsText("Eva Prieto");
  }
}
