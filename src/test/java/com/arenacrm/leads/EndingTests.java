package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.playbook.Competitors;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** How leads end: only as what happened, and each competitor under one name (R093, R094). */
@ArenaTest
class EndingTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Leads leads;
  @Autowired Handoffs handoffs;
  @Autowired Competitors competitors;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void boughtFromUsNeedsASale() {
    Lead lead = lead("vende");
    assertThat(Page.of(get("/leads/" + lead.id())).text("main"))
        .contains("«Nos compró» solo vale cuando consta la venta");

    end(lead, Map.of("outcome", "BOUGHT"));
    assertThat(leads.findById(lead.id()).orElseThrow().isEnded()).isFalse();

    won(lead.person());
    end(lead, Map.of("outcome", "BOUGHT"));
    assertThat(leads.findById(lead.id()).orElseThrow().isEnded()).isTrue();
  }

  @Test
  void aCompetitorIsOneHoweverItIsWritten() {
    String name = "Tostadero Ñandú " + UUID.randomUUID().toString().substring(0, 8);
    for (String written :
        List.of(name, name.toUpperCase(), " " + name.toLowerCase().replace(" ", "  ") + " ")) {
      Lead lead = lead("pierde");
      end(lead, Map.of("outcome", "COMPETITOR", "competitor", written));
      assertThat(leads.findById(lead.id()).orElseThrow().competitor()).contains(name);
    }
    assertThat(competitors.names()).contains(name).doesNotContain(name.toUpperCase());
    assertThat(
            Page.of(get("/playbook/competitors/options"))
                .document()
                .select("option")
                .eachAttr("value"))
        .containsOnlyOnce(name);
    jdbc.sql("delete from playbook.competitor where name = ?").param(name).update();
  }

  @Test
  void alreadyMergedNeedsAMerge() {
    Lead lead = lead("doble");
    jdbc.sql("update leads.lead set stage = 'QUALIFIED' where id = ?")
        .param(lead.id().id())
        .update();
    Handoff handoff =
        handoffs.handOver(
            lead.id(),
            HandoffId.next(),
            cast.marcos().id(),
            new Handoff.Packet("Pidió precio", null, "Llamar"),
            cast.lucia().id(),
            clock.instant());
    handoffs.reject(handoff.id(), Rejection.DUPLICATE, null, cast.marcos(), clock.instant());
    String path = "/leads/inbox/returned/" + handoff.id();

    assertThat(post(path, Map.of("answer", "MERGED")).getResponse().getRedirectedUrl())
        .isEqualTo(path);
    assertThat(answered(handoff)).isEmpty();
    assertThat(Page.of(get(path)).document().select("a[href*='/contacts/duplicates/new']"))
        .isNotEmpty();

    jdbc.sql(
            """
            insert into contacts.merge (id, companies, survivor_id, merged_id, survivor_name,
              merged_name, moved, merged_at, merged_by)
            values (?, false, ?, ?, 'Uno', 'Otro', '{}', now(), ?)
            """)
        .params(
            TimeOrderedUuid.next(),
            lead.person().id(),
            TimeOrderedUuid.next(),
            cast.lucia().id().id())
        .update();
    post(path, Map.of("answer", "MERGED"));
    assertThat(answered(handoff)).containsExactly("MERGED");
  }

  private List<String> answered(Handoff handoff) {
    return jdbc.sql(
            "select return_answer from leads.handoff where id = ? and return_answer is not null")
        .param(handoff.id().id())
        .query(String.class)
        .list();
  }

  private Lead lead(String name) {
    PersonId person =
        book.addPerson(
                PersonId.next(),
                PersonDetails.of(
                    "Persona " + name,
                    new EmailAddress(name + "." + UUID.randomUUID() + "@final.example"),
                    null,
                    null),
                cast.lucia().id(),
                clock.instant())
            .id();
    return intake.open(
        LeadId.next(),
        new LeadIntake.ByHand(person, null, null, null, Facts.NONE),
        cast.lucia(),
        clock.instant());
  }

  /** A deal of somebody that was won now. */
  private void won(PersonId person) {
    assertThat(mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos()))).hasStatusOk();
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, person_id, owner_id, stage_id, kind, amount,
              currency, phase, won_phase, opened_at, closed_at, created_at, version)
            select ?, 'Trato', ?, ?, (select s.id from pipeline.stage s where s.kind = 'WON'
              order by s.position limit 1), 'WON', 100, 'EUR', 'BUY', 'BUY', now(), now(), now(), 0
            """)
        .params(TimeOrderedUuid.next(), person.id(), cast.marcos().id().id())
        .update();
  }

  private void end(Lead lead, Map<String, String> fields) {
    assertThat(post("/leads/" + lead.id() + "/ending", fields)).hasStatus(302);
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(cast.lucia()));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String path) {
    CurrentUser lucia = cast.lucia();
    return mvc.get().uri(path).with(cast.as(lucia)).exchange();
  }
}
