package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Two records of a person become one, and both have a lead open (R005). */
@ArenaTest
@OnOwnDatabase
class SameDemandTests {

  private static final LocalDate LATER = LocalDate.of(2099, 12, 1);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Leads leads;
  @Autowired Handoffs handoffs;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  private record Two(PersonId first, PersonId second, LeadId open, LeadId qualified, UUID merge) {}

  /** The older person has a lead below the gate, the younger one that is qualified. */
  private Two merged() {
    PersonId first = person("Xulia Souto " + mark, "xulia." + mark + "@casa.example");
    PersonId second = person("Xulia Souto " + mark, "xsouto" + mark + "@hotel.example");
    LeadId open = lead(first, new Facts("Cafetera", null, "Decide ella", null));
    LeadId qualified = lead(second, new Facts("40 kg al mes", "1.000 €", null, LATER));
    jdbc.sql("update leads.lead set stage = 'QUALIFIED' where id = ?")
        .param(qualified.id())
        .update();
    UUID form = UUID.randomUUID();
    jdbc.sql(
            """
            insert into leads.form_submission (id, form_id, at, name, consents, address, lead_id,
              answers)
            select ?, f.id, now(), 'Xulia', false, '10.0.0.1', ?, '{}' from leads.lead_form f limit 1
            """)
        .params(form, open.id())
        .update();
    return new Two(first, second, open, qualified, merge(first, second));
  }

  @Test
  void bothSayThatThereAreTwoAndOneGoesOnForBoth() {
    Two two = merged();
    CurrentUser lucia = cast.lucia();

    Page below = page(lucia, "/leads/" + two.open());
    assertThat(below.text(".notice"))
        .contains("Esta persona tiene otro prospecto abierto", "calificado");
    assertThat(below.document().select(".notice a[href=/leads/" + two.qualified() + "]"))
        .hasSize(1);
    assertThat(page(lucia, "/leads/" + two.qualified()).document().select(".notice a").attr("href"))
        .isEqualTo("/leads/" + two.open());
    assertThat(page(lucia, "/leads/twice/waiting").text("body"))
        .contains("1 persona tiene más de un prospecto abierto");
    assertThat(page(lucia, "/leads/twice").text("tbody")).contains("Xulia Souto " + mark);
    assertThat(SqlCount.during(() -> get(lucia, "/leads/twice"))).hasSizeLessThanOrEqualTo(9);

    MvcTestResult joined =
        post(
            lucia, "/leads/" + two.open() + "/joining", Map.of("with", two.qualified().toString()));

    assertThat(joined).hasStatus(302).hasRedirectedUrl("/leads/" + two.qualified());
    Lead kept = leads.findById(two.qualified()).orElseThrow();
    assertThat(kept.stage()).isEqualTo(LeadStage.QUALIFIED);
    assertThat(kept.facts()).isEqualTo(new Facts("40 kg al mes", "1.000 €", "Decide ella", LATER));
    assertThat(leads.findById(two.open()).orElseThrow().isEnded()).isTrue();
    assertThat(page(lucia, "/leads/" + two.open()).text(".notice"))
        .contains("Es la misma demanda que otro prospecto");
    assertThat(page(lucia, "/leads/" + two.qualified()).text(".notice"))
        .contains("Sigue también por otro prospecto");
    assertThat(page(lucia, "/leads/twice").text("main")).contains("Nadie tiene más de un");

    post(lucia, "/leads/" + two.open() + "/reopening", Map.of());
    assertThat(leads.findById(two.open()).orElseThrow().stage()).isEqualTo(LeadStage.OPEN);
    assertThat(leads.findById(two.qualified()).orElseThrow().facts().authority()).isNull();
    assertThat(page(lucia, "/leads/twice").text("tbody")).contains("Xulia Souto " + mark);
  }

