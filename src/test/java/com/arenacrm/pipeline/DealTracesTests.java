package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What is said or done about a deal stays with it, and is shown there. */
@ArenaTest
class DealTracesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired Opportunities opportunities;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser seller;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Rastro Fiel");
  }

  @Test
  void whenToTalkAgainIsKeptForACompanyWithoutAnybody() {
    Company company = desk.company("Hotel Sin Nadie");
    OpportunityId deal =
        desk.deal(seller, "Solo empresa", company.id(), Plan.step("Llamar", desk.today()));
    String path = "/pipeline/opportunities/" + deal;

    assertThat(lose(deal, "2027-03-01")).hasStatus(302);

    assertThat(Page.of(desk.get(seller, path)).text(".ended"))
        .contains("Volver a hablar el 1 mar 2027");
    assertThat(Page.of(desk.get(seller, path)).text(".folded .timeline"))
        .contains("Volver a hablar el 1 mar 2027");
    assertThat(again(company))
        .containsExactly("Volver a hablar de «Solo empresa» 2027-03-01 false " + seller.id());

    deals.reopen(
        opportunities.findById(deal).orElseThrow(),
        deals.stages().stream()
            .filter(s -> s.name().equals("Contactado"))
            .findFirst()
            .orElseThrow(),
        Plan.step("Hablar", desk.today()),
        null,
        "Vuelven",
        seller.id(),
        desk.now());
    assertThat(again(company))
        .containsExactly("Volver a hablar de «Solo empresa» 2027-03-01 true " + seller.id());
  }

  @Test
  void whenToTalkAgainToSomebodyWithoutALeadIsKeptToo() {
    Person person = desk.person("Ada Sin Prospecto", null);
    OpportunityId deal = of(person, "Con Ada");

    assertThat(lose(deal, "2027-03-02")).hasStatus(302);

    assertThat(
            desk.values(
                "select due_on::text from pipeline.task where person_id = :id", person.id().id()))
        .containsExactly("2027-03-02");
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".ended"))
        .contains("Volver a hablar el 2 mar 2027");
  }

  @Test
  void whenToTalkAgainAboutALeadIsSaidOnItsDealAndKeptOnce() {
    Person person = desk.person("Ada Con Prospecto", null);
    OpportunityId deal = of(person, "De un prospecto");
    jdbc.sql("update pipeline.opportunity set lead_id = :lead where id = :id")
        .param("lead", desk.lead(person, "TRY").id())
        .param("id", deal.id())
        .update();

    assertThat(lose(deal, "2027-03-03")).hasStatus(302);

    assertThat(
            desk.values(
                "select due_on::text from leads.recontact where person_id = :id", person.id().id()))
        .containsExactly("2027-03-03");
    assertThat(
            desk.count(
                "select count(*) from pipeline.task where person_id = :id", person.id().id()))
        .isZero();
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".ended"))
        .contains("Volver a hablar el 3 mar 2027");
  }

  @Test
  void aDealLostForGoodSaysNoDay() {
    OpportunityId deal = desk.deal(seller, "Para siempre");
    assertThat(lose(deal, "")).hasStatus(302);
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".ended"))
        .doesNotContain("Volver a hablar");
  }

  @Test
  void whatStartsTheClockAgainStandsAmongWhatWasSaid() {
    Company company = desk.company("Hotel Que Habla");
    Person person = desk.person("Berta Que Habla", company.id());
    OpportunityId deal =
        desk.deal(
            seller,
            "Con charla",
            company.id(),
            person.id(),
            Plan.step("Llamar", desk.today()),
            new BigDecimal("1000"),
            desk.now());
    String path = "/pipeline/opportunities/" + deal;

    assertThat(
            desk.post(
                seller,
                "/contacts/people/" + person.id() + "/interactions",
                "id",
                TimeOrderedUuid.next().toString(),
                "kind",
                "CALL",
                "result",
                "TALKED",
                "summary",
                "Quieren probar otro tueste"))
        .hasStatus(302);

    await()
        .untilAsserted(
            () ->
                assertThat(Page.of(desk.get(seller, path)).texts("#talks .timeline li"))
                    .singleElement()
                    .asString()
                    .contains(
                        "Llamada: hablamos",
                        "Berta Que Habla",
                        "Rastro Fiel",
                        "Quieren probar otro tueste"));
    assertThat(Page.of(desk.get(seller, path)).text(".deal-facts")).contains("Llamada: hablamos");
  }

  @Test
  void aStepThatWasDoneByTalkingStandsThereOnce() {
    Person person = desk.person("Carla Una Vez", null);
    OpportunityId deal = of(person, "Una vez");
    String path = "/pipeline/opportunities/" + deal;
    MvcTestResult done =
        desk.post(
            seller,
            path + "/steps",
            "id",
            TimeOrderedUuid.next().toString(),
            "version",
            "0",
            "form",
            "done",
            "from",
            "deal",
            "kind",
            "CALL",
            "result",
            "TALKED",
            "note",
            "Sí",
            "step",
            "Mandar precio",
            "when",
            desk.today().plusDays(2).toString());
    assertThat(done).hasStatus(302);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        desk.count(
                            "select count(*) from pipeline.talk where opportunity_id = :id",
                            deal.id()))
                    .isEqualTo(1));
    assertThat(Page.of(desk.get(seller, path)).texts("#talks .timeline li")).hasSize(1);
  }

  @Test
  void howOftenTheCloseWasTakenAwayStandsAtTheHead() {
    OpportunityId deal = desk.deal(seller, "Vacía");
    assertThat(close(deal, "", "No saben cuándo")).hasStatus(302);
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".deal-facts"))
        .contains("quitado una vez");
  }

  @Test
  void emptyingACloseThatTheStageNeedsOnlySaysSo() {
    OpportunityId deal = desk.deal(seller, "Con fecha pedida");
    deals.move(deal, desk.stage("Propuesta"), "Ya la piden", seller.id(), desk.now());

    Page refused = Page.of(close(deal, "", ""));

    assertThat(refused.text("#closeDate-notes .error")).isNotEmpty();
    assertThat(refused.texts("#push-notes .error")).isEmpty();
  }

  @Test
  void aCloseThatIsBroughtForwardLeavesATraceAndIsNoPush() {
    OpportunityId deal = desk.deal(seller, "Antes");
    LocalDate known = deals.details(deal).orElseThrow().closeDate();
    assertThat(close(deal, known.minusDays(7).toString(), "")).hasStatus(302);

    Page page = Page.of(desk.get(seller, "/pipeline/opportunities/" + deal));
    assertThat(page.text(".folded .timeline")).contains("Cierre adelantado");
    assertThat(page.text(".deal-facts")).doesNotContain("aplazado", "quitado");
    assertThat(Page.of(desk.get(seller, "/reports/timeline?deal=" + deal)).text("ol.timeline"))
        .contains("Cierre adelantado");
  }

  @Test
  void aDiscountSaysItsShareInTheWayAndTheStory() {
    OpportunityId deal = desk.deal(seller, "Con rebaja");
    assertThat(
            desk.post(
                seller,
                "/pipeline/opportunities/" + deal + "/terms",
                "discount",
                "20 %",
                "of",
                "AFTER",
                "shown",
                "20 %",
                "reason",
                "Firma tres años",
                "version",
                version(deal)))
        .hasStatus(302);

    assertThat(
            Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".folded .timeline"))
        .contains("250 € (20 %)");
    assertThat(Page.of(desk.get(seller, "/reports/timeline?deal=" + deal)).text("ol.timeline"))
        .contains("250 € (20 %)");
  }

  @Test
  void whoeverIsAddedTwiceKeepsTheRoleTheyHad() {
    Company company = desk.company("Hotel Dos Papeles");
    Person known = desk.person("Dora Dos Papeles", company.id());
    OpportunityId deal =
        desk.deal(seller, "Dos papeles", company.id(), Plan.step("Llamar", desk.today()));
    for (String role : new String[] {"DECIDES", "USES"}) {
      assertThat(
              desk.post(
                  seller,
                  "/pipeline/opportunities/" + deal + "/people",
                  "person",
                  known.id().toString(),
                  "personName",
                  known.name(),
                  "roles",
                  role))
          .hasStatus(302);
    }
    assertThat(roles(deal)).containsExactly("DECIDES", "USES");

    desk.post(
        seller,
        "/pipeline/opportunities/" + deal + "/people",
        "person",
        known.id().toString(),
        "roles",
        "USES");
    assertThat(roles(deal)).as("changed where it stands").containsExactly("USES");
  }

  @Test
  void aRefusedMoveIsSaidToWhoDoesNotSeeTheBoard() {
    OpportunityId deal = desk.deal(seller, "Salto en el tablero");

    MvcTestResult refused =
        desk.htmx(
            seller,
            "/pipeline/opportunities/" + deal + "/moves",
            "stage",
            desk.stage("Propuesta").toString(),
            "version",
            version(deal),
            "asked",
            "true",
            "from",
            "board",
            "back",
            "/pipeline/board");

    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#live")).startsWith("No se ha movido. ").contains("por qué");
    assertThat(Page.of(refused).texts("#c-" + deal)).hasSize(1);
  }

  @Test
  void whoeverTakesAMoveBackGoesOnAtItsCard() {
    OpportunityId deal = desk.deal(seller, "Deshecha");
    UUID move =
        deals.move(
            opportunities.findById(deal).orElseThrow(),
            stage("Prueba"),
            null,
            null,
            "Ya",
            seller.id(),
            desk.now());

    assertThat(
            desk.post(
                seller,
                "/pipeline/opportunities/" + deal + "/moves/" + move + "/undoing",
                "back",
                "/pipeline/board?owner=" + seller.id()))
        .hasRedirectedUrl("/pipeline/board?owner=" + seller.id() + "#c-" + deal);
  }

  @Test
  void aStageThatIsRetiredSaysHowManyStayAndIsMarked() {
    StageId id = StageId.next();
    assertThat(stage(id, "OPEN", "Han firmado", "/pipeline/stages")).hasStatus(302);
    OpportunityId deal = desk.deal(seller, "Se queda");
    deals.move(deal, id, "Va", seller.id(), desk.now());

    MvcTestResult retired = desk.post(cast.andres(), "/pipeline/stages/" + id + "/retiring");

    assertThat(retired.getMvcResult().getFlashMap().get("flashKey"))
        .isEqualTo("stages.retired.open");
    assertThat(Page.of(desk.get(seller, "/pipeline/board")).text("#head-" + id + " .tag"))
        .isEqualTo("retirada");
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text("#retired"))
        .contains("está retirada");
  }

  @Test
  void aStageLosesNoConditionsWithoutAWord() {
    StageId id = StageId.next();
    assertThat(stage(id, "OPEN", "Han firmado", "/pipeline/stages")).hasStatus(302);

    MvcTestResult refused = stage(id, "WON", "Han firmado", "/pipeline/stages/" + id);

    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#criteria-notes .error")).contains("no tiene condiciones");
    assertThat(stage(id, "WON", "", "/pipeline/stages/" + id)).hasStatus(302);
  }

  private MvcTestResult stage(StageId id, String kind, String criteria, String path) {
    return desk.post(
        cast.andres(),
        path,
        "id",
        id.toString(),
        "name",
        "Rastro " + id,
        "kind",
        kind,
        "probability",
        "40",
        "criteria",
        criteria,
        "version",
        String.valueOf(
            desk.count(
                "select coalesce(max(version), 0) from pipeline.stage where id = :id", id.id())));
  }

  private Stage stage(String name) {
    return deals.stages().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private List<String> roles(OpportunityId deal) {
    return desk.values(
        "select role from pipeline.buying_role where opportunity_id = :id order by role",
        deal.id());
  }

  private List<String> again(Company company) {
    return desk.values(
        """
        select what || ' ' || due_on || ' ' || (done_at is not null) || ' ' || owner_id
        from pipeline.task where company_id = :id
        """,
        company.id().id());
  }

  private OpportunityId of(Person person, String name) {
    return desk.deal(
        seller,
        name,
        null,
        person.id(),
        Plan.step("Llamar", desk.today()),
        new BigDecimal("1000"),
        desk.now());
  }

  private String version(OpportunityId deal) {
    return String.valueOf(
        desk.count("select version from pipeline.opportunity where id = :id", deal.id()));
  }

  private MvcTestResult lose(OpportunityId deal, String again) {
    return desk.post(
        seller,
        "/pipeline/opportunities/" + deal + "/moves",
        "stage",
        "lost",
        "version",
        version(deal),
        "asked",
        "true",
        "lostReason",
        "PRICE",
        "lostTo",
        "NOBODY",
        "day",
        desk.today().toString(),
        "recontactOn",
        again);
  }

  private MvcTestResult close(OpportunityId deal, String day, String why) {
    DealDetails present = deals.details(deal).orElseThrow();
    return desk.post(
        seller,
        "/pipeline/opportunities/" + deal,
        "version",
        version(deal),
        "name",
        present.name(),
        "company",
        "Empresa " + present.name(),
        "amount",
        "1000",
        "currency",
        "EUR",
        "closeDate",
        day,
        "push",
        why,
        "owner",
        seller.id().toString());
  }
}
