package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Deals that leave our way of selling, and deals that hang on one person. */
@ArenaTest
class StrayingTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void skippingAndGoingBackAreCountedOnTheDealAndOpenInTheReportWithTheirReason() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    CurrentUser seller = desk.seller("Salta Etapas");
    String name = "Trato saltarín " + UUID.randomUUID();
    OpportunityId deal = desk.deal(seller, name);
    List<Stage> open = deals.stages().stream().filter(Stage::isOpen).toList();
    assertThat(Page.of(get("/pipeline/opportunities/" + deal, seller)).has("#strayed")).isFalse();

    deals.move(deal, open.get(2).id(), "Ya lo habían probado", seller.id(), desk.now());
    deals.move(
        deal,
        open.get(1).id(),
        "Cambió quien decide",
        seller.id(),
        desk.now().plus(Duration.ofMinutes(1)));

    Page page = Page.of(get("/pipeline/opportunities/" + deal, seller));
    assertThat(page.text("#strayed"))
        .contains("Ha saltado etapas una vez", "Ha vuelto atrás una vez");
    assertThat(page.text("main"))
        .contains("saltó etapas", "volvió atrás", "Ya lo habían probado", "Salta Etapas");
    assertThat(rowOf(name))
        .contains("Saltó etapas una vez · Volvió atrás una vez", "Cambió quien decide");

    deals.move(
        deal, open.get(0).id(), "Otra vez", seller.id(), desk.now().plus(Duration.ofMinutes(2)));
    assertThat(rowOf(name)).contains("Volvió atrás 2 veces");
    deals.lose(
        deal,
        new Loss(LostReason.PRICE, LostTo.UNKNOWN, null, null),
        desk.today(),
        seller.id(),
        desk.now().plus(Duration.ofMinutes(3)));
    assertThat(rowOf(name)).as("ended").isEmpty();
  }

  @Test
  void allRolesOfOnePersonAreWarnedOf() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    CurrentUser seller = desk.seller("Una Sola");
    OpportunityId deal = desk.deal(seller, "Trato de una " + UUID.randomUUID());
    Person one = desk.person("Paula Única", null);
    deals.engage(deal, one.id(), BuyingRole.DECIDES);
    deals.engage(deal, one.id(), BuyingRole.PAYS);
    assertThat(Page.of(get("/pipeline/opportunities/" + deal, seller)).text("#people .warn"))
        .contains("de una sola persona");
    deals.engage(deal, desk.person("Otra Más", null).id(), BuyingRole.USES);
    assertThat(Page.of(get("/pipeline/opportunities/" + deal, seller)).has("#people .warn"))
        .isFalse();
  }

  private String rowOf(String name) {
    UUID after = null;
    String path = "/reports/attention?what=strayed";
    while (true) {
      Page page = Page.of(get(after == null ? path : path + "&after=" + after, cast.teresa()));
      for (String row : page.texts("tbody tr")) {
        if (row.contains(name)) {
          return row;
        }
      }
      String next = page.document().select(".pager a[href*=after]").attr("href");
      if (next.isEmpty()) {
        return "";
      }
      after = UUID.fromString(next.substring(next.indexOf("after=") + 6));
    }
  }

  private org.springframework.test.web.servlet.assertj.MvcTestResult get(
      String path, CurrentUser user) {
    return mvc.get().uri(path).with(cast.as(user)).exchange();
  }
}
