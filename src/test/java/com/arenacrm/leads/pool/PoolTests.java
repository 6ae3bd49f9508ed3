package com.arenacrm.leads.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.Handoff.Packet;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.Outcome;
import com.arenacrm.leads.Outcomes;
import com.arenacrm.leads.Rejection;
import com.arenacrm.pipeline.Acceptances;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionOperations;

@ArenaTest
class PoolTests {

  private static final PoolRule RULE = new PoolRule(10, 2, 14, 14, 30, 0);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Handoffs handoffs;
  @Autowired Acceptances acceptances;
  @Autowired Deals deals;
  @Autowired Pool pool;
  @Autowired Outcomes outcomes;
  @Autowired IdleReturns idle;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionOperations transaction;
  @Autowired Clock clock;

  @Test
  void whatNobodyTalksToGoesBackAfterANoticeWithItsDealAndIsTakenBySomebodyElse() {
    CurrentUser marcos = seller("Ramiro Idle");
    CurrentUser ines = seller("Olga Toma");
    Instant start = now().minus(Duration.ofDays(40));
    LeadId lead = held("Silencio", marcos, start);
    OpportunityId deal = acceptances.accept(handoffOf(lead), marcos, start);

    decide(lead, now().minus(Duration.ofDays(39)));
    assertThat(noticeOf(lead)).as("too early to say anything").isNull();
    Instant told = now().minus(Duration.ofDays(10));
    decide(lead, told);
    decide(lead, told);
    assertThat(noticeOf(lead)).isNotNull();
    assertThat(noticesTo(marcos, "pool.told.soon")).as("told once").isEqualTo(1);
    assertThat(Page.of(get(marcos, "/leads/" + lead + "/hold")).text("main"))
        .contains("Vuelve a la bolsa el")
        .contains("Desde que lo lleva no consta que se haya hablado");

    decide(lead, now());
    decide(lead, now());

    assertThat(noticesTo(marcos, "pool.told.gone")).as("gone once").isEqualTo(1);
    assertThat(
            jdbc.sql("select count(*) from leads.pool_return where lead_id = ?")
                .param(lead.id())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(ownerOf(deal)).as("the deal is nobody's").isNull();
    HandoffId pooled = handoffOf(lead);
    assertThat(handoffs.get(pooled, ines).isQueued()).isTrue();
    Page page = Page.of(get(ines, "/leads/pool?why=returned"));
    assertThat(page.text("main"))
        .contains("Persona Silencio")
        .contains("Lo llevaba Ramiro Idle")
        .contains("No consta que llegara a hablar");
    Page opened =
        Page.of(get(ines, page.document().select("td a:contains(Persona Silencio)").attr("href")));
    assertThat(opened.text(".place .crumb a")).isEqualTo("Bolsa");
    assertThat(opened.text(".place nav")).contains(" de ");
    assertThat(opened.has(".place [data-list-back][href*='why=returned']")).isTrue();
    assertThat(Page.of(get(marcos, "/leads/pool?why=returned")).text("main"))
        .contains("Lo llevabas tú: podrás cogerlo después del");

    assertThatThrownBy(() -> handoffs.take(pooled, marcos, now()))
        .isInstanceOf(RefusedException.class)
        .extracting("messageKey")
        .isEqualTo("pool.locked");
    post(ines, "/leads/handoffs/" + pooled + "/taking", Map.of());
    assertThat(handoffs.get(pooled, ines).to()).contains(ines.id());
    Page mine = Page.of(get(ines, "/leads/pool"));
    assertThat(mine.text(".pagehead .muted a")).isEqualTo("Llevas 1");
    assertThat(
            Page.of(get(ines, mine.document().select(".pagehead .muted a").attr("href")))
                .texts("tr[data-row] .who a"))
        .as("the rows behind the number")
        .containsExactly("Persona Silencio");
    assertThat(ownerOf(deal)).as("the deal goes with it").isEqualTo(ines.id().id());
    assertThat(acceptances.accept(pooled, ines, now())).as("it joins its deal").isEqualTo(deal);
  }

  @Test
  void whoeverLostALeadMayTakeItAgainAfterTheLockout() {
    CurrentUser seller = seller("Vuelve Luego");
    LeadId lead = held("Candado", seller, now().minus(Duration.ofDays(40)));
    decide(lead, now().minus(Duration.ofDays(25)));
    decide(lead, now().minus(Duration.ofDays(15)));
    HandoffId pooled = handoffOf(lead);

    assertThat(handoffs.get(pooled, seller).isQueued()).isTrue();
    assertThatThrownBy(() -> handoffs.take(pooled, seller, now().minus(Duration.ofDays(1))))
        .isInstanceOf(RefusedException.class);
    assertThat(handoffs.take(pooled, seller, now()).to()).contains(seller.id());
  }

  @Test
  void aWordWithTheCustomerStartsTheCountAnewAndANoteDoesNot() {
    CurrentUser seller = seller("Habla Mucho");
    LeadId lead = held("Hablado", seller, now().minus(Duration.ofDays(40)));
    decide(lead, now().minus(Duration.ofDays(20)));
    say(lead, seller, InteractionKind.NOTE, null, now().minus(Duration.ofDays(18)));
    say(
        lead,
        seller,
        InteractionKind.CALL,
        InteractionResult.NO_ANSWER,
        now().minus(Duration.ofDays(17)));
    assertThat(noticeOf(lead)).as("neither reached the customer").isNotNull();

    say(
        lead,
        seller,
        InteractionKind.CALL,
        InteractionResult.TALKED,
        now().minus(Duration.ofDays(4)));
    decide(lead, now());

    assertThat(noticeOf(lead)).isNull();
    assertThat(handoffs.get(handoffOf(lead), seller).to()).contains(seller.id());
    assertThat(Page.of(get(seller, "/leads/" + lead + "/hold")).text("main"))
        .contains("La cuenta empezó de nuevo el")
        .contains("Habla Mucho");
  }

  @Test
  void whatIsPlannedPutAsideOrGivenMoreTimeStays() {
    CurrentUser seller = seller("Planea Todo");
    Instant start = now().minus(Duration.ofDays(60));
    LeadId planned = held("Planeado", seller, start);
    OpportunityId deal = acceptances.accept(handoffOf(planned), seller, start);
    deals.planNextStep(deal, Plan.step("Visitar", today().plusDays(3)), seller.id(), start);
    LeadId snoozed = held("Aparcado", seller, start);
    LeadId spared = held("Tiempo", seller, start);
    pool.snooze(
        snoozed,
        new SnoozeForm.Wish(
            UUID.randomUUID(), today().plusDays(5), SnoozeReason.SEASON, "Abren en marzo"),
        seller,
        now());
    pool.moreTime(
        UUID.randomUUID(), spared, today().plusDays(20), "Está de viaje", cast.teresa(), now());

    for (LeadId lead : List.of(planned, snoozed, spared)) {
      decide(lead, now());
      assertThat(noticeOf(lead)).isNull();
      assertThat(handoffs.get(handoffOf(lead), seller).to()).contains(seller.id());
    }
    assertThat(noticesTo(seller, "pool.told.moreTime")).isEqualTo(1);
    deals.planNextStep(deal, Plan.step("Visitar", today().minusDays(1)), seller.id(), now());
    decide(planned, now());
    assertThat(noticeOf(planned)).as("the step is past").isNotNull();
  }

  @Test
  void somethingIsPutAsideTwiceAtMostWithAReasonAndTheClockRunsOn() {
    CurrentUser seller = seller("Aparca Siempre");
    LeadId lead = held("Aparcable", seller, now().minus(Duration.ofHours(1)));
    String path = "/leads/" + lead + "/snooze";
    Instant due = handoffs.get(handoffOf(lead), seller).dueAt();

    MvcTestResult wrong =
        post(
            seller,
            path,
            Map.of(
                "id",
                UUID.randomUUID().toString(),
                "until",
                today().plusDays(15).toString(),
                "note",
                "Presupuesto en enero"));
    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).text("form"))
        .contains("como mucho dentro de 14 días")
        .contains("Di por qué")
        .contains("Presupuesto en enero");
    Map<String, String> right =
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "until",
            today().plusDays(14).toString(),
            "reason",
            "BUDGET",
            "note",
            "Presupuesto en enero");
    post(seller, path, right);
    assertThat(post(seller, path, right)).as("sent twice").hasStatus(302);
    assertThat(pool.snoozesOf(lead)).hasSize(1);
    assertThat(handoffs.get(handoffOf(lead), seller).dueAt()).isEqualTo(due);
    assertThat(handoffs.waitingFor(seller, now()).get(0).isAwake(today())).isFalse();
    assertThat(Page.of(get(seller, "/pipeline/day")).text("main")).doesNotContain("Aparcable");

    post(seller, "/leads/" + lead + "/waking", Map.of("undo", right.get("id")));
    assertThat(pool.snoozesOf(lead)).as("taken back at once").isEmpty();
    for (int i = 0; i < 2; i++) {
      pool.snooze(lead, wish(today().plusDays(2)), seller, now());
      post(seller, "/leads/" + lead + "/waking", Map.of());
      assertThat(pool.snoozesOf(lead)).as("ended, not undone: it counts").hasSize(i + 1);
    }
    assertThatThrownBy(() -> pool.snooze(lead, wish(today().plusDays(2)), seller, now()))
        .isInstanceOf(RefusedException.class)
        .extracting("messageKey")
        .isEqualTo("snooze.most");
    assertThat(post(seller("Otra Persona"), path, right)).as("not theirs").hasStatus(404);
  }

  @Test
  void fiftySellersWhoTakeOneLeadAtOnceAreOneOwner() throws Exception {
    CurrentUser before = seller("Antes Suyo");
    LeadId lead = held("Carrera", before, now().minus(Duration.ofHours(3)));
    OpportunityId deal = acceptances.accept(handoffOf(lead), before, now());
    pool.takeBack(lead, "Se va de la empresa", cast.teresa(), now());
    HandoffId pooled = handoffOf(lead);
    List<CurrentUser> sellers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sellers.add(seller("Corredor " + i));
    }
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(50);
    List<Future<Boolean>> tries = new ArrayList<>();
    for (CurrentUser seller : sellers) {
      tries.add(
          threads.submit(
              () -> {
                go.await();
                try {
                  handoffs.take(pooled, seller, now());
                  return true;
                } catch (RefusedException e) {
                  return false;
                }
              }));
    }
    go.countDown();
    int taken = 0;
    for (Future<Boolean> one : tries) {
      taken += one.get() ? 1 : 0;
    }
    threads.shutdown();

    assertThat(taken).isEqualTo(1);
    UserId owner = handoffs.get(pooled, cast.teresa()).to().orElseThrow();
    assertThat(ownerOf(deal)).isEqualTo(owner.id());
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from leads.assignment where handoff_id = ? and way = 'TAKEN'
                    """)
                .param(pooled.id())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void whoeverTakesManyAtOnceTakesNoMoreThanTheyHaveRoomFor() throws Exception {
    CurrentUser before = seller("Suelta Todo");
    List<HandoffId> pooled = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      LeadId lead = held("Hueco " + i, before, now().minus(Duration.ofHours(3)));
      pool.takeBack(lead, "Se va de la empresa", cast.teresa(), now());
      pooled.add(handoffOf(lead));
    }
    for (int round = 0; round < 3; round++) {
      CurrentUser seller = seller("Coge Muchos " + round);
      jdbc.sql(
              """
              insert into leads.seller_capacity (to_user, takes_part, weight, most, version)
              values (?, true, 1, 1, 0)
              """)
          .param(seller.id().id())
          .update();
      List<Integer> answers =
          atOnce(
              pooled.stream()
                  .<Callable<Integer>>map(
                      one ->
                          () ->
                              post(seller, "/leads/handoffs/" + one + "/taking", Map.of())
                                  .getResponse()
                                  .getStatus())
                  .toList());

      assertThat(answers).as("none is an error").containsOnly(302);
      assertThat(
              jdbc.sql("select count(*) from leads.lead where sales_owner_id = ?")
                  .param(seller.id().id())
                  .query(Integer.class)
                  .single())
          .isEqualTo(1);
      assertThat(Page.of(get(seller, "/leads/pool")).text("main")).contains("Llevas 1 de 1");
      pooled.removeIf(one -> !handoffs.get(one, cast.teresa()).isQueued());
    }
  }

  @Test
  void whicheverWayLeadsComeToSomebodyAtOnceTheyGetNoMoreThanTheyTake() throws Exception {
    CurrentUser before = seller("Deja Varios");
    for (int round = 0; round < 3; round++) {
      CurrentUser seller = seller("Ya Lleva Uno " + round);
      held("Propio " + round, seller, now().minus(Duration.ofHours(3)));
      LeadId returned = held("Devuelto " + round, seller, now().minus(Duration.ofHours(3)));
      HandoffId back = handoffOf(returned);
      LeadId ended = held("Acabado " + round, seller, now().minus(Duration.ofHours(3)));
      acceptances.accept(handoffOf(ended), seller, now());
      transaction.executeWithoutResult(t -> outcomes.lost(ended, Outcome.NOTHING, null, now()));
      handoffs.reject(back, Rejection.BAD_DATA, null, seller, now());
      LeadId pooled = held("En bolsa " + round, before, now().minus(Duration.ofHours(3)));
      pool.takeBack(pooled, "Se va de la empresa", cast.teresa(), now());
      LeadId ready = qualified("Listo " + round, now());
      limit(seller, 2);

      List<Callable<Integer>> ways = new ArrayList<>();
      ways.add(() -> status(seller, "/leads/handoffs/" + back + "/reconsideration", Map.of()));
      ways.add(() -> status(seller, "/leads/" + ended + "/reopening", Map.of()));
      ways.add(() -> status(seller, "/leads/handoffs/" + handoffOf(pooled) + "/taking", Map.of()));
      ways.add(
          () ->
              status(
                  cast.lucia(),
                  "/leads/" + ready + "/handoffs",
                  Map.of(
                      "id",
                      UUID.randomUUID().toString(),
                      "seller",
                      seller.id().toString(),
                      "why",
                      "Pidió precio",
                      "firstStep",
                      "Llamar")));
      assertThat(atOnce(ways)).as("none is an error").containsOnly(302);

      assertThat(load(seller)).as("round " + round).isEqualTo(2);
    }
  }

  @Test
  void onlyAManagerWhoIsToldSoGivesMoreThanSomebodyTakes() {
    CurrentUser full = seller("Lleno Del Todo");
    held("Lo suyo", full, now());
    limit(full, 1);
    LeadId lead = held("De otra", seller("Otra Con Sitio"), now());

    assertThatThrownBy(() -> handoffs.passOn(lead, full.id(), null, cast.teresa(), now()))
        .isInstanceOf(RefusedException.class)
        .extracting("messageKey")
        .isEqualTo("handoff.seller.full");
    handoffs.passOn(lead, full.id(), null, true, cast.teresa(), now());
    assertThat(load(full)).isEqualTo(2);
  }

  private int status(CurrentUser user, String path, Map<String, String> values) {
    return post(user, path, values).getResponse().getStatus();
  }

  private void limit(CurrentUser seller, int most) {
    jdbc.sql(
            """
            insert into leads.seller_capacity (to_user, takes_part, weight, most, version)
            values (?, false, 1, ?, 0)
            """)
        .params(seller.id().id(), most)
        .update();
  }

  private int load(CurrentUser seller) {
    return jdbc.sql(
            """
            select count(*) from leads.lead
            where sales_owner_id = ? and stage in ('HANDED_OVER', 'ACCEPTED')
            """)
        .param(seller.id().id())
        .query(Integer.class)
        .single();
  }

  @Test
  void whoeverTakesOneSeveralTimesAtOnceIsToldEachTimeThatItIsTheirs() throws Exception {
    CurrentUser before = seller("Suelta Uno");
    LeadId lead = held("Repetido", before, now().minus(Duration.ofHours(3)));
    OpportunityId deal = acceptances.accept(handoffOf(lead), before, now());
    pool.takeBack(lead, "Se va de la empresa", cast.teresa(), now());
    HandoffId pooled = handoffOf(lead);
    CurrentUser seller = seller("Pulsa Mucho");
    List<MvcTestResult> answers =
        atOnce(
            Collections.nCopies(
                16, () -> post(seller, "/leads/handoffs/" + pooled + "/taking", Map.of())));

    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer).hasStatus(302);
              assertThat(answer).redirectedUrl().isEqualTo("/leads/handoffs/" + pooled);
            });
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from leads.assignment where handoff_id = ? and way = 'TAKEN'
                    """)
                .param(pooled.id())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(ownerOf(deal)).isEqualTo(seller.id().id());
    acceptances.accept(pooled, seller, now());
    assertThat(post(seller, "/leads/handoffs/" + pooled + "/taking", Map.of()))
        .as("sent again after accepting it")
        .redirectedUrl()
        .isEqualTo("/leads/handoffs/" + pooled);
    assertThat(post(seller("Llega Tarde"), "/leads/handoffs/" + pooled + "/taking", Map.of()))
        .as("somebody else is told that it is gone")
        .redirectedUrl()
        .isEqualTo("/leads/pool");
  }

  @Test
  void aLeadAndItsDealSharedAreTogetherPutAsideTwiceAtMost() {
    CurrentUser seller = seller("Comparte Cuenta");
    LeadId lead = held("Compartido", seller, now().minus(Duration.ofHours(3)));
    pool.snooze(lead, wish(today().plusDays(2)), seller, now());
    pool.wake(lead, null, seller, now());
    OpportunityId deal = acceptances.accept(handoffOf(lead), seller, now());
    String path = "/pipeline/opportunities/" + deal;

    assertThat(post(seller, path + "/snooze", aside())).hasStatus(302);
    assertThat(Page.of(get(seller, path)).text("main")).contains("Comparte Cuenta, 2 de 2");
    assertThat(Page.of(get(seller, "/reports/snoozes")).text("main")).contains("2 de 2");
    post(seller, path + "/waking", Map.of());
    Page spent = Page.of(get(seller, path + "/snooze"));
    assertThat(spent.text("main")).as("said before anything is typed").contains("Ya se aparcó 2");
    assertThat(spent.has("[name=note]")).isFalse();
    MvcTestResult third = post(seller, path + "/snooze", aside());
    assertThat(third).hasStatus(422);
    assertThat(Page.of(third).text("main")).contains("Ya se aparcó 2 veces");
    assertThatThrownBy(() -> pool.snooze(lead, wish(today().plusDays(2)), seller, now()))
        .extracting("messageKey")
        .isEqualTo("snooze.most");
    assertThat(Page.of(get(seller, "/leads/" + lead + "/hold")).text("main"))
        .contains("Aparcar su oportunidad");
  }

  @Test
  void onlyItsOwnerOrAManagerPutsADealAsideOrPassesItOn() {
    CurrentUser owner = seller("Lo Lleva");
    CurrentUser other = seller("Lo Quiere");
    LeadId lead = held("Ajeno", owner, now().minus(Duration.ofHours(3)));
    OpportunityId deal = acceptances.accept(handoffOf(lead), owner, now());
    String path = "/pipeline/opportunities/" + deal;

    assertThat(post(other, path + "/snooze", aside())).hasStatus(404);
    assertThat(Page.of(get(other, path)).text("main")).doesNotContain("Aparcar");
    assertThat(post(owner, path + "/snooze", aside())).hasStatus(302);
    Page again = Page.of(get(owner, path + "/snooze"));
    assertThat(again.text("main .warn")).contains("Ya está aparcad");
    assertThat(again.document().select("main input[name=until]")).isEmpty();
    assertThat(post(other, path + "/waking", Map.of())).hasStatus(404);
    assertThat(Page.of(get(other, path)).text("main")).doesNotContain("Retomar ya");
    assertThat(post(cast.teresa(), path + "/waking", Map.of())).hasStatus(302);

    assertThat(Page.of(get(other, path + "/edit")).text("form"))
        .contains("solo ella, o quien dirige, puede pasarla");
    MvcTestResult refused = post(other, path, details(deal, other.id().toString()));
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("form")).contains("La lleva otra persona");
    assertThat(ownerOf(deal)).isEqualTo(owner.id().id());
    assertThat(post(other, path, details(deal, owner.id().toString())))
        .as("the rest may be changed")
        .hasStatus(302);

    assertThat(post(cast.teresa(), path, details(deal, other.id().toString()))).hasStatus(302);
    assertThat(ownerOf(deal)).isEqualTo(other.id().id());
    assertThat(noticesTo(owner, "deal.told.gone")).isEqualTo(1);
    assertThat(noticesTo(other, "deal.told.passed")).isEqualTo(1);
    assertThat(Page.of(get(other, "/notifications")).text("main"))
        .contains("Teresa Prado te ha pasado la oportunidad «");
    assertThat(Page.of(get(other, path)).text("main")).contains("De Lo Lleva a Lo Quiere");
  }

  @Test
  void whoeverLostALeadDoesNotGetItsDealByTheDealsForm() {
    CurrentUser lost = seller("Lo Tuvo");
    CurrentUser taker = seller("Se Lo Queda");
    LeadId lead = held("Vedado", lost, now().minus(Duration.ofHours(3)));
    OpportunityId deal = acceptances.accept(handoffOf(lead), lost, now());
    pool.takeBack(lead, "No avanza", cast.teresa(), now());
    handoffs.take(handoffOf(lead), taker, now());
    String path = "/pipeline/opportunities/" + deal;

    MvcTestResult refused = post(taker, path, details(deal, lost.id().toString()));
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("form")).contains("aún no puede cogerlo otra vez");
    assertThat(ownerOf(deal)).isEqualTo(taker.id().id());

    assertThat(post(cast.teresa(), path, details(deal, lost.id().toString()))).hasStatus(302);
    assertThat(ownerOf(deal)).isEqualTo(lost.id().id());
  }

  @Test
  void aDealWhoseLeadIsInThePoolIsNobodysUntilTheLeadIsTaken() {
    CurrentUser lost = seller("Lo Perdió");
    CurrentUser taker = seller("Lo Coge");
    LeadId lead = held("Embolsado", lost, now().minus(Duration.ofHours(3)));
    OpportunityId deal = acceptances.accept(handoffOf(lead), lost, now());
    pool.takeBack(lead, "Se va de la empresa", cast.teresa(), now());
    HandoffId pooled = handoffOf(lead);
    String path = "/pipeline/opportunities/" + deal;

    for (CurrentUser one : List.of(lost, cast.teresa())) {
      Page form = Page.of(get(one, path + "/edit"));
      assertThat(form.text("form")).contains("Sin dueño (en la bolsa)").contains("Ver la bolsa");
      MvcTestResult refused = post(one, path, details(deal, one.id().toString()));
      assertThat(refused).hasStatus(422);
      assertThat(Page.of(refused).text("form")).contains("hay que coger el prospecto");
      assertThat(ownerOf(deal)).isNull();
    }
    assertThat(post(lost, path, details(deal, ""))).as("the rest may be changed").hasStatus(302);
    assertThat(ownerOf(deal)).isNull();

    jdbc.sql("update pipeline.opportunity set owner_id = ? where id = ?")
        .params(lost.id().id(), deal.id())
        .update();
    handoffs.take(pooled, taker, now());
    assertThat(ownerOf(deal)).as("whoever had it").isEqualTo(taker.id().id());
  }

  /** What the form of a deal sends when nothing but its owner is changed. */
  private Map<String, String> details(OpportunityId deal, String owner) {
    return jdbc.sql(
            """
            select name, person_id::text as person, person_name, coalesce(close_date::text, '')
              as close, currency, version::text as version
            from pipeline.opportunity where id = ?
            """)
        .param(deal.id())
        .query(
            (rs, n) ->
                Map.of(
                    "id", deal.toString(),
                    "name", rs.getString("name"),
                    "person", rs.getString("person"),
                    "personName", rs.getString("person_name"),
                    "closeDate", rs.getString("close"),
                    "currency", rs.getString("currency"),
                    "owner", owner,
                    "version", rs.getString("version")))
        .single();
  }

  private Map<String, String> aside() {
    return Map.of(
        "id",
        UUID.randomUUID().toString(),
        "until",
        today().plusDays(3).toString(),
        "reason",
        "OTHER",
        "note",
        "Feria");
  }

  /** Does all of it at the same moment. */
  private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<T>> tries = new ArrayList<>();
      for (Callable<T> task : tasks) {
        tries.add(
            threads.submit(
                () -> {
                  go.await();
                  return task.call();
                }));
      }
      go.countDown();
      List<T> answers = new ArrayList<>();
      for (Future<T> one : tries) {
        answers.add(one.get());
      }
      return answers;
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void managersPassOnSeveralAtOnceWithANoteAndAreWarned() {
    CurrentUser from = seller("Se Marcha");
    CurrentUser to = seller("Recibe Dos");
    LeadId accepted = held("Trabajado", from, now().minus(Duration.ofHours(5)));
    OpportunityId deal = acceptances.accept(handoffOf(accepted), from, now());
    LeadId waiting = held("Esperando", from, now().minus(Duration.ofHours(5)));
    jdbc.sql(
            """
            insert into leads.seller_capacity (to_user, takes_part, weight, most, version)
            values (?, true, 1, 1, 0)
            """)
        .param(to.id().id())
        .update();
    String rows = "?row=lead:" + accepted + "&row=lead:" + waiting;
    Page page = Page.of(get(cast.teresa(), "/pipeline/reassignment" + rows));
    assertThat(page.text("main"))
        .contains("Persona Trabajado")
        .contains("Persona Esperando")
        .contains("Recibe Dos (lleva 0 de 1)");

    MvcTestResult warned = give(to, "Llámalas hoy", "", accepted, waiting);
    assertThat(warned).hasStatus(422);
    assertThat(Page.of(warned).text("main"))
        .contains("Recibe Dos llevaría 2 prospectos abiertos, y admite 1");
    assertThat(give(to, "Llámalas hoy", to.id().toString(), accepted, waiting))
        .redirectedUrl()
        .isEqualTo("/leads/pool");

    assertThat(ownerOf(deal)).isEqualTo(to.id().id());
    for (LeadId lead : List.of(accepted, waiting)) {
      assertThat(salesOwnerOf(lead)).isEqualTo(to.id().id());
    }
    assertThat(noticesTo(to, "handoff.told.passed.note")).isEqualTo(1);
    assertThat(noticesTo(from, "handoff.told.gone")).isEqualTo(2);
    assertThat(
            Page.of(get(to, "/leads/handoffs/" + handoffOf(waiting) + "/assignments")).text("main"))
        .contains("«Llámalas hoy»");
    assertThat(Page.of(get(to, "/pipeline/opportunities/" + deal)).text("main"))
        .contains("De Se Marcha a Recibe Dos");
    assertThat(post(from, "/pipeline/reassignment", Map.of())).hasStatus(403);
  }

  @Test
  void whoeverGetsALateLeadReadsSinceWhenItIsLate() {
    CurrentUser from = seller("Llega Tarde");
    CurrentUser to = seller("Recibe Tarde");
    LeadId waiting = held("Retrasado", from, now().minus(Duration.ofDays(9)));
    assertThat(give(to, "", "", waiting)).redirectedUrl().isEqualTo("/leads/pool");

    assertThat(noticesTo(to, "handoff.told")).as("answer before a day that is over").isZero();
    assertThat(noticesTo(to, "handoff.told.late")).isEqualTo(1);
    LeadId soon = held("Puntual", from, now());
    assertThat(give(to, "", "", soon)).redirectedUrl().isEqualTo("/leads/pool");
    assertThat(noticesTo(to, "handoff.told")).isEqualTo(1);
  }

  @Test
  void managersTakeBackAndGiveMoreTimeWithAReason() {
    CurrentUser from = seller("Acapara Uno");
    LeadId lead = held("Retirado", from, now().minus(Duration.ofHours(5)));
    Map<String, String> form =
        Map.of(
            "id", UUID.randomUUID().toString(), "act", "pool", "row", "lead:" + lead, "note", "");
    assertThat(post(cast.teresa(), "/pipeline/reassignment", form)).hasStatus(422);
    post(
        cast.teresa(),
        "/pipeline/reassignment",
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "act",
            "time",
            "row",
            "lead:" + lead,
            "until",
            today().plusDays(7).toString(),
            "note",
            "Está de feria"));
    assertThat(Page.of(get(from, "/leads/" + lead + "/hold")).text("main"))
        .contains("hay más tiempo hasta el");
    post(
        cast.teresa(),
        "/pipeline/reassignment",
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "act",
            "pool",
            "row",
            "lead:" + lead,
            "note",
            "Lleva demasiados"));

    assertThat(handoffs.get(handoffOf(lead), from).isQueued()).isTrue();
    assertThat(noticesTo(from, "pool.told.taken")).isEqualTo(1);
    assertThat(Page.of(get(cast.teresa(), "/leads/pool?why=returned")).text("main"))
        .contains("Lleva demasiados");
  }

  @Test
  void theRuleIsSetByManagersOnlyAndNeverOverwritten() {
    PoolRule present = rule();
    Map<String, String> form =
        Map.of(
            "idleDays",
            "3",
            "noticeDays",
            "3",
            "lockoutDays",
            "14",
            "snoozeDays",
            "14",
            "stepDays",
            "30",
            "version",
            String.valueOf(present.version()));
    assertThat(post(cast.marcos(), "/leads/routing/pool", form)).hasStatus(403);
    MvcTestResult wrong = post(cast.teresa(), "/leads/routing/pool", form);
    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).text("form")).contains("menos que el límite, que es de 3 días");
    Map<String, String> right =
        Map.of(
            "idleDays",
            "10",
            "noticeDays",
            "2",
            "lockoutDays",
            "14",
            "snoozeDays",
            "14",
            "stepDays",
            "30",
            "version",
            String.valueOf(present.version()));
    assertThat(post(cast.teresa(), "/leads/routing/pool", right)).hasStatus(302);
    assertThat(post(cast.teresa(), "/leads/routing/pool", right))
        .as("pressed twice")
        .hasStatus(302);
    Map<String, String> other = new java.util.HashMap<>(right);
    other.put("snoozeDays", "15");
    assertThat(post(cast.teresa(), "/leads/routing/pool", other))
        .as("more than two weeks would be forgetting")
        .hasStatus(422);
    other.put("snoozeDays", "14");
    other.put("idleDays", "12");
    assertThat(post(cast.teresa(), "/leads/routing/pool", other))
        .as("somebody set it meanwhile")
        .hasStatus(409);
  }

  @Test
  void aStepFarOffKeepsNobodysLead() {
    CurrentUser seller = seller("Planea Lejos");
    Instant start = now().minus(Duration.ofDays(40));
    LeadId lead = held("Lejano", seller, start);
    OpportunityId deal = acceptances.accept(handoffOf(lead), seller, start);
    step(deal, today().plusDays(20));
    decide(lead, now().minus(Duration.ofDays(10)));
    assertThat(noticeOf(lead)).as("near enough").isNull();

    step(deal, LocalDate.of(2040, 1, 7));
    decide(lead, now().minus(Duration.ofDays(10)));
    assertThat(Page.of(get(seller, "/leads/" + lead + "/hold")).text("main"))
        .contains("queda a más de 30 días y no lo retiene");
    decide(lead, now());
    assertThat(ownerOf(deal)).as("it went back").isNull();
  }

  private void step(OpportunityId deal, LocalDate day) {
    jdbc.sql(
            """
            update pipeline.opportunity set next_step = 'Llamar', next_step_on = ?,
              no_step_reason = null where id = ?
            """)
        .params(day, deal.id())
        .update();
  }

  @Test
  void pagesAskLittleOfTheDatabase() {
    CurrentUser seller = seller("Mira Mucho");
    LeadId lead = held("Mirado", seller, now().minus(Duration.ofHours(5)));
    for (String path :
        List.of(
            "/leads/pool",
            "/leads/pool?why=returned",
            "/leads/" + lead + "/hold",
            "/leads/" + lead + "/snooze")) {
      var asked = mvc.get().uri(path).with(cast.as(seller));
      assertThat(SqlCount.during(() -> assertThat(asked.exchange()).hasStatusOk()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
    idle.look(now());
  }

  private MvcTestResult give(CurrentUser to, String note, String confirmed, LeadId... leads) {
    var request =
        mvc.post()
            .uri("/pipeline/reassignment")
            .with(csrf())
            .with(cast.as(cast.teresa()))
            .param("id", UUID.randomUUID().toString())
            .param("act", "give")
            .param("seller", to.id().toString())
            .param("note", note)
            .param("confirmed", confirmed)
            .param("back", "/leads/pool");
    for (LeadId lead : leads) {
      request.param("row", "lead:" + lead);
    }
    return request.exchange();
  }

  private SnoozeForm.Wish wish(LocalDate until) {
    return new SnoozeForm.Wish(UUID.randomUUID(), until, SnoozeReason.OTHER, "Feria");
  }

  private void decide(LeadId lead, Instant at) {
    transaction.executeWithoutResult(t -> idle.decide(lead, RULE, at));
  }

  private PoolRule rule() {
    return jdbc.sql(
            """
            select idle_days, notice_days, lockout_days, snooze_days, step_days, version
            from leads.pool_rule
            """)
        .query(PoolRule.class)
        .single();
  }

  private LocalDate noticeOf(LeadId lead) {
    return jdbc.sql("select returns_on from leads.pool_notice where lead_id = ?")
        .param(lead.id())
        .query(LocalDate.class)
        .optional()
        .orElse(null);
  }

  private int noticesTo(CurrentUser user, String key) {
    return jdbc.sql(
            "select count(*) from notifications.notification where user_id = ? and text_key = ?")
        .params(user.id().id(), key)
        .query(Integer.class)
        .single();
  }

  private UUID ownerOf(OpportunityId deal) {
    return jdbc.sql("select owner_id from pipeline.opportunity where id = ?")
        .param(deal.id())
        .query((rs, n) -> rs.getObject("owner_id", UUID.class))
        .list()
        .get(0);
  }

  private UUID salesOwnerOf(LeadId lead) {
    return jdbc.sql("select sales_owner_id from leads.lead where id = ?")
        .param(lead.id())
        .query(UUID.class)
        .single();
  }

  private HandoffId handoffOf(LeadId lead) {
    return new HandoffId(
        jdbc.sql("select id from leads.handoff where lead_id = ? order by handed_at desc limit 1")
            .param(lead.id())
            .query(UUID.class)
            .single());
  }

  /** A lead that was handed over to a seller at a moment. */
  private LeadId held(String name, CurrentUser seller, Instant at) {
    LeadId lead = qualified(name, at);
    handoffs.handOver(
        lead,
        HandoffId.next(),
        seller.id(),
        new Packet("Pidió precio", null, "Llamar"),
        cast.lucia().id(),
        at);
    return lead;
  }

  private LeadId qualified(String name, Instant at) {
    PersonId person = PersonId.next();
    book.addPerson(
        person,
        PersonDetails.of(
            "Persona " + name, new EmailAddress(person + "@bolsa.example"), null, null),
        cast.lucia().id(),
        at);
    LeadId lead = LeadId.next();
    intake.open(
        lead,
        new LeadIntake.ByHand(
            person,
            null,
            null,
            null,
            new Facts("Café para 40 camas", "1.000", "Ella", today().plusDays(60))),
        cast.lucia(),
        at);
    jdbc.sql("update leads.lead set stage = 'QUALIFIED' where id = ?").param(lead.id()).update();
    return lead;
  }

  private void say(
      LeadId lead, CurrentUser by, InteractionKind kind, InteractionResult result, Instant at) {
    PersonId person =
        new PersonId(
            jdbc.sql("select person_id from leads.lead where id = ?")
                .param(lead.id())
                .query(UUID.class)
                .single());
    transaction.executeWithoutResult(
        t ->
            book.log(
                new InteractionId(UUID.randomUUID()),
                kind,
                result,
                person,
                null,
                "Dijo algo",
                at,
                by.id(),
                at));
  }

  /** Somebody in sales whom no other test knows. */
  private CurrentUser seller(String name) {
    cast.marcos();
    UserId id = UserId.next();
    jdbc.sql(
            """
            insert into identity.user_account
              (id, email, name, team_id, enabled, credential_era, created_at, version)
            values (:id, :email, :name, (select id from identity.team where name = 'Norte'), true,
                    0, now(), 0)
            """)
        .param("id", id.id())
        .param("email", id + "@almendro.example")
        .param("name", name)
        .update();
    jdbc.sql("insert into identity.user_role values (:id, 'SALES')").param("id", id.id()).update();
    return cast.reread(id);
  }

  private Instant now() {
    return clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }

  private LocalDate today() {
    return cast.lucia().today(clock);
  }

  private MvcTestResult get(CurrentUser as, String path) {
    return mvc.get().uri(java.net.URI.create(path)).with(cast.as(as)).exchange();
  }

  private MvcTestResult post(CurrentUser as, String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(as));
    fields.forEach(request::param);
    return request.exchange();
  }
}