  @Test
  void takingTheMergeBackMakesTwoDemandsAgain() {
    Two two = merged();
    CurrentUser lucia = cast.lucia();
    post(lucia, "/leads/" + two.open() + "/joining", Map.of("with", two.qualified().toString()));

    assertThat(post(lucia, "/contacts/duplicates/merges/" + two.merge() + "/undoing", Map.of()))
        .hasStatus(302);

    await()
        .untilAsserted(
            () ->
                assertThat(leads.findById(two.open()).orElseThrow().stage())
                    .isEqualTo(LeadStage.OPEN));
    Lead kept = leads.findById(two.qualified()).orElseThrow();
    assertThat(kept.person()).isEqualTo(two.second());
    assertThat(leads.findById(two.open()).orElseThrow().person()).isEqualTo(two.first());
    assertThat(kept.facts().authority()).isNull();
    assertThat(page(lucia, "/leads/" + two.open()).has(".notice")).isFalse();
  }

  @Test
  void aHandoffThatWaitsIsTakenBackAndTwoDealsStayTwo() {
    Two two = merged();
    CurrentUser lucia = cast.lucia();
    jdbc.sql("update leads.lead set stage = 'ACCEPTED', sales_owner_id = ? where id = ?")
        .params(cast.marcos().id().id(), two.qualified().id())
        .update();
    jdbc.sql("update leads.lead set stage = 'QUALIFIED' where id = ?")
        .param(two.open().id())
        .update();
    HandoffId handoff = HandoffId.next();
    handoffs.handOver(
        two.open(),
        handoff,
        cast.marcos().id(),
        new Handoff.Packet("Pidió precio", null, "Llamar"),
        lucia.id(),
        clock.instant());

    post(lucia, "/leads/" + two.open() + "/joining", Map.of("with", two.qualified().toString()));

    assertThat(leads.findById(two.open()).orElseThrow().isEnded()).isTrue();
    assertThat(
            jdbc.sql("select withdrawn_at is not null from leads.handoff where id = ?")
                .param(handoff.id())
                .query(Boolean.class)
                .single())
        .isTrue();
    PersonId other = person("Otra " + mark, "otra" + mark + "@casa.example");
    LeadId hers = lead(other, Facts.NONE);
    assertThat(
            post(lucia, "/leads/" + hers + "/joining", Map.of("with", two.qualified().toString()))
                .getMvcResult()
                .getFlashMap()
                .get("flashKey"))
        .isEqualTo("demand.join.not");
  }

  private PersonId person(String name, String email) {
    PersonId id = PersonId.next();
    book.addPerson(
        id,
        PersonDetails.of(name, new EmailAddress(email), null, null),
        cast.lucia().id(),
        clock.instant());
    return id;
  }

  private LeadId lead(PersonId person, Facts facts) {
    LeadId id = LeadId.next();
    intake.open(
        id, new LeadIntake.ByHand(person, null, null, null, facts), cast.lucia(), clock.instant());
    return id;
  }

  private UUID merge(PersonId first, PersonId second) {
    CurrentUser lucia = cast.lucia();
    MvcTestResult proposed =
        post(
            lucia,
            "/contacts/duplicates",
            Map.of(
                "id",
                UUID.randomUUID().toString(),
                "what",
                "people",
                "one",
                first.toString(),
                "other",
                second.toString(),
                "why",
                "Es ella"));
    String pair = String.valueOf(proposed.getResponse().getRedirectedUrl());
    Page page = page(lucia, pair);
    Map<String, String> form = new HashMap<>();
    for (String field : List.of("id", "survivor", "survivorVersion", "mergedVersion")) {
      form.put(field, page.document().select(".merging input[name=" + field + "]").val());
    }
    post(lucia, pair + "/merge", form);
    return jdbc.sql("select id from contacts.merge where merged_id in (?, ?) and undone_at is null")
        .params(first.id(), second.id())
        .query(UUID.class)
        .single();
  }

  private Page page(CurrentUser who, String path) {
    return Page.of(get(who, path));
  }

  private MvcTestResult get(CurrentUser who, String path) {
    return mvc.get().uri(path).with(cast.as(who)).exchange();
  }

  private MvcTestResult post(CurrentUser who, String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(cast.as(who)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }
}
