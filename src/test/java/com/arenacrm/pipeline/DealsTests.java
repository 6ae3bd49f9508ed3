package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.arenacrm.contacts.CompaniesChanged;
import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.OutsideId;
import com.arenacrm.contacts.PeopleChanged;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.LeadId;
import com.arenacrm.pipeline.Deals.NewDeal;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;

/** What the front door keeps of a deal's way. */
@ArenaTest
class DealsTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired Opportunities opportunities;
  @Autowired ContactBook book;
  @Autowired PipelineSample sample;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transactions;

  private Desk desk;
  private CurrentUser marcos;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    marcos = cast.marcos();
  }

  @Test
  void eachMoveIsKeptAndOnlyGoingOnIsAnAdvance() {
    OpportunityId deal = desk.deal(marcos, "Recorrido");

    deals.move(deal, desk.stage("Prueba"), "Ya nos conocen", marcos.id(), desk.now());
    deals.move(deal, desk.stage("Necesidad clara"), "Faltaba saber", marcos.id(), desk.now());
    deals.win(deal, new BigDecimal("900"), desk.today(), "Firmaron ya", marcos.id(), desk.now());

    assertThat(
            desk.values(
                "select advance::text from pipeline.stage_change where opportunity_id = :id order by at, id",
                deal.id()))
        .containsExactly("false", "true", "false", "true");
    assertThat(
            desk.values(
                "select reason from pipeline.stage_change where opportunity_id = :id and reason is not null order by at, id",
                deal.id()))
        .containsExactly("Ya nos conocen", "Faltaba saber", "Firmaron ya");
  }

  @Test
  void anUnusualMoveWithoutAReasonIsRefusedAndChangesNothing() {
    OpportunityId deal = desk.deal(marcos, "Sin motivo");
    StageId before = opportunities.findById(deal).orElseThrow().stage();

    assertThatThrownBy(
            () -> deals.move(deal, desk.stage("Propuesta"), " ", marcos.id(), desk.now()))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.messageKey()).isEqualTo("dealMove.why"));

    assertThat(opportunities.findById(deal).orElseThrow().stage()).isEqualTo(before);
    assertThat(moves(deal)).isOne();
  }

  @Test
  void withAllCriteriaMetTheNextStageAsksForNothing() {
    OpportunityId deal = desk.deal(marcos, "Cumplido");
    deals
        .stages()
        .get(0)
        .exitCriteria()
        .forEach(criterion -> deals.meet(deal, criterion, marcos.id(), desk.now()));

    deals.move(deal, desk.stage("Necesidad clara"), null, marcos.id(), desk.now());

    assertThat(moves(deal)).isEqualTo(2);
  }

  @Test
  void aSecondPurchaseOfACompanyIsARepetitionWhicheverIsNotedFirst() {
    Company company = desk.company("Compra dos veces");
    LocalDate today = desk.today();
    OpportunityId later = desk.deal(marcos, "Segunda", company.id(), Plan.step("Llamar", today));
    OpportunityId earlier = desk.deal(marcos, "Primera", company.id(), Plan.step("Llamar", today));

    win(later, today.minusDays(3));
    assertThat(phase(later)).isEqualTo("BUY");
    win(earlier, today.minusDays(200));

    assertThat(phase(earlier)).isEqualTo("BUY");
    assertThat(phase(later)).isEqualTo("REPEAT");
    assertThat(
            opportunities
                .findById(desk.deal(marcos, "Tercera", company.id(), Plan.step("Llamar", today)))
                .orElseThrow()
                .phase())
        .as("opened with somebody who has bought")
        .isEqualTo(HourglassPhase.REPEAT);
  }

  @Test
  void whenTheFirstPurchaseIsTakenBackTheSecondIsTheFirst() {
    Company company = desk.company("Se arrepiente");
    OpportunityId first = desk.deal(marcos, "Uno", company.id(), Plan.step("Llamar", desk.today()));
    OpportunityId second =
        desk.deal(marcos, "Dos", company.id(), Plan.step("Llamar", desk.today()));
    win(first, desk.today().minusDays(9));
    win(second, desk.today().minusDays(2));
    assertThat(phase(second)).isEqualTo("REPEAT");

    Opportunity again = opportunities.findById(first).orElseThrow();
    deals.reopen(
        again,
        opportunitiesStage("Negociación"),
        Plan.step("Hablar", desk.today()),
        null,
        "Devolvieron el pedido",
        marcos.id(),
        desk.now());

    assertThat(phase(second)).isEqualTo("BUY");
  }

  @Test
  void withoutACompanyThePersonIsTheCustomer() {
    Person person = desk.person("Compra sola", null);
    OpportunityId one = personal(person);
    OpportunityId two = personal(person);

    win(one, desk.today().minusDays(5));
    win(two, desk.today());

    assertThat(phase(one)).isEqualTo("BUY");
    assertThat(phase(two)).isEqualTo("REPEAT");
  }

  @Test
  void winningAReferredLeadIsCreditedToReferAndTheLeadHasBought() {
    Person person = desk.person("Recomendada", desk.company("Hotel Recomendado").id());
    LeadId lead = desk.lead(person, "REFER");
    OpportunityId deal = ofLead(person, lead, HourglassPhase.REFER);

    win(deal, desk.today());

    assertThat(phase(deal)).isEqualTo("REFER");
    assertThat(desk.values("select outcome from leads.lead where id = :id", lead.id()))
        .containsExactly("BOUGHT");
  }

  @Test
  void losingTellsTheLeadWhoGotIt() {
    Person person = desk.person("Perdida", desk.company("Hotel Perdido").id());
    LeadId lead = desk.lead(person, "TRY");
    OpportunityId deal = ofLead(person, lead, HourglassPhase.TRY);

    deals.lose(
        deal,
        new Loss(LostReason.PRICE, LostTo.COMPETITOR, "Tostadero Norte", null),
        desk.today(),
        marcos.id(),
        desk.now());

    assertThat(
            desk.values(
                "select outcome || ' ' || outcome_note from leads.lead where id = :id", lead.id()))
        .containsExactly("COMPETITOR Tostadero Norte");
    assertThat(
            desk.values(
                "select lost_competitor from pipeline.opportunity where id = :id", deal.id()))
        .containsExactly("Tostadero Norte");
  }

  @Test
  void aDealThatIsWorkedAgainOpensItsLeadUnlessAnotherWonIt() {
    Person person = desk.person("Vuelve", desk.company("Hotel Que Vuelve").id());
    LeadId lead = desk.lead(person, "TRY");
    OpportunityId deal = ofLead(person, lead, HourglassPhase.TRY);
    deals.lose(
        opportunities.findById(deal).orElseThrow(),
        lostStage(),
        new Loss(LostReason.PRICE, LostTo.COMPETITOR, "Tostadero Norte", null),
        desk.today().plusDays(60),
        desk.today(),
        marcos.id(),
        desk.now());

    reopen(deal);

    String state =
        """
        select coalesce(outcome, stage) || ' ' || (select count(*) from leads.recontact r
          where r.lead_id = l.id and r.settled_at is null) from leads.lead l where id = :id
        """;
    assertThat(desk.values(state, lead.id())).containsExactly("OPEN 0");

    OpportunityId other = ofLead(person, lead, HourglassPhase.TRY);
    win(deal, desk.today());
    win(other, desk.today());
    reopen(deal);
    assertThat(desk.values(state, lead.id())).containsExactly("BOUGHT 0");
  }

  private Stage lostStage() {
    return deals.stages().stream()
        .filter(s -> s.kind() == Stage.Kind.LOST)
        .findFirst()
        .orElseThrow();
  }

  private void reopen(OpportunityId deal) {
    deals.reopen(
        opportunities.findById(deal).orElseThrow(),
        opportunitiesStage("Contactado"),
        Plan.step("Hablar", desk.today()),
        null,
        "Quieren seguir",
        marcos.id(),
        desk.now());
  }

  @Test
  void whoMovedItTakesItBackSoonAndNobodyElseOrLater() {
    OpportunityId id = desk.deal(marcos, "Deshacer");
    Instant now = desk.now();
    UUID move =
        deals.move(
            opportunities.findById(id).orElseThrow(),
            opportunitiesStage("Prueba"),
            null,
            null,
            "Salta",
            marcos.id(),
            now);

    refusesUndo(id, move, cast.ines(), now);
    refusesUndo(id, move, marcos, now.plus(Deals.UNDO).plusSeconds(1));
    deals.takeBack(
        opportunities.findById(id).orElseThrow(), move, marcos.id(), now.plusSeconds(60));

    assertThat(moves(id)).as("as if it had not been made").isOne();
    assertThat(opportunities.findById(id).orElseThrow().stage())
        .isEqualTo(desk.stage("Contactado"));
  }

  @Test
  void aMoveThatOthersHaveGoneOnFromStays() {
    OpportunityId id = desk.deal(marcos, "Siguió");
    Instant now = desk.now();
    UUID move =
        deals.move(
            opportunities.findById(id).orElseThrow(),
            opportunitiesStage("Prueba"),
            null,
            null,
            "Salta",
            marcos.id(),
            now);
    deals.move(id, desk.stage("Propuesta"), "Sigue", marcos.id(), now.plusSeconds(1));

    refusesUndo(id, move, marcos, now.plusSeconds(2));
  }

  @Test
  void pushingTheCloseDateLaterIsKeptWithItsReason() {
    OpportunityId id = desk.deal(marcos, "Aplazada");
    DealDetails d = opportunities.findById(id).orElseThrow().details();
    DealDetails later =
        new DealDetails(
            d.name(),
            d.person(),
            d.company(),
            d.owner(),
            d.profile(),
            d.amount(),
            d.currency(),
            d.closeDate().plusDays(7),
            d.attributes());

    assertThatThrownBy(() -> deals.change(id, later, null, marcos.id(), desk.now()))
        .isInstanceOf(RefusedException.class);
    deals.change(id, later, "Falta la firma", marcos.id(), desk.now());

    assertThat(
            desk.values(
                "select reason || (to_date - from_date) from pipeline.postponement where opportunity_id = :id",
                id.id()))
        .containsExactly("Falta la firma7");
  }

  @Test
  void whatWasSaidElsewhereStartsTheIdleClockAgainAndANoteDoesNot() {
    Person person = desk.person("Habla", desk.company("Hotel Habla").id());
    OpportunityId deal =
        desk.deal(
            marcos,
            "Reloj",
            null,
            person.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now().minus(Duration.ofDays(30)));

    talk(person, InteractionKind.NOTE);
    talk(person, InteractionKind.CALL);

    await()
        .untilAsserted(
            () ->
                assertThat(opportunities.findById(deal).orElseThrow().lastContactAt()).isPresent());
    assertThat(
            jdbc.sql(
                    "select count(*) from pipeline.opportunity where id = :id and last_contact_at > :before")
                .param("id", deal.id())
                .param(
                    "before",
                    desk.now().minus(Duration.ofDays(2)).atOffset(java.time.ZoneOffset.UTC))
                .query(Integer.class)
                .single())
        .isOne();
    assertThat(opportunities.findById(deal).orElseThrow().version())
        .as("an open form does not go stale by it")
        .isZero();
  }

  @Test
  void aNoteAloneStartsNoClock() {
    Person person = desk.person("Calla", null);
    OpportunityId noted = personal(person);
    OpportunityId spoken = personal(desk.person("Otra", null));

    talk(person, InteractionKind.NOTE);
    talk(
        book.person(opportunities.findById(spoken).orElseThrow().person().orElseThrow()),
        InteractionKind.VISIT);

    await()
        .untilAsserted(
            () ->
                assertThat(opportunities.findById(spoken).orElseThrow().lastContactAt())
                    .isPresent());
    assertThat(opportunities.findById(noted).orElseThrow().lastContactAt()).isEmpty();
  }

  @Test
  void namesFollowContacts() {
    Company company = desk.company("Nombre antiguo");
    Person person = desk.person("Persona antigua", company.id());
    OpportunityId deal =
        desk.deal(
            marcos,
            "Nombres",
            company.id(),
            person.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now());

    book.change(company, CompanyDetails.named("Nombre nuevo"));
    PersonDetails d = person.details();
    book.change(
        book.person(person.id()),
        PersonDetails.of("Persona nueva", d.email(), d.phone(), d.company()));

    await()
        .untilAsserted(
            () ->
                assertThat(
                        desk.values(
                            "select company_name || ', ' || person_name from pipeline.opportunity where id = :id",
                            deal.id()))
                    .containsExactly("Nombre nuevo, Persona nueva"));
  }

  @Test
  void namesFollowContactsThatAFileChanged() {
    Company company = desk.company("Antes del fichero");
    Person person = desk.person("Antes Del Fichero", company.id());
    OpportunityId deal =
        desk.deal(
            marcos,
            "Nombres",
            company.id(),
            person.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now());

    transactions.executeWithoutResult(
        status -> {
          rename("company", company.id().id(), "Tras el fichero");
          rename("person", person.id().id(), "Tras El Fichero");
          events.publishEvent(new CompaniesChanged(List.of(company.id())));
          events.publishEvent(new PeopleChanged(List.of(person.id())));
        });

    await()
        .untilAsserted(
            () ->
                assertThat(
                        desk.values(
                            "select company_name || ', ' || person_name from pipeline.opportunity where id = :id",
                            deal.id()))
                    .containsExactly("Tras el fichero, Tras El Fichero"));
  }

  private void rename(String table, UUID id, String name) {
    jdbc.sql("update contacts." + table + " set name = :name where id = :id")
        .param("name", name)
        .param("id", id)
        .update();
  }

  @Test
  void anImportedDealIsFoundByItsOutsideNameAndOpensInItsStageOnItsDay() {
    OutsideId outside = new OutsideId("crm", UUID.randomUUID().toString());
    Instant longAgo = Instant.parse("2017-01-10T12:00:00Z");
    OpportunityId id =
        deals.open(
            NewDeal.of(
                    DealDetails.of(
                        "Importada",
                        null,
                        desk.company("De fuera").id(),
                        null,
                        new BigDecimal("1054"),
                        Currency.getInstance("USD"),
                        null),
                    Plan.none("Importada"),
                    longAgo)
                .in(desk.stage("Propuesta"))
                .knownAs(outside),
            null,
            desk.now());

    deals.win(id, new BigDecimal("1054"), LocalDate.of(2017, 3, 1), "Importada", null, desk.now());

    assertThat(deals.find(outside)).contains(id);
    assertThat(deals.won(id).orElseThrow().at()).isEqualTo("2017-03-01T11:00:00Z");
    assertThat(deals.won(id).orElseThrow().phase()).isEqualTo(HourglassPhase.BUY);
    deals.remove(id);
    assertThat(deals.find(outside)).isEmpty();
  }

  @Test
  void whatWasDoneIsKeptOnceWithTheTalkTheStepAndWhatFollows() {
    Person person = desk.person("Hecho", null);
    OpportunityId deal = personal(person);
    UUID result = TimeOrderedUuid.next();

    deals.done(
        deal,
        new Deals.Result(
            result, InteractionKind.MEETING, InteractionResult.TALKED, "Quieren 40 kg"),
        Plan.step("Enviar oferta", desk.today().plusDays(1)),
        marcos.id(),
        desk.now());

    assertThat(
            desk.values(
                "select concat_ws(' > ', step, result, note) from pipeline.step_done where id = :id",
                result))
        .containsExactly("Llamar > TALKED > Quieren 40 kg");
    assertThat(
            desk.count(
                "select count(*) from contacts.interaction where id = :id and kind = 'MEETING' and result = 'TALKED'",
                result))
        .isOne();
    assertThat(opportunities.findById(deal).orElseThrow().plan().orElseThrow().step())
        .isEqualTo("Enviar oferta");
  }

  @Test
  void theSampleLeavesNoTraceAndTheRestStays() {
    CurrentUser made = desk.seller("De muestra");
    OpportunityId sampled = desk.deal(made, "De muestra");
    OpportunityId real = desk.deal(marcos, "Real");
    deals.move(real, desk.stage("Prueba"), "Salta", made.id(), desk.now());
    deals.done(
        real,
        new Deals.Result(
            TimeOrderedUuid.next(), InteractionKind.CALL, InteractionResult.TALKED, "Hola"),
        Plan.step("Otra", desk.today()),
        made.id(),
        desk.now());

    sample.removeMadeBy(List.of(made.id().id()), Set.of());

    assertThat(opportunities.findById(sampled)).isEmpty();
    assertThat(opportunities.findById(real)).isPresent();
    for (String trace :
        List.of(
            "select count(*) from pipeline.stage_change where by_user = :id",
            "select count(*) from pipeline.step_done where done_by = :id",
            "select count(*) from pipeline.opportunity where owner_id = :id or created_by = :id")) {
      assertThat(desk.count(trace, made.id().id())).as(trace).isZero();
    }
  }

  private void refusesUndo(OpportunityId id, UUID move, CurrentUser actor, Instant at) {
    assertThatThrownBy(
            () -> deals.takeBack(opportunities.findById(id).orElseThrow(), move, actor.id(), at))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.messageKey()).isEqualTo("dealMove.undo.late"));
  }

  private Stage opportunitiesStage(String name) {
    return deals.stages().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private OpportunityId personal(Person person) {
    return desk.deal(
        marcos,
        "De " + person.name(),
        null,
        person.id(),
        Plan.step("Llamar", desk.today()),
        null,
        desk.now());
  }

  private OpportunityId ofLead(Person person, LeadId lead, HourglassPhase phase) {
    return deals.open(
        NewDeal.of(
                DealDetails.of(
                    "De un prospecto",
                    person.id(),
                    person.company().orElse(null),
                    marcos.id(),
                    null,
                    Currency.getInstance("EUR"),
                    null),
                Plan.step("Llamar", desk.today()),
                desk.now())
            .from(lead, phase),
        marcos.id(),
        desk.now());
  }

  private void talk(Person person, InteractionKind kind) {
    book.log(
        InteractionId.next(),
        kind,
        null,
        person.id(),
        null,
        "Hablamos",
        desk.now(),
        marcos.id(),
        desk.now());
  }

  private void win(OpportunityId deal, LocalDate on) {
    deals.win(deal, new BigDecimal("500"), on, "Compran ya", marcos.id(), desk.now());
  }

  private String phase(OpportunityId deal) {
    return desk.values("select won_phase from pipeline.opportunity where id = :id", deal.id())
        .get(0);
  }

  private int moves(OpportunityId deal) {
    return desk.count(
        "select count(*) from pipeline.stage_change where opportunity_id = :id", deal.id());
  }
}
