package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.leads.Demand;
import com.arenacrm.leads.DemandSignal;
import com.arenacrm.leads.DemandSignalId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import java.io.UnsupportedEncodingException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What is said and found out on colleagues' deals and leads is as hidden as these are (Q21). */
@ArenaTest
class DiscretionTests {

  /** Whose the deal or lead is: Nora and Marcos are of one team, Inés of another. */
  enum Whose {
    OWN,
    TEAM,
    OTHER
  }

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired Demand demand;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser nora;
  private Visibility before;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    nora = desk.seller("Nora Gil");
    before = cast.see(Visibility.ALL);
  }

  @AfterEach
  void seeAsBefore() {
    cast.see(before);
  }

  @ParameterizedTest
  @CsvSource({
    "OWN, OWN, true", "OWN, TEAM, false", "OWN, OTHER, false",
    "TEAM, OWN, true", "TEAM, TEAM, true", "TEAM, OTHER, false",
    "ALL, OWN, true", "ALL, TEAM, true", "ALL, OTHER, true"
  })
  void whatIsSaidOnADealIsReadOnlyByWhoSeesTheDeal(
      Visibility visibility, Whose whose, boolean reads) throws UnsupportedEncodingException {
    Company company = desk.company("Empresa discreta");
    Person person = desk.person("Persona discreta", company.id());
    String said = say(seller(whose), company.id(), person);
    String ofCompany = say(seller(whose), company.id(), null);
    cast.see(visibility);

    for (String page :
        List.of(
            "/contacts/people/" + person.id(),
            "/contacts/companies/" + company.id(),
            "/reports/timeline?person=" + person.id(),
            "/reports/timeline?company=" + company.id())) {
      assertThat(text(nora, page).contains(said)).as(page).isEqualTo(reads);
      assertThat(text(cast.lucia(), page)).as("marketing on " + page).contains(said);
      assertThat(text(cast.teresa(), page)).as("managers on " + page).contains(said);
    }
    for (String page :
        List.of(
            "/contacts/companies/" + company.id(), "/reports/timeline?company=" + company.id())) {
      assertThat(text(nora, page).contains(ofCompany)).as(page).isEqualTo(reads);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OWN, OWN, true", "OWN, TEAM, false", "OWN, OTHER, false",
    "TEAM, OWN, true", "TEAM, TEAM, true", "TEAM, OTHER, false",
    "ALL, OWN, true", "ALL, TEAM, true", "ALL, OTHER, true"
  })
  void aSignalIsSeenAndJudgedOnlyByWhoSeesWhatItIsAbout(
      Visibility visibility, Whose whose, boolean sees) throws UnsupportedEncodingException {
    Person ofDeal = desk.person("Persona con oportunidad", null);
    desk.deal(
        seller(whose),
        "Señalada",
        null,
        ofDeal.id(),
        Plan.step("Llamar", desk.today()),
        null,
        desk.now());
    Person ofLead = desk.person("Persona con prospecto", null);
    LeadId lead = desk.lead(ofLead, null);
    jdbc.sql("update leads.lead set sales_owner_id = ? where id = ?")
        .params(seller(whose).id().id(), lead.id())
        .update();
    for (Person person : List.of(ofDeal, ofLead)) {
      alone();
      DemandSignalId signal = signal(person);
      cast.see(visibility);

      String evidence = "Prueba " + signal;
      assertThat(text(nora, "/leads/signals").contains(evidence)).isEqualTo(sees);
      assertThat(text(cast.lucia(), "/leads/signals")).contains(evidence);
      assertThat(text(cast.teresa(), "/leads/signals")).contains(evidence);
      for (String verdict : List.of("/dismissal", "/confirmation", "/reconsideration")) {
        assertThat(
                desk.post(
                    cast.reread(nora.id()), "/leads/signals/" + signal + verdict, "why", "No"))
            .as(verdict)
            .hasStatus(sees ? 302 : 404);
      }
      demand.confirm(signal, cast.teresa().id(), desk.now());
      assertThat(text(nora, "/reports/timeline?person=" + person.id()).contains(evidence))
          .isEqualTo(sees);
    }
  }

  @ParameterizedTest
  @EnumSource(Visibility.class)
  void aSignalOfNobodysPersonIsEverybodys(Visibility visibility)
      throws UnsupportedEncodingException {
    Person person = desk.person("Persona de nadie", null);
    alone();
    DemandSignalId signal = signal(person);
    cast.see(visibility);

    assertThat(text(nora, "/leads/signals")).contains("Prueba " + signal);
    assertThat(desk.post(cast.reread(nora.id()), "/leads/signals/" + signal + "/confirmation"))
        .hasStatus(302);
  }

  @Test
  void whoWorksAPersonTooSeesTheirSignals() throws UnsupportedEncodingException {
    Person person = desk.person("Persona compartida", null);
    for (CurrentUser seller : List.of(nora, cast.ines())) {
      desk.deal(
          seller,
          "Compartida",
          null,
          person.id(),
          Plan.step("Llamar", desk.today()),
          null,
          desk.now());
    }
    alone();
    DemandSignalId signal = signal(person);
    cast.see(Visibility.OWN);

    assertThat(text(nora, "/leads/signals")).contains("Prueba " + signal);
  }

  private CurrentUser seller(Whose whose) {
    return switch (whose) {
      case OWN -> nora;
      case TEAM -> cast.marcos();
      case OTHER -> cast.ines();
    };
  }

  /** Judges what other tests left, since the page shows the oldest hundred. */
  private void alone() {
    jdbc.sql(
            """
            update leads.demand_signal set dismissed_at = now(), dismissal = 'De otra prueba'
            where confirmed_at is null and dismissed_at is null
            """)
        .update();
  }

  private DemandSignalId signal(Person person) {
    DemandSignalId id = DemandSignalId.next();
    demand.note(
        id,
        DemandSignal.Kind.PURCHASE_INTENT,
        person.id(),
        null,
        "Prueba " + id,
        desk.today(),
        cast.lucia().id(),
        desk.now());
    return id;
  }

  private String say(CurrentUser seller, CompanyId company, @Nullable Person person) {
    OpportunityId deal =
        desk.deal(
            seller,
            "Discreta",
            company,
            person == null ? null : person.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now());
    String said = "Dicho en " + deal;
    deals.done(
        deal,
        new Deals.Result(
            TimeOrderedUuid.next(), InteractionKind.CALL, InteractionResult.TALKED, said),
        Plan.step("Escribir", desk.today()),
        seller.id(),
        desk.now());
    return said;
  }

  private String text(CurrentUser viewer, String page) throws UnsupportedEncodingException {
    MvcTestResult answer = desk.get(cast.reread(viewer.id()), page);
    assertThat(answer).hasStatusOk();
    return answer.getResponse().getContentAsString();
  }
}
