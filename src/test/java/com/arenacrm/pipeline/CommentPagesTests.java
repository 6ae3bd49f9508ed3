package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What our people say to one another about deals and leads. */
@ArenaTest
class CommentPagesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser seller;
  private Person person;
  private OpportunityId deal;
  private String path;

  @BeforeEach
  void aDeal() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Celia Parlante");
    person = desk.person("Paula Comentada", null);
    deal =
        desk.deal(
            seller,
            "Trato hablado " + UUID.randomUUID(),
            null,
            person.id(),
            Plan.step("Llamar", desk.today()),
            BigDecimal.TEN,
            desk.now());
    path = "/pipeline/opportunities/" + deal + "/comments";
  }

  @Test
  void whoIsCalledByNameIsToldOnceAndMarketingReadsIt() {
    String id = UUID.randomUUID().toString();
    cast.lucia();
    assertThat(say(id, "@Lucía Ferrer, ¿qué vieron en la cata?", seller)).hasStatus(302);
    assertThat(say(id, "@Lucía Ferrer, ¿qué vieron en la cata?", seller)).hasStatus(302);

    assertThat(told(cast.lucia())).isEqualTo(1);
    assertThat(told(seller)).isZero();
    Page page = Page.of(get(path, cast.lucia()));
    assertThat(page.texts(".timeline li")).hasSize(1);
    assertThat(page.text(".timeline .call")).isEqualTo("@Lucía Ferrer");
    assertThat(Page.of(get("/notifications", cast.lucia())).text("main"))
        .contains("Celia Parlante te nombra en «Trato hablado");
    assertThat(Page.of(get("/reports/timeline?person=" + person.id(), cast.lucia())).text("main"))
        .contains("Comentario nuestro", "¿qué vieron en la cata?");
  }

  @Test
  void whoeverHasTheDealIsToldWhatOthersSay() {
    say(UUID.randomUUID().toString(), "Vienen a la feria", cast.lucia());
    assertThat(told(seller)).isEqualTo(1);
  }

  @Test
  void nobodyIsToldOfADealThatTheyMayNotSee() {
    cast.ines();
    Visibility before = cast.see(Visibility.OWN);
    try {
      MvcTestResult said = say(UUID.randomUUID().toString(), "@Inés Soto, mira esto", seller);
      assertThat(said).hasStatus(302);
      assertThat(told(cast.ines())).isZero();
      assertThat(get(path, cast.ines())).hasStatus(404);
      assertThat(say(UUID.randomUUID().toString(), "Hola", cast.ines())).hasStatus(404);
    } finally {
      cast.see(before);
    }
  }

  @Test
  void peopleAndCompaniesAreTalkedAboutTooAndItGoesWithThem() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    Company company = desk.company("Comentada " + UUID.randomUUID());
    cast.lucia();
    for (String talk :
        List.of(
            "/pipeline/people/" + person.id() + "/comments",
            "/pipeline/companies/" + company.id() + "/comments")) {
      String id = UUID.randomUUID().toString();
      assertThat(say(talk, id, "@Lucía Ferrer, prefiere las tardes", seller)).hasStatus(302);
      assertThat(told(cast.lucia(), talk)).as(talk).isEqualTo(1);
      assertThat(Page.of(get(talk, cast.lucia())).text(".timeline .call"))
          .isEqualTo("@Lucía Ferrer");
      String page = talk.replace("/pipeline/", "/contacts/").replace("/comments", "");
      assertThat(Page.of(get(page, cast.lucia())).has("#comments [hx-get='" + talk + "']"))
          .as(page)
          .isTrue();
      String owner = talk.contains("people") ? "person=" + person.id() : "company=" + company.id();
      assertThat(Page.of(get("/reports/timeline?" + owner, cast.lucia())).text("main"))
          .contains("Comentario nuestro", "prefiere las tardes");
      assertThat(post(talk + "/" + id + "/deletion", cast.marcos())).hasStatus(404);
      assertThat(post(talk + "/" + id + "/deletion", seller)).hasStatus(302);
      assertThat(told(cast.lucia(), talk)).isZero();
    }
  }

  @Test
  void anEmptyOneAndAnUnclearNameAreRefusedAndNothingTypedIsLost() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    desk.seller("Zenobia Uno");
    desk.seller("Zenobia Dos");
    assertThat(say(UUID.randomUUID().toString(), "  ", seller)).hasStatus(422);
    MvcTestResult unclear = say(UUID.randomUUID().toString(), "@Zenobia, llama", seller);
    assertThat(unclear).hasStatus(422);
    assertThat(Page.of(unclear).text("#comment-notes .error")).contains("varias personas");
    assertThat(Page.of(unclear).value("text")).isEqualTo("@Zenobia, llama");
  }

  @Test
  void whoCommentsOnAPageComesBackToIt() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    String page = "/pipeline/opportunities/" + deal;
    Page part =
        Page.of(mvc.get().uri(path).header("HX-Request", "true").with(cast.as(seller)).exchange());
    assertThat(part.value("from")).isEqualTo("page");
    String id = UUID.randomUUID().toString();

    assertThat(desk.post(seller, path, "id", id, "text", "Avisad a @Nadie", "from", "page"))
        .redirectedUrl()
        .as("where what was not understood is said")
        .isEqualTo(page);
    assertThat(
            Page.of(desk.post(seller, path, "id", id, "text", " ", "from", "page")).value("from"))
        .isEqualTo("page");
    assertThat(desk.post(seller, path + "/" + id + "/deletion", "from", "page"))
        .redirectedUrl()
        .isEqualTo(page + "#comments");
  }

  @Test
  void onlyItsAuthorAndWhoManagesTakeOneAwayAndWhatWasToldGoesWithIt() {
    String id = UUID.randomUUID().toString();
    say(id, "@Lucía Ferrer, borra", seller);
    String removal = path + "/" + id + "/deletion";
    assertThat(post(removal, cast.marcos())).hasStatus(404);
    assertThat(post(removal, seller)).hasStatus(302);
    assertThat(told(cast.lucia())).isZero();
    assertThat(Page.of(get(path, seller)).texts(".timeline li")).isEmpty();
  }

  @Test
  void whatIsSaidOfALeadIsReadByBothTeamsAndGoesOnWithItsDeal() {
    LeadId lead = lead();
    String talk = "/pipeline/leads/" + lead + "/comments";
    cast.marcos();
    String id = UUID.randomUUID().toString();
    assertThat(say(talk, id, "@Marcos Vidal, vino a la cata", cast.lucia())).hasStatus(302);

    assertThat(told(cast.marcos(), talk)).isEqualTo(1);
    assertThat(Page.of(get(talk, cast.marcos())).text(".timeline .call"))
        .isEqualTo("@Marcos Vidal");
    assertThat(
            Page.of(get("/leads/" + lead, cast.marcos())).has("#comments [hx-get='" + talk + "']"))
        .isTrue();
    assertThat(Page.of(get("/reports/timeline?person=" + person.id(), cast.lucia())).text("main"))
        .contains("vino a la cata");

    jdbc.sql("update pipeline.opportunity set lead_id = ? where id = ?")
        .params(lead.id(), deal.id())
        .update();
    say(UUID.randomUUID().toString(), "Y ahora quiere precio", seller);
    Page ofDeal = Page.of(get(path, seller));
    assertThat(ofDeal.texts(".timeline li")).hasSize(2);
    assertThat(ofDeal.text(".timeline")).contains("cuando era prospecto", "vino a la cata");
    // What was said of the lead is taken away there.
    assertThat(ofDeal.document().select(".timeline form")).hasSize(1);
    assertThat(post(path + "/" + id + "/deletion", cast.lucia())).hasStatus(404);
    assertThat(Page.of(get(talk, cast.lucia())).texts(".timeline li")).hasSize(1);
    assertThat(post(talk + "/" + id + "/deletion", cast.lucia())).hasStatus(302);
    assertThat(told(cast.marcos(), talk)).isZero();
    assertThat(Page.of(get(path, seller)).texts(".timeline li")).hasSize(1);
  }

  @Test
  void whoPreparesALeadIsToldAndWhoMayNotSeeItIsNot() {
    LeadId lead = lead();
    String talk = "/pipeline/leads/" + lead + "/comments";
    say(talk, UUID.randomUUID().toString(), "¿Sigue en pie?", cast.teresa());
    assertThat(told(cast.lucia(), talk)).isEqualTo(1);

    cast.ines();
    Visibility before = cast.see(Visibility.OWN);
    try {
      say(talk, UUID.randomUUID().toString(), "@Inés Soto, mira esto", cast.teresa());
      assertThat(told(cast.ines(), talk)).isZero();
      assertThat(get(talk, cast.ines())).hasStatus(404);
    } finally {
      cast.see(before);
    }
  }

  private LeadId lead() {
    LeadId id = LeadId.next();
    intake.open(
        id,
        new LeadIntake.ByHand(person.id(), null, null, null, Facts.NONE),
        cast.lucia(),
        clock.instant());
    return id;
  }

  @Test
  void talkAmongOurselvesIsNoContactWithTheCustomer() {
    say(UUID.randomUUID().toString(), "Sin novedad", seller);
    assertThat(
            jdbc.sql("select count(last_contact_at) from pipeline.opportunity where id = ?")
                .param(deal.id())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void aScriptIsShownAsItIsWrittenAndManyTakeNoMoreStatements() {
    for (int i = 0; i < 12; i++) {
      say(UUID.randomUUID().toString(), "<script>alert(" + i + ")</script>", seller);
    }
    Page page = Page.of(get(path, seller));
    assertThat(page.has(".timeline script")).isFalse();
    assertThat(page.text(".timeline")).contains("<script>alert(11)</script>");
    assertThat(SqlCount.during(() -> get(path, seller))).hasSizeLessThanOrEqualTo(8);
  }

  private int told(CurrentUser user) {
    return told(user, path);
  }

  private int told(CurrentUser user, String where) {
    return jdbc.sql(
            """
            select count(*) from notifications.notification
            where user_id = ? and kind = 'comment' and link like ? || '%'
            """)
        .param(user.id().id())
        .param(where)
        .query(Integer.class)
        .single();
  }

  private MvcTestResult say(String id, String text, CurrentUser user) {
    return say(path, id, text, user);
  }

  private MvcTestResult say(String where, String id, String text, CurrentUser user) {
    return mvc.post()
        .uri(where)
        .with(cast.as(user))
        .with(csrf())
        .param("id", id)
        .param("text", text)
        .exchange();
  }

  private MvcTestResult post(String to, CurrentUser user) {
    return mvc.post().uri(to).with(cast.as(user)).with(csrf()).exchange();
  }

  private MvcTestResult get(String of, CurrentUser user) {
    return mvc.get().uri(of).with(cast.as(user)).exchange();
  }
}
