package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.Criterion;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.leads.clock.ClockReading;
import com.arenacrm.leads.clock.ResponseClocks;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class LeadTests {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final LocalDate LATER = LocalDate.of(2099, 12, 1);
  private static final Facts ALL = new Facts("40 kg al mes", "1.000 €", "Decide ella", LATER);
  private static final Handoff.Packet PACKET =
      new Handoff.Packet("Pidió precio en la cata", "Una muestra", "Llamar mañana");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired LeadFits fits;
  @Autowired Profiles profiles;
  @Autowired Leads leads;
  @Autowired Handoffs handoffs;
  @Autowired HandoffRecords handoffRecords;
  @Autowired ResponseClocks clocks;
  @Autowired Outcomes outcomes;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void aLeadByHandKnowsItsActivityAndTheCompany() {
    PlannedActivity cata =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
    String id = LeadId.next().toString();

    MvcTestResult opened =
        post(
            cast.lucia(),
            "/leads",
            Map.of(
                "id",
                id,
                "personName",
                "Paula Rey Lead",
                "email",
                "paula@lead.example",
                "company",
                "Hotel Lead",
                "activity",
                cata.id().toString()));

    assertThat(opened).redirectedUrl().isEqualTo("/leads/" + id);
    Lead lead = leads.findById(new LeadId(UUID.fromString(id))).orElseThrow();
    assertThat(lead.phase()).contains(com.arenacrm.shared.HourglassPhase.TRY);
    assertThat(lead.profile().map(p -> p.id())).contains(cata.profile());
    assertThat(lead.companyName()).contains("Hotel Lead");
    assertThat(Page.of(get(cast.lucia(), "/leads/" + id)).text("main"))
        .contains("Cata para jefes de sala")
        .contains("Probar");
  }

  @Test
  void aPersonHasOneOpenLeadAtATime() {
    Lead first = lead("uno@lead.example", Facts.NONE);

    MvcTestResult again =
        post(
            cast.lucia(),
            "/leads",
            Map.of("id", LeadId.next().toString(), "person", first.person().toString()));

    assertThat(again).redirectedUrl().isEqualTo("/leads/" + first.id());
    assertThat(
            jdbc.sql("select count(*) from leads.lead where person_id = :person")
                .param("person", first.person().id())
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void aBudgetBelowNothingAndADayThatHasPassedAreRefused() {
    Lead lead = lead("imposible@lead.example", ALL);
    Map<String, String> facts =
        Map.of(
            "need", "40 kg",
            "budget", "-500 €",
            "purchaseDate", "2020-01-15",
            "version", String.valueOf(lead.version()));

    var refused = post(cast.lucia(), "/leads/" + lead.id(), facts);

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text("main")).contains("Esa fecha ya ha pasado");
    assertThat(page.texts(".error")).hasSize(2);
    assertThat(page.value("budget")).isEqualTo("-500 €");
    // A day that passed since it was written down is no mistake of whoever changes something else.
    jdbc.sql("update leads.lead set purchase_date = date '2020-01-15' where id = ?")
        .param(lead.id().id())
        .update();
    assertThat(
            post(
                cast.lucia(),
                "/leads/" + lead.id(),
                Map.of(
                    "need", "40 kg",
                    "budget", "500 € - 800 €",
                    "purchaseDate", "2020-01-15",
                    "version", String.valueOf(lead.version()))))
        .hasStatus(302);
  }

  /** Several companies of one name: which is meant is asked, and none is made without a word. */
  @Test
  void whichCompanyOfSeveralIsMeantIsAsked() {
    CompanyId limited = company("Tresouro Lead S.L.");
    company("Tresouro Lead S.A.");
    Map<String, String> form = new HashMap<>();
    form.put("id", LeadId.next().toString());
    form.put("personName", "Icía Tresouro");
    form.put("email", "icia@tresouro.example");
    form.put("company", "Tresouro Lead Limited");
    form.put("need", "Veinte kilos");

    MvcTestResult asked = post(cast.lucia(), "/leads", form);
    assertThat(asked).hasStatus(422);
    Page page = Page.of(asked);
    assertThat(page.text("#company-notes .error")).contains("Tresouro Lead Limited");
    assertThat(page.text("fieldset.namesakes"))
        .contains("Tresouro Lead S.L.", "Tresouro Lead S.A.", "Es otra empresa");
    assertThat(page.text("textarea[name=need]")).isEqualTo("Veinte kilos");
    assertThat(companiesCalled("Tresouro Lead")).as("none is made").isEqualTo(2);

    form.put("asked", page.value("asked"));
    form.put("which", limited.toString());
    assertThat(post(cast.lucia(), "/leads", form)).hasStatus(302);
    assertThat(companyOf(form.get("id"))).isEqualTo(limited.id());
    assertThat(companiesCalled("Tresouro Lead")).isEqualTo(2);
  }

  @Test
  void anotherCompanyOfThatNameIsMadeOnceOneSaysSo() {
    CompanyId first = company("Rabadeira Lead S.L.");
    Map<String, String> form = new HashMap<>();
    form.put("id", LeadId.next().toString());
    form.put("personName", "Brais Rabadeira");
    form.put("email", "brais@rabadeira.example");
    form.put("company", "Rabadeira Lead S.A.");
    Page page = Page.of(post(cast.lucia(), "/leads", form));
    form.put("asked", page.value("asked"));
    form.put("which", "none");
    Map<String, String> renamed = new HashMap<>(form);
    renamed.put("company", "Rabadeira Lead Ltd");
    assertThat(post(cast.lucia(), "/leads", renamed)).as("of another name").hasStatus(422);

    assertThat(post(cast.lucia(), "/leads", form)).hasStatus(302);

    assertThat(companyOf(form.get("id"))).isNotNull().isNotEqualTo(first.id());
    assertThat(companiesCalled("Rabadeira Lead")).isEqualTo(2);
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from contacts.duplicate
                    where :first in (first_company, second_company) and dismissed_at is not null
                    """)
                .param("first", first.id())
                .query(Integer.class)
                .single())
        .as("remembered as two")
        .isOne();
    // Who is clearly meant is nobody's question.
    assertThat(
            post(
                cast.lucia(),
                "/leads",
                Map.of(
                    "id",
                    LeadId.next().toString(),
                    "personName",
                    "Catuxa Moar",
                    "email",
                    "catuxa@moar.example",
                    "company",
                    "RABADEIRA LEAD S.L.")))
        .hasStatus(302);
    assertThat(companiesCalled("Rabadeira Lead")).isEqualTo(2);
  }

  private CompanyId company(String name) {
    CompanyId id = CompanyId.next();
    book.addCompany(id, CompanyDetails.named(name), cast.lucia().id(), clock.instant());
    return id;
  }

  private int companiesCalled(String name) {
    return jdbc.sql(
            "select count(*) from contacts.company where contacts.company_base(name) = contacts.company_base(?)")
        .param(name)
        .query(Integer.class)
        .single();
  }

  private @Nullable UUID companyOf(String lead) {
    return leads
        .findById(new LeadId(UUID.fromString(lead)))
        .flatMap(Lead::company)
        .map(CompanyId::id)
        .orElse(null);
  }

  /** Pressed twice where no script runs: the second is answered as the first was. */
  @Test
  void whatIsSentTwiceIsAnsweredTwiceAlike() {
    Lead lead = lead("dos-veces@lead.example", ALL);
    Page page = Page.of(get(cast.lucia(), "/leads/" + lead.id()));
    Map<String, String> facts =
        Map.of(
            "need", "Dos veces",
            "budget", page.value("budget"),
            "authority", page.value("authority"),
            "purchaseDate", page.value("purchaseDate"),
            "profile", lead.profile().map(p -> p.toString()).orElse(""),
            "owner", lead.owner().map(o -> o.toString()).orElse(""),
            "version", String.valueOf(lead.version()));
    for (int i = 0; i < 2; i++) {
      assertThat(post(cast.lucia(), "/leads/" + lead.id(), facts))
          .as("facts " + i)
          .hasStatus(302)
          .redirectedUrl()
          .isEqualTo("/leads/" + lead.id());
    }
    assertThat(
            post(
                cast.lucia(),
                "/leads/" + lead.id(),
                Map.of("need", "Otra cosa", "version", String.valueOf(lead.version()))))
        .as("what says something else is still late")
        .hasStatus(409);
    Lead complete = qualified("dos-calificada@lead.example");
    assertThat(
            post(cast.lucia(), "/leads/" + complete.id() + "/qualification", Map.of())
                .getMvcResult()
                .getFlashMap()
                .get("flashKey"))
        .as("qualified again")
        .isEqualTo("lead.qualified");
  }

  @Test
  void anAddressOfSomebodyKnownByAnotherNameIsShownBeforeAnythingIsSaved() {
    PersonId known = lead("propia@lead.example", Facts.NONE).person();
    String name = book.person(known).name();
    String id = LeadId.next().toString();

    MvcTestResult refused =
        post(
            cast.lucia(),
            "/leads",
            Map.of(
                "id",
                id,
                "personName",
                "Otra Mujer",
                "email",
                "propia@lead.example",
                "need",
                "Treinta kilos"));

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text(".has-error .error")).contains(name);
    assertThat(page.has("#alike a[href='/contacts/people/" + known + "']")).isTrue();
    assertThat(page.has("#alike button[name=use][value='" + known + "']")).isTrue();
    assertThat(page.value("personName")).isEqualTo("Otra Mujer");
    assertThat(leads.findById(new LeadId(UUID.fromString(id)))).isEmpty();

    MvcTestResult namesake =
        post(
            cast.lucia(),
            "/leads",
            Map.of(
                "id",
                LeadId.next().toString(),
                "personName",
                name.toUpperCase(Locale.ROOT),
                "email",
                "distinta@lejos.example"));
    assertThat(namesake).hasStatus(422);
    assertThat(Page.of(namesake).text("#alike")).contains(name, "Usar esta persona");
    assertThat(
            Page.of(get(cast.lucia(), "/leads/new"))
                .document()
                .select("[hx-get^='/contacts/people/alike']")
                .first()
                .select("#personName"))
        .as("the name is looked up as it is typed")
        .hasSize(1);

    MvcTestResult used =
        post(
            cast.lucia(),
            "/leads",
            Map.of(
                "id",
                id,
                "personName",
                "Otra Mujer",
                "email",
                "propia@lead.example",
                "need",
                "Treinta kilos",
                "use",
                known.toString()));

    assertThat(used).hasStatus(200);
    Page form = Page.of(used);
    assertThat(form.value("person")).isEqualTo(known.toString());
    assertThat(form.value("need")).isEqualTo("Treinta kilos");
    assertThat(form.text("main")).contains(name);
    assertThat(leads.findById(new LeadId(UUID.fromString(id)))).isEmpty();
  }

  @Test
  void whoRecommendsUsIsChosenFromTheList() {
    PersonId friend = lead("amiga@lead.example", Facts.NONE).person();
    recommends("Persona amiga");
    assertThat(Page.of(get(cast.lucia(), "/leads/new")).has("[data-chooser] [name=referredBy]"))
        .isTrue();
    String id = LeadId.next().toString();

    post(
        cast.lucia(),
        "/leads",
        Map.of(
            "id",
            id,
            "personName",
            "Recomendada " + id,
            "email",
            "recomendada@lead.example",
            "referrer",
            friend.toString(),
            "referredBy",
            "Persona amiga"));

    assertThat(leads.findById(new LeadId(UUID.fromString(id))).orElseThrow().referredBy())
        .contains(friend);
  }

  @Test
  void whoChangesTheNameOfTheOneWhoRecommendsMeansSomebodyElse() {
    PersonId paula = recommends("Paula Recomendó");
    PersonId eva = recommends("Eva Recomendó");
    UUID id = LeadId.next().id();

    MvcTestResult nobody = post(cast.lucia(), "/leads", recommended(id, paula, "Nadie Recomendó"));
    assertThat(nobody).hasStatus(422);
    assertThat(Page.of(nobody).text("#referredBy-notes")).isNotBlank();
    assertThat(Page.of(nobody).value("referredBy")).isEqualTo("Nadie Recomendó");

    post(cast.lucia(), "/leads", recommended(id, paula, "Eva Recomendó"));
    assertThat(leads.findById(new LeadId(id)).orElseThrow().referredBy()).contains(eva);
  }

  private PersonId recommends(String name) {
    return book.addPerson(
            PersonId.next(), PersonDetails.of(name, null, null, null), cast.lucia().id(), NOW)
        .id();
  }

  private Map<String, String> recommended(UUID id, PersonId chosen, String typed) {
    return Map.of(
        "id",
        id.toString(),
        "personName",
        "Viene Recomendada",
        "email",
        "viene-recomendada@lead.example",
        "referrer",
        chosen.toString(),
        "referredBy",
        typed);
  }

  @Test
  void aLeadWithoutAWayToReachThePersonIsRefusedAndNothingTypedIsLost() {
    MvcTestResult refused =
        post(
            cast.lucia(),
            "/leads",
            Map.of(
                "id",
                LeadId.next().toString(),
                "personName",
                "Sin Nada",
                "need",
                "café de filtro"));

    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".error")).contains("correo o un teléfono");
    assertThat(Page.of(refused).value("need")).isEqualTo("café de filtro");
  }

  @Test
  void aReferralLinksToThePersonAndCreditsRefer() {
    Person eva =
        book.addPerson(
            PersonId.next(),
            PersonDetails.of(
                "Eva Recomienda", new EmailAddress("eva@recomienda.example"), null, null),
            cast.lucia().id(),
            NOW);
    String id = LeadId.next().toString();

    post(
        cast.lucia(),
        "/leads",
        Map.of(
            "id",
            id,
            "personName",
            "Nuevo Amigo",
            "email",
            "amigo@lead.example",
            "referredBy",
            "Eva Recomienda"));

    Lead lead = leads.findById(new LeadId(UUID.fromString(id))).orElseThrow();
    assertThat(lead.origin()).isEqualTo(Origin.REFERRAL);
    assertThat(lead.referredBy()).contains(eva.id());
    assertThat(lead.phase()).contains(com.arenacrm.shared.HourglassPhase.REFER);
  }

  @Test
  void whatIsMissingIsListedAndKeepsTheGateClosed() {
    Lead lead = lead("falta@lead.example", new Facts("café", null, null, null));

    Page page = Page.of(get(cast.lucia(), "/leads/" + lead.id()));
    assertThat(page.texts(".gate li:not(.met) span"))
        .containsExactly("Empresa", "Capacidad", "Fecha de compra");

    post(cast.lucia(), "/leads/" + lead.id() + "/qualification", Map.of());
    assertThat(leads.findById(lead.id()).orElseThrow().stage()).isEqualTo(LeadStage.OPEN);
  }

  @Test
  void thoseThatHaveEndedAreListedWhereAllAreAskedFor() {
    Lead lead = lead("extinguido@lead.example", Facts.NONE);
    outcomes.lost(lead.id(), Outcome.UNKNOWN, null, clock.instant());

    assertThat(Page.of(get(cast.lucia(), "/leads?q=extinguido")).has(".list")).isFalse();
    Page all = Page.of(get(cast.lucia(), "/leads?q=extinguido&stage=ALL"));
    assertThat(all.has("a[href^='/leads/" + lead.id() + "']")).isTrue();
    assertThat(all.document().select("#stage option[selected]").val()).isEqualTo("ALL");
  }

  @Test
  void fiveFactsQualifyAndTheJudgementIsKept() {
    Lead lead = qualified("cinco@lead.example");

    assertThat(lead.stage()).isEqualTo(LeadStage.QUALIFIED);
    assertThat(
            jdbc.sql("select facts->>'budget' from leads.qualification where lead_id = ?")
                .param(lead.id().id())
                .query(String.class)
                .single())
        .isEqualTo("1.000 €");
  }

  @Test
  void aHandoffWaitsInTheSellersDayAndItsClockRunsInWorkingTime() {
    Lead lead = qualified("entrega@lead.example");
    // Friday at 17:00 in Madrid, an hour before the office closes.
    Instant friday = Instant.parse("2026-11-20T16:00:00Z");

    Handoff handoff =
        handoffs.handOver(
            lead.id(), HandoffId.next(), cast.marcos().id(), PACKET, cast.lucia().id(), friday);

    assertThat(handoff.dueAt()).isEqualTo(Instant.parse("2026-11-23T11:00:00Z"));
    assertThat(clocks.read(handoff.id(), friday))
        .extracting(ClockReading::face, ClockReading::time)
        .containsExactly(ClockReading.Face.RUNNING, Duration.ofHours(4));
    assertThat(clocks.read(handoff.id(), Instant.parse("2026-11-23T12:00:00Z")))
        .extracting(ClockReading::face, ClockReading::time)
        .containsExactly(ClockReading.Face.LATE, Duration.ofHours(1));
    assertThat(handoffs.waitingFor(cast.marcos(), clock.instant()))
        .extracting(Handoffs.Waiting::lead)
        .contains(lead.id());
    assertThat(handoffs.waitingFor(cast.ines(), clock.instant()))
        .extracting(Handoffs.Waiting::lead)
        .doesNotContain(lead.id());
  }

  @Test
  void theSellerReadsThePacket() {
    Handoff handoff = handedOver("paquete@lead.example");

    Page page = Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff.id()));

    assertThat(page.text("main"))
        .contains("Pidió precio en la cata")
        .contains("Una muestra")
        .contains("Llamar mañana")
        .contains("40 kg al mes");
    assertThat(page.has("form[action$=/acceptance]")).isTrue();
  }

  @Test
  void aReturnedLeadIsMarketingsAgainWithTheReasonAndCanBeReconsidered() {
    Handoff handoff = handedOver("devuelto@lead.example");

    assertThat(post(cast.marcos(), "/leads/handoffs/" + handoff.id() + "/rejection", Map.of()))
        .redirectedUrl()
        .isEqualTo("/leads/handoffs/" + handoff.id());
    assertThat(handoffRecords.findById(handoff.id()).orElseThrow().isWaiting()).isTrue();

    post(
        cast.marcos(),
        "/leads/handoffs/" + handoff.id() + "/rejection",
        Map.of("reason", "NO_DATE", "note", "Compra el año que viene"));

    assertThat(leads.findById(handoff.lead()).orElseThrow().stage()).isEqualTo(LeadStage.OPEN);
    assertThat(Page.of(get(cast.lucia(), "/leads?returned=true&q=devuelto")).text(".list"))
        .contains("está todo, pero ventas lo devolvió")
        .contains("sin fecha de compra");

    post(cast.marcos(), "/leads/handoffs/" + handoff.id() + "/reconsideration", Map.of());
    assertThat(leads.findById(handoff.lead()).orElseThrow().stage())
        .isEqualTo(LeadStage.HANDED_OVER);
  }

  @Test
  void nobodyAnswersForAnotherSeller() {
    Handoff handoff = handedOver("ajeno@lead.example");

    assertThatThrownBy(() -> handoffs.accept(handoff.id(), cast.ines(), NOW))
        .isInstanceOf(NotFoundException.class);
    assertThat(
            post(
                cast.ines(),
                "/leads/handoffs/" + handoff.id() + "/rejection",
                Map.of("reason", "NO_DATE")))
        .hasStatus(404);
  }

  @Test
  void ofFiftyWhoAcceptAtOnceOneDoes() throws Exception {
    Handoff handoff = handedOver("carrera@lead.example");
    CurrentUser marcos = cast.marcos();
    var clicks = Executors.newFixedThreadPool(10);
    try {
      long accepted =
          clicks
              .invokeAll(
                  IntStream.range(0, 50)
                      .<Callable<Boolean>>mapToObj(
                          i ->
                              () -> {
                                try {
                                  handoffs.accept(handoff.id(), marcos, NOW);
                                  return true;
                                } catch (RefusedException
                                    | org.springframework.dao.OptimisticLockingFailureException e) {
                                  return false;
                                }
                              })
                      .toList())
              .stream()
              .filter(
                  f -> {
                    try {
                      return f.get();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  })
              .count();
      assertThat(accepted).isOne();
    } finally {
      clicks.shutdownNow();
    }
  }

  @Test
  void theTurnGoesRound() {
    Handoff first =
        handoffs.handOver(
            qualified("turno1@lead.example").id(),
            HandoffId.next(),
            null,
            PACKET,
            cast.lucia().id(),
            clock.instant());
    Handoff second =
        handoffs.handOver(
            qualified("turno2@lead.example").id(),
            HandoffId.next(),
            null,
            PACKET,
            cast.lucia().id(),
            clock.instant());

    assertThat(second.to()).isNotEqualTo(first.to());
  }

  @Test
  void theFirstWordWithTheCustomerStopsTheClockAndANoteDoesNot() {
    Handoff handoff = handedOver("reloj@lead.example");
    handoffs.accept(handoff.id(), cast.marcos(), clock.instant());
    PersonId person = leads.findById(handoff.lead()).orElseThrow().person();
    Instant said = handoff.handedAt().plusSeconds(60);

    book.log(
        InteractionId.next(),
        InteractionKind.NOTE,
        null,
        person,
        null,
        "Apunte",
        said,
        cast.marcos().id(),
        said);
    book.log(
        InteractionId.next(),
        InteractionKind.CALL,
        null,
        person,
        null,
        "Hablé con ella",
        said.plusSeconds(60),
        cast.marcos().id(),
        said);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(handoffRecords.findById(handoff.id()).orElseThrow().firstContactAt())
                    .contains(said.plusSeconds(60)));
  }

  @Test
  void sellersSeeTheirOwnTheirTeamsOrAll() {
    Handoff handoff = handedOver("visible@lead.example");
    String path = "/leads/" + handoff.lead();
    Visibility before = cast.see(Visibility.OWN);
    try {
      assertThat(get(cast.marcos(), path)).hasStatus(200);
      assertThat(get(cast.ines(), path)).hasStatus(404);
      assertThat(Page.of(get(cast.ines(), "/leads?q=visible")).text("main"))
          .doesNotContain("Persona visible");
      assertThat(get(cast.ines(), "/leads/handoffs/" + handoff.id())).hasStatus(404);
      assertThat(get(cast.teresa(), path)).hasStatus(200);
      cast.see(Visibility.TEAM);
      assertThat(get(cast.ines(), path)).hasStatus(404);
      cast.see(Visibility.ALL);
      assertThat(get(cast.ines(), path)).hasStatus(200);
    } finally {
      cast.see(before);
    }
  }

  @Test
  void everyLeadEndsInOneOutcomeAndCanBeOpenedAgain() {
    Lead lead = lead("fin@lead.example", Facts.NONE);

    post(
        cast.lucia(),
        "/leads/" + lead.id() + "/ending",
        Map.of("outcome", "COMPETITOR", "competitor", "Tostadores del Sur"));
    assertThat(leads.findById(lead.id()).orElseThrow().outcome()).contains(Outcome.COMPETITOR);
    assertThat(intake.openLeadOf(lead.person())).isEmpty();

    post(cast.lucia(), "/leads/" + lead.id() + "/reopening", Map.of());
    assertThat(leads.findById(lead.id()).orElseThrow().stage()).isEqualTo(LeadStage.OPEN);
  }

  @Test
  void somebodyWhomAColleagueWorksIsNotOpenedAgainNorTheColleaguesLeadGivenAway()
      throws java.io.UnsupportedEncodingException {
    Lead lead = lead("de-otra@lead.example", Facts.NONE);
    jdbc.sql("update leads.lead set sales_owner_id = ? where id = ?")
        .params(cast.ines().id().id(), lead.id().id())
        .update();
    Lead unassigned = lead("deMarketing@lead.example".toLowerCase(), Facts.NONE);
    Visibility before = cast.see(Visibility.OWN);
    try {
      CurrentUser marcos = cast.reread(cast.marcos().id());
      Map<Lead, String> words =
          Map.of(lead, "Otra persona de ventas ya", unassigned, "Marketing ya");
      for (Map.Entry<Lead, String> taken : words.entrySet()) {
        Person person = book.person(taken.getKey().person());
        MvcTestResult asked = get(marcos, "/leads/new?person=" + person.id());
        assertThat(asked).hasStatusOk();
        assertThat(Page.of(asked).text(".form")).contains(taken.getValue());

        for (Map<String, String> who :
            List.of(
                Map.of("person", person.id().toString()),
                Map.of(
                    "personName", person.name(), "email", person.email().orElseThrow().value()))) {
          Map<String, String> typed = new java.util.HashMap<>(who);
          typed.put("id", LeadId.next().toString());
          typed.put("need", "Cuarenta kilos al mes");
          MvcTestResult refused = post(marcos, "/leads", typed);
          assertThat(refused).hasStatus(422);
          assertThat(Page.of(refused).text(".form")).contains(taken.getValue());
          assertThat(Page.of(refused).value("need")).isEqualTo("Cuarenta kilos al mes");
          assertThat(refused.getResponse().getContentAsString())
              .doesNotContain(taken.getKey().id().toString());
        }
        assertThat(asked.getResponse().getContentAsString())
            .doesNotContain(taken.getKey().id().toString());
      }
    } finally {
      cast.see(before);
    }
    assertThat(
            post(
                cast.lucia(),
                "/leads",
                Map.of("id", LeadId.next().toString(), "person", lead.person().toString())))
        .redirectedUrl()
        .isEqualTo("/leads/" + lead.id());
  }

  @Test
  void aFormFieldCannotSmuggleAStageOrAnOwnerIn() {
    Lead lead = lead("colar@lead.example", Facts.NONE);

    post(
        cast.lucia(),
        "/leads/" + lead.id(),
        Map.of(
            "version",
            "0",
            "need",
            "café",
            "stage",
            "ACCEPTED",
            "salesOwner",
            cast.ines().id().toString(),
            "fitScore",
            "100"));

    Lead after = leads.findById(lead.id()).orElseThrow();
    assertThat(after.facts().need()).isEqualTo("café");
    assertThat(after.stage()).isEqualTo(LeadStage.OPEN);
    assertThat(after.salesOwner()).isEmpty();
  }

  @Test
  void thePageOfAPersonLeadsToTheirOpenLead() {
    Lead lead = lead("ficha@lead.example", Facts.NONE, null);
    String page = "/contacts/people/" + lead.person();
    String link = "a[href^='/leads/" + lead.id() + "']";

    MvcTestResult part =
        mvc.get()
            .uri("/reports/timeline?person=" + lead.person())
            .header("HX-Request", "true")
            .header("HX-Current-URL", "http://localhost" + page)
            .with(cast.as(cast.lucia()))
            .exchange();

    assertThat(Page.of(part).text("p")).contains("Prospecto abierto");
    assertThat(Page.of(part).has("p " + link)).isTrue();
    assertThat(Page.of(part).has("#open-lead[hx-swap-oob]" + link.substring(1))).isTrue();
    assertThat(
            Page.of(mvc.get().uri(page).with(cast.as(cast.lucia())).exchange()).has("#open-lead"))
        .isTrue();
  }

  @Test
  void theFitFollowsWhatIsKnownAndWhomWeWant() {
    String industry = "Balnearios " + UUID.randomUUID();
    ProfileId profile = ProfileId.next();
    profiles.define(profile, industry, wanting(industry), cast.lucia().id(), clock.instant());
    CompanyId hotel = CompanyId.next();
    book.addCompany(hotel, CompanyDetails.named(industry), cast.lucia().id(), clock.instant());
    Lead lead = lead("encaje@lead.example", Facts.NONE, hotel);
    soon().untilAsserted(() -> assertThat(score(lead, profile)).contains(0));

    book.change(
        book.company(hotel),
        new CompanyDetails(
            "Termas Áncora",
            null,
            industry,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            Map.of()));
    soon().untilAsserted(() -> assertThat(score(lead, profile)).contains(100));
    Page page = Page.of(get(cast.lucia(), "/leads/" + lead.id()));
    assertThat(page.text("main")).contains("Termas Áncora").contains("100 de 100");

    profiles.revise(profile, wanting("Otra cosa"), cast.lucia().id(), clock.instant());
    soon()
        .untilAsserted(
            () -> {
              fits.computeSome(clock.instant());
              assertThat(score(lead, profile)).contains(0);
            });
    assertThat(fits.changesOf(lead.id()).stream().filter(c -> c.after().profile().equals(profile)))
        .as("its grade went up and down again, each time with the point that did it")
        .extracting(c -> c.before().score() + " " + c.after().score() + " " + c.reasons().size())
        .containsExactly("100 0 1", "0 100 1");
    Page changed = Page.of(get(cast.lucia(), "/leads/" + lead.id()));
    assertThat(changed.has("h1 a.fit[href='#fit']")).as("the score leads to its reasons").isTrue();
    assertThat(changed.text("#fit a[href='#fit-history']")).isEqualTo("Cómo ha cambiado");
    assertThat(changed.document().select("#fit-history li").size()).isGreaterThanOrEqualTo(2);
    assertThat(changed.has("#fit-history details, details #fit-history")).isFalse();
    assertThat(Page.of(get(cast.lucia(), "/leads?sort=FIT")).has(".list")).isTrue();
  }

  @Test
  void theScoreOfALeadIsItsOwnProfilesAlsoWhenItIsGivenAnotherOne() {
    String industry = "Viveros " + UUID.randomUUID();
    ProfileId wanted = ProfileId.next();
    ProfileId other = ProfileId.next();
    profiles.define(wanted, industry, wanting(industry), cast.lucia().id(), clock.instant());
    profiles.define(other, "No " + industry, wanting("X"), cast.lucia().id(), clock.instant());
    CompanyId nursery = CompanyId.next();
    book.addCompany(
        nursery,
        new CompanyDetails(
            industry, null, industry, null, null, null, null, null, List.of(), null, Map.of()),
        cast.lucia().id(),
        clock.instant());
    Lead lead = lead("vivero@lead.example", Facts.NONE, nursery);
    soon().untilAsserted(() -> assertThat(score(lead, wanted)).contains(100));

    choose(lead, other);
    soon().untilAsserted(() -> assertThat(shownScore(lead)).contains(0));
    choose(lead, wanted);
    soon().untilAsserted(() -> assertThat(shownScore(lead)).contains(100));
  }

  private void choose(Lead lead, ProfileId profile) {
    Lead now = leads.findById(lead.id()).orElseThrow();
    assertThat(
            post(
                cast.lucia(),
                "/leads/" + lead.id(),
                Map.of("version", "" + now.version(), "profile", profile.toString())))
        .hasStatus3xxRedirection();
  }

  private Optional<Integer> shownScore(Lead lead) {
    return jdbc.sql("select fit_score from leads.lead where id = ? and not fit_due")
        .param(lead.id().id())
        .query(Integer.class)
        .optional();
  }

  @Test
  void whoQualifiesOrReceivesALeadOutsideItsProfileIsToldWhy() {
    String industry = "Hoteles " + UUID.randomUUID();
    ProfileId profile = ProfileId.next();
    profiles.define(
        profile, "Solo " + industry, wanting(industry, true), cast.lucia().id(), clock.instant());
    Lead lead =
        intake.open(
            LeadId.next(),
            new LeadIntake.ByHand(employee("fuera@lead.example").id(), profile, null, null, ALL),
            cast.lucia(),
            clock.instant());
    soon().untilAsserted(() -> assertThat(score(lead, profile)).contains(0));

    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead.id())).text(".outside"))
        .as("nobody knows the sector")
        .contains("No se sabe si es del perfil «Solo " + industry + "»")
        .contains("sin dato · se pide " + industry);
    post(cast.lucia(), "/leads/" + lead.id() + "/qualification", Map.of());
    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead.id())).text("#handoff .outside"))
        .contains(industry);
    Handoff handoff =
        handoffs.handOver(
            lead.id(),
            HandoffId.next(),
            cast.marcos().id(),
            PACKET,
            cast.lucia().id(),
            clock.instant());
    assertThat(Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff.id())).text(".outside"))
        .contains(industry);
  }

  /** Listeners and jobs answer soon, and on a busy machine a little later. */
  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private Optional<Integer> score(Lead lead, ProfileId profile) {
    return jdbc.sql(
            "select score from leads.lead_fit f join leads.lead l on l.id = f.lead_id"
                + " where lead_id = ? and f.profile_id = ? and not l.fit_due")
        .params(lead.id().id(), profile.id())
        .query(Integer.class)
        .optional();
  }

  private static EditionText wanting(String industry) {
    return wanting(industry, false);
  }

  private static EditionText wanting(String industry, boolean knockOut) {
    return new EditionText(
        null,
        List.of(),
        List.of(
            new Criterion(
                new Condition(ContactField.of(ContactField.Kind.INDUSTRY), Operator.IS, industry),
                100,
                knockOut)),
        null,
        null,
        null,
        List.of(),
        Map.of());
  }

  @Test
  void pagingByKeyShowsEachLeadOnce() {
    for (int i = 0; i < 45; i++) {
      lead("pagina" + i + "@paginas.example", Facts.NONE);
    }
    // Who is judged between two pages may go from the one to the other.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                jdbc.sql(
                            """
                            select count(*) from leads.lead
                            where person_name like 'Persona pagina%' and (fit_due or engagement_due)
                            """)
                        .query(Integer.class)
                        .single()
                    == 0);
    for (String sort : List.of("NEWEST", "FIT", "ENGAGEMENT", "LIKELIHOOD")) {
      List<String> seen = new java.util.ArrayList<>();
      String next = "/leads?q=pagina&sort=" + sort;
      while (next != null) {
        Page page = Page.of(get(cast.lucia(), next));
        seen.addAll(page.texts(".list tbody tr td.who a"));
        next = page.document().select(".pager a[href*=after]").attr("href");
        next = next.isEmpty() ? null : next;
      }
      assertThat(seen).hasSize(45).doesNotHaveDuplicates();
    }
  }

  private Lead lead(String email, Facts facts) {
    return lead(email, facts, null);
  }

  private Lead lead(String email, Facts facts, @Nullable CompanyId company) {
    String name = "Persona " + email.substring(0, email.indexOf('@'));
    Person person =
        book.addPerson(
            PersonId.next(),
            PersonDetails.of(name, new EmailAddress(email), null, company),
            cast.lucia().id(),
            NOW);
    return intake.open(
        LeadId.next(),
        new LeadIntake.ByHand(person.id(), null, null, null, facts),
        cast.lucia(),
        clock.instant());
  }

  private Person employee(String email) {
    String name = "Persona " + email.substring(0, email.indexOf('@'));
    return book.addPerson(
        PersonId.next(),
        PersonDetails.of(
            name,
            new EmailAddress(email),
            null,
            book.companyNamed("Empresa de " + name, cast.lucia().id(), NOW)),
        cast.lucia().id(),
        NOW);
  }

  private Lead qualified(String email) {
    Person person = employee(email);
    Lead lead =
        intake.open(
            LeadId.next(),
            new LeadIntake.ByHand(person.id(), null, null, null, ALL),
            cast.lucia(),
            clock.instant());
    post(cast.lucia(), "/leads/" + lead.id() + "/qualification", Map.of());
    return leads.findById(lead.id()).orElseThrow();
  }

  private Handoff handedOver(String email) {
    return handoffs.handOver(
        qualified(email).id(),
        HandoffId.next(),
        cast.marcos().id(),
        PACKET,
        cast.lucia().id(),
        clock.instant());
  }

  private MvcTestResult post(CurrentUser user, String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(user));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(CurrentUser user, String path) {
    return mvc.get().uri(path).with(cast.as(user)).exchange();
  }
}
