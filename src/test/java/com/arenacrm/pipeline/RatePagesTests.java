package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Visibility;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Currency;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Deals in other currencies than the company's. */
@ArenaTest
@OnOwnDatabase
class RatePagesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired org.springframework.context.ApplicationEventPublisher events;
  @Autowired Clock clock;

  @Test
  void eachDealKeepsTheRateOfItsEntryAndTheSumSaysWhich() {
    CurrentUser seller = new Desk(mvc, cast, deals, book, jdbc, clock).seller("Rosa Cambio");
    String today = seller.today(clock).toString();
    OpportunityId early = open(seller, "Antes de todo", "1000.50", "USD");
    assertThat(part(early, seller)).contains("Nadie ha dicho a cuánto está el USD");

    assertThat(say("USD", "2026-11-02", "0,9")).hasStatus(302);
    assertThat(part(early, seller)).contains("900,45 €", "0,9", "2 nov 2026");
    OpportunityId next = open(seller, "Al primer cambio", "100", "USD");
    assertThat(say("usd", today, "0.92345678")).hasStatus(302);
    OpportunityId last = open(seller, "Al segundo cambio", "100", "USD");
    open(seller, "En casa", "50", "EUR");
    open(seller, "Sin cambio", "7000", "JPY");

    assertThat(part(next, seller)).contains("90 €").doesNotContain("0,92345678");
    assertThat(part(last, seller)).contains("92,35 €", "0,92345678");
    Page page = Page.of(get("/pipeline/rates", seller));
    // 900.45 + 90 + 92.35 in dollars, 50 at home; nobody knows the yen.
    assertThat(page.text("tfoot")).contains("1.132,80 €");
    assertThat(page.text("main")).contains("0,9 – 0,92345678", "1 sin cambio", "1 USD = 0,9 EUR");
    Page rows = Page.of(get("/pipeline/rates?currency=USD", seller));
    assertThat(rows.texts("#deals tbody tr")).hasSize(3);
    assertThat(rows.text("#deals")).contains("900,45 €", "92,35 €");
    assertThat(SqlCount.during(() -> get("/pipeline/rates?currency=USD", seller)))
        .hasSizeLessThanOrEqualTo(8);
    // On the board and in the list the same, and never two currencies as one.
    Page board = Page.of(get("/pipeline/board?owner=" + seller.id(), seller));
    assertThat(board.text(".sums"))
        .contains("5 abiertas, 1.132,80 €, 113,28 € ponderado", "todo en EUR")
        .contains("1 sin cambio, no suma");
    assertThat(board.texts(".column .money").get(0))
        .startsWith("1.132,80 € en total 113,28 € ponderado")
        .contains("1 sin cambio, no suma");
    Page list = Page.of(get("/pipeline/board?view=list&owner=" + seller.id(), seller));
    assertThat(list.text(".sums")).contains("1.132,80 €", "113,28 € ponderado", "todo en EUR");
    assertThat(SqlCount.during(() -> get("/pipeline/board", seller))).hasSizeLessThanOrEqualTo(8);

    // In another currency, the rate is that of the change; back at home there is none.
    change(seller, last, "JPY");
    assertThat(part(last, seller)).contains("a cuánto está el JPY");
    change(seller, last, "USD");
    assertThat(part(last, seller)).contains("92,35 €");
    change(seller, last, "EUR");
    assertThat(
            Page.of(get("/pipeline/opportunities/" + last + "/lines", cast.lucia())).has("#worth"))
        .isFalse();

    Visibility before = cast.see(Visibility.OWN);
    try {
      assertThat(Page.of(get("/pipeline/rates?currency=USD", cast.ines())).texts("#deals tbody tr"))
          .isEmpty();
    } finally {
      cast.see(before);
    }
  }

  @Test
  void theListByAmountPutsDealsInTheOrderOfWhatTheyAreWorth() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    CurrentUser seller = desk.seller("Orden de importes");
    assertThat(say("HUF", desk.today().toString(), "0,0025")).hasStatus(302);
    OpportunityId forints = open(seller, "Muchos forintos", "300000", "HUF");
    open(seller, "Pocos euros", "700", "EUR");
    open(seller, "Bastantes euros", "800", "EUR");
    open(seller, "Nadie sabe", "999999", "ISK");

    String list = "/pipeline/board?view=list&sort=amount&owner=" + seller.id();
    assertThat(Page.of(get(list, seller)).text("main"))
        .containsSubsequence("Bastantes euros", "Muchos forintos", "Pocos euros", "Nadie sabe");

    // The same once the amount, the currency or the rate is another.
    change(seller, forints, "EUR");
    assertThat(worth(forints)).isEqualTo("300000.00");
    change(seller, forints, "HUF");
    assertThat(worth(forints)).isEqualTo("750.00");
    assertThat(say("ISK", desk.today().toString(), "0,007")).hasStatus(302);
    assertThat(
            jdbc.sql(
                    "select round(worth, 2)::text from pipeline.opportunity where name = 'Nadie sabe'")
                .query(String.class)
                .single())
        .isEqualTo("6999.99");

    // As when the company begins to count in a currency: every deal is valued anew.
    jdbc.sql("update pipeline.opportunity set rate = 5 where id = ?").param(forints.id()).update();
    events.publishEvent(new Organization.CurrencyChanged("EUR"));
    assertThat(worth(forints)).isEqualTo("750.00");
  }

  private String worth(OpportunityId deal) {
    return jdbc.sql("select round(worth, 2)::text from pipeline.opportunity where id = ?")
        .param(deal.id())
        .query(String.class)
        .single();
  }

  @Test
  void whatIsNoRateIsRefusedBesideItsField() {
    String[][] wrong = {
      {"EUR", "2026-11-02", "1"},
      {"XXXX", "2026-11-02", "1"},
      {"ZZZ", "2026-11-02", "1"},
      {"CHF", "2999-01-01", "1"},
      {"CHF", "", "1"},
      {"CHF", "2026-11-02", "0"},
      {"CHF", "2026-11-02", "-1"},
      {"CHF", "2026-11-02", "1,123456789"},
      {"CHF", "2026-11-02", "mucho"}
    };
    for (String[] one : wrong) {
      MvcTestResult refused = say(one[0], one[1], one[2]);
      assertThat(refused).as(String.join(" ", one)).hasStatus(422);
      assertThat(Page.of(refused).texts(".field .error")).as(String.join(" ", one)).hasSize(1);
    }
    assertThat(
            mvc.post()
                .uri("/pipeline/rates")
                .with(cast.as(cast.marcos()))
                .with(csrf())
                .param("currency", "CHF")
                .exchange())
        .hasStatus(403);
  }

  private OpportunityId open(CurrentUser seller, String name, String amount, String currency) {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    return deals.open(
        Deals.NewDeal.of(
            DealDetails.of(
                name,
                null,
                desk.company(name + " S.L.").id(),
                seller.id(),
                new BigDecimal(amount),
                Currency.getInstance(currency),
                null),
            Plan.step("Llamar", desk.today()),
            desk.now()),
        seller.id(),
        desk.now());
  }

  private void change(CurrentUser seller, OpportunityId deal, String currency) {
    DealDetails d = deals.details(deal).orElseThrow();
    deals.change(
        deal,
        DealDetails.of(
            d.name(),
            d.person(),
            d.company(),
            d.owner(),
            d.amount(),
            Currency.getInstance(currency),
            d.closeDate()),
        null,
        seller.id(),
        clock.instant());
  }

  private String part(OpportunityId deal, CurrentUser seller) {
    return Page.of(get("/pipeline/opportunities/" + deal + "/lines", cast.lucia())).text("#worth");
  }

  private MvcTestResult say(String currency, String day, String rate) {
    var request = mvc.post().uri("/pipeline/rates").with(cast.as(cast.andres())).with(csrf());
    Map.of("currency", currency, "day", day, "rate", rate).forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String of, CurrentUser user) {
    return mvc.get().uri(of).with(cast.as(user)).exchange();
  }
}
