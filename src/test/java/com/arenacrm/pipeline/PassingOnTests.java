package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Deals that are put aside, and deals that a manager passes on. */
@ArenaTest
class PassingOnTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired DealSnoozes snoozes;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser seller;
  private OpportunityId deal;
  private String path;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Aparca Siempre");
    deal = desk.deal(seller, "Aparcable " + UUID.randomUUID());
    path = "/pipeline/opportunities/" + deal;
  }

  @Test
  void undoingGivesTheUseBackForSomeMinutesOnlyAndSaysWhenItDoesNot() {
    String first = aside();
    assertThat(undo(first)).hasStatus(302);
    assertThat(snoozes.of(deal)).as("taken back at once").isEmpty();
    assertThat(Page.of(desk.get(seller, path)).text("main")).doesNotContain("aparcada hasta");

    String second = aside();
    jdbc.sql("update pipeline.snooze set at = at - interval '11 minutes' where id = ?")
        .param(UUID.fromString(second))
        .update();
    MvcTestResult late = undo(second);
    assertThat(snoozes.of(deal)).as("too late: it counts").hasSize(1);
    assertThat(late.getMvcResult().getFlashMap().get("flashKey")).isEqualTo("snooze.over.counts");
  }

  @Test
  void whatIsPassedOnIsNoLongerAsideAndThePageSaysSoBefore() {
    aside();
    CurrentUser heir = desk.seller("Hereda Despierta");
    Page form =
        Page.of(desk.get(cast.teresa(), "/pipeline/reassignment?row=deal:" + deal + "&act=give"));
    assertThat(form.text("main")).contains("Lo que esté aparcado deja de estarlo");

    assertThat(pass(heir, "Te toca")).hasStatus(302);
    assertThat(
            desk.values(
                "select snoozed_until::text from pipeline.opportunity where id = :id", deal.id()))
        .containsOnlyNulls();
    Page page = Page.of(desk.get(heir, path));
    assertThat(page.text("#next")).doesNotContain("aparcada hasta");
    assertThat(page.text("main")).contains("De Aparca Siempre a Hereda Despierta", "Te toca");
  }

  @Test
  void passingItToWhomItIsAlreadyIsRefusedNextToTheFieldAndTheNoteStays() {
    MvcTestResult refused = pass(seller, "Llámala hoy sin falta");
    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text("#seller-notes .error"))
        .isEqualTo("Ya lo lleva Aparca Siempre: elige a otra persona.");
    assertThat(page.text("[name=note]")).isEqualTo("Llámala hoy sin falta");
  }

  private String aside() {
    String id = UUID.randomUUID().toString();
    assertThat(
            desk.post(
                seller,
                path + "/snooze",
                "id",
                id,
                "until",
                desk.today().plusDays(7).toString(),
                "reason",
                "BUDGET",
                "note",
                "Presupuesto en enero"))
        .hasStatus(302);
    return id;
  }

  private MvcTestResult undo(String id) {
    return desk.post(seller, path + "/waking", "undo", id);
  }

  private MvcTestResult pass(CurrentUser to, String note) {
    return desk.post(
        cast.teresa(),
        "/pipeline/reassignment",
        "id",
        UUID.randomUUID().toString(),
        "act",
        "give",
        "row",
        "deal:" + deal,
        "seller",
        to.id().toString(),
        "note",
        note);
  }
}
