package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.Secret;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Customers to talk to stand in the seller's day among the deals, by what it costs to wait. */
@ArenaTest
class MomentsTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired Purchases purchases;
  @Autowired LeadIntake intake;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Shop shop;
  private CurrentUser marcos;

  @BeforeEach
  void open() {
    shop = new Shop(mvc, cast, book, deals, purchases, clock);
    shop.open();
    marcos = seller();
  }

  @Test
  void theQueueIsOneAndGoesByWhatItCostsToLeaveIt() {
    Company quiet = shop.company("Deal for later");
    Company late = shop.company("Deal overdue");
    Company today = shop.company("Deal today");
    step(late, -1);
    step(today, 0);
    shop.deal(marcos, "Later", quiet.id());
    Company renews = shop.company("Renews");
    shop.lasting(marcos, renews.id(), shop.today().minusMonths(11), shop.today().plusDays(10));
    Company ended = shop.company("Ended");
    shop.lasting(marcos, ended.id(), shop.today().minusMonths(12), shop.today().minusDays(3));
    Company happy = shop.company("Happy");
    Company unhappy = shop.company("Unhappy");
    Person eva = shop.person("Eva", unhappy.id());
    for (Company company : List.of(happy, unhappy)) {
      shop.bought(marcos, company.id(), "100", shop.today().minusDays(20));
    }
    score(happy, null, 10);
    score(unhappy, eva, 2);
    jdbc.sql("update customers.customer set score = 10, scored_on = ? where company_id = ?")
        .params(shop.today(), happy.id().id())
        .update();

    Page page = Page.of(mvc.get().uri("/pipeline/day").with(cast.as(marcos)).exchange());

    assertThat(page.texts(".queue > li .what b"))
        .containsExactly(
            unhappy.name(), ended.name(), late.name(), today.name(), renews.name(), happy.name());
    assertThat(page.texts(".queue > li > .tag"))
        .containsExactly("Descontento", "Renovación", "Vencido", "Hoy", "Renovación", "Pedir");
    assertThat(page.text(".pagehead")).contains("6 por hacer");
    assertThat(page.texts(".queue > li [data-main]"))
        .as("one in each row, which notes what was done of it")
        .hasSize(6)
        .allMatch(button -> button.startsWith("Anotar…") || button.startsWith("Hecho"));
    assertThat(page.document().select(".queue > li").first().select(".reach a").eachAttr("href"))
        .as("whoever answered is written to")
        .containsExactly("/leads/people/" + eva.id() + "/kit");
    assertThat(
            Page.of(mvc.get().uri("/pipeline/day").with(cast.as(cast.ines())).exchange())
                .text("main"))
        .as("they are of those in charge")
        .doesNotContain(unhappy.name());
  }

  @Test
  void whatHasEndedWaitsForADecisionThoughSomebodyTalkedAboutSomethingElse() {
    CurrentUser vera = seller();
    Company mill = shop.company("Molino");
    PurchaseId ended =
        shop.lasting(vera, mill.id(), shop.today().minusMonths(12), shop.today().minusDays(3));
    PurchaseId ending =
        shop.lasting(vera, mill.id(), shop.today().minusMonths(11), shop.today().plusDays(10));
    assertThat(
            Page.of(mvc.get().uri("/pipeline/day").with(cast.as(vera)).exchange())
                .texts(".queue > li"))
        .hasSize(2);
    jdbc.sql("update customers.customer set last_contact_at = now() where company_id = ?")
        .param(mill.id().id())
        .update();

    Page day = Page.of(mvc.get().uri("/pipeline/day").with(cast.as(vera)).exchange());
    assertThat(day.has("#m-renewal-" + ending)).as("talked about").isFalse();
    assertThat(day.text("#m-renewal-" + ended)).contains("nadie ha dicho si la renuevan");
    Page page = Page.of(mvc.get().uri("/customers/" + mill.id()).with(cast.as(vera)).exchange());
    assertThat(page.text("#reasons")).contains("se renovaba el", "se renueva el");

    post(vera, "/customers/purchases/" + ended + "/renewal", "version", "0", "why", "Cierran");
    assertThat(
            Page.of(mvc.get().uri("/pipeline/day").with(cast.as(vera)).exchange())
                .has("#m-renewal-" + ended))
        .as("decided")
        .isFalse();
  }

  @Test
  void aTalkNotedInARowWithoutATaskIsDoneToday() {
    CurrentUser vera = seller();
    Company renews = shop.company("Renueva hoy");
    Person eva = shop.person("Eva Hoy", renews.id());
    shop.lasting(vera, renews.id(), shop.today().minusMonths(11), shop.today().plusDays(10));
    Map<String, String> talk =
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "next",
            UUID.randomUUID().toString(),
            "person",
            eva.id().toString(),
            "company",
            renews.id().toString(),
            "kind",
            "CALL",
            "result",
            "TALKED",
            "note",
            "Renuevan en enero",
            "step",
            "");
    for (int i = 0; i < 2; i++) {
      var request = mvc.post().uri("/pipeline/tasks/talk").with(cast.as(vera)).with(csrf());
      talk.forEach(request::param);
      assertThat(request.exchange()).hasStatus(302);
    }

    Page done = Page.of(mvc.get().uri("/pipeline/day/done").with(cast.as(vera)).exchange());
    assertThat(done.texts(".timeline li"))
        .singleElement()
        .asString()
        .contains("Eva Hoy", "Llamada: hablamos", "Renuevan en enero");
    assertThat(
            Page.of(mvc.get().uri("/pipeline/day").with(cast.as(vera)).exchange())
                .text("#done-today"))
        .isEqualTo("1");
  }

  @Test
  void whatWasDoneForCustomersTodayIsDoneTodayOnce() {
    CurrentUser vera = seller();
    Company hotel = shop.company("Hotel de hoy");
    Person eva = shop.person("Eva " + UUID.randomUUID(), hotel.id());
    PurchaseId renewed =
        shop.lasting(vera, hotel.id(), shop.today().minusMonths(11), shop.today().plusDays(10));
    PurchaseId ended =
        shop.lasting(vera, hotel.id(), shop.today().minusMonths(11), shop.today().plusDays(12));
    String customer = "/customers/" + hotel.id();
    post(vera, customer + "/referrals", "ask", UUID.randomUUID().toString(), "answer", "NO");
    post(
        vera,
        customer + "/satisfaction/questions",
        "secret",
        Secret.next().value(),
        "person",
        eva.id().toString(),
        "personName",
        eva.name());
    post(
        vera,
        customer + "/satisfaction",
        "checkIn",
        UUID.randomUUID().toString(),
        "score",
        "8",
        "comment",
        "Va bien");
    post(
        vera,
        "/customers/purchases/" + renewed + "/renewal",
        "version",
        "0",
        "purchase",
        UUID.randomUUID().toString());
    post(vera, "/customers/purchases/" + ended + "/renewal", "version", "0", "why", "Cierran");
    Person noa = shop.person("Noa Traída", null);
    LeadId lead = LeadId.next();
    intake.open(
        lead, new LeadIntake.ByHand(noa.id(), null, null, eva.id(), Facts.NONE), vera, shop.now());
    Awaitility.await()
        .until(
            () ->
                jdbc.sql("select count(*) from customers.referral where lead_id = ?")
                        .param(lead.id())
                        .query(Integer.class)
                        .single()
                    > 0);
    post(vera, "/customers/referrals/" + lead + "/thanks");

    Page done = Page.of(mvc.get().uri("/pipeline/day/done").with(cast.as(vera)).exchange());

    assertThat(done.texts(".timeline li"))
        .hasSize(6)
        .allMatch(line -> line.contains(hotel.name()))
        .anyMatch(line -> line.contains("Recomendación pedida"))
        .anyMatch(line -> line.contains("Recomendación agradecida Noa Traída"))
        .anyMatch(line -> line.contains("Opinión pedida"))
        .anyMatch(line -> line.contains("Opinión anotada 8/10 Va bien"))
        .anyMatch(line -> line.contains("Renovada Mantenimiento"))
        .anyMatch(line -> line.contains("No se renueva Mantenimiento Cierran"));
    assertThat(done.document().select(".timeline li > a").eachAttr("href"))
        .hasSize(6)
        .allMatch(path -> path.startsWith(customer));
    assertThat(
            Page.of(mvc.get().uri("/pipeline/day").with(cast.as(vera)).exchange())
                .text("#done-today"))
        .isEqualTo("6");
  }

  private void post(CurrentUser actor, String path, String... fields) {
    var request = mvc.post().uri(path).with(cast.as(actor)).with(csrf());
    for (int i = 0; i < fields.length; i += 2) {
      request.param(fields[i], fields[i + 1]);
    }
    assertThat(request.exchange().getResponse().getStatus()).as(path).isLessThan(400);
  }

  /** Somebody in sales whom no other test knows. */
  private CurrentUser seller() {
    UserId id = UserId.next();
    jdbc.sql(
            """
            insert into identity.user_account
              (id, email, name, team_id, enabled, credential_era, created_at, version)
            values (:id, :email, 'Vera Sanz',
              (select team_id from identity.user_account where id = :marcos), true, 0, now(), 0)
            """)
        .param("id", id.id())
        .param("email", id + "@almendro.example")
        .param("marcos", cast.marcos().id().id())
        .update();
    jdbc.sql("insert into identity.user_role values (:id, 'SALES')").param("id", id.id()).update();
    return cast.reread(id);
  }

  private void step(Company company, int days) {
    jdbc.sql("update pipeline.opportunity set next_step_on = ? where id = ?")
        .params(shop.today().plusDays(days), shop.deal(marcos, "Deal " + days, company.id()).id())
        .update();
  }

  private void score(Company company, @Nullable Person person, int score) {
    jdbc.sql(
            """
            insert into customers.check_in
              (id, company_id, person_id, score, comment, answered_at, created_at, created_by,
               version)
            values (?, ?, ?, ?, 'Tarde', ?, ?, ?, 0)
            """)
        .params(
            UUID.randomUUID(),
            company.id().id(),
            person == null ? null : person.id().id(),
            score,
            clock.instant().atOffset(java.time.ZoneOffset.UTC),
            clock.instant().atOffset(java.time.ZoneOffset.UTC),
            marcos.id().id())
        .update();
  }
}
