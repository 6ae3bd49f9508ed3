package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** From the offer on, a deal has an amount and a close date (complaint 22). */
@ArenaTest
class GateTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired Opportunities opportunities;
  @Autowired StageBook stages;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser nora;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    nora = desk.seller("Nora Puerta");
  }

  @Test
  void theMoveAsksForWhatIsMissingInPlaceAndTakesItOver() {
    OpportunityId deal = bare("Sin nada", "Prueba");
    String moves = "/pipeline/opportunities/" + deal + "/moves";

    Page where = Page.of(desk.get(nora, "/pipeline/opportunities/" + deal + "/move"));
    assertThat(where.document().select(".targets a.btn").eachText())
        .anySatisfy(t -> assertThat(t).startsWith("Propuesta"));

    MvcTestResult dragged =
        desk.htmx(
            nora,
            moves,
            "stage",
            offer(),
            "version",
            version(deal),
            "dragged",
            "true",
            "from",
            "board",
            "back",
            "/pipeline/board");
    assertThat(dragged).as("asked, not refused: nobody could have answered yet").hasStatus(200);
    assertThat(Page.of(dragged).document().select("[name=amount], [name=closeDate]")).hasSize(2);
    assertThat(Page.of(dragged).document().select(".error, .has-error, [aria-invalid]")).isEmpty();

    MvcTestResult half =
        desk.post(
            nora,
            moves,
            "stage",
            offer(),
            "version",
            version(deal),
            "asked",
            "true",
            "reason",
            "Urge",
            "amount",
            "1.500");
    assertThat(half).hasStatus(422);
    assertThat(Page.of(half).text("[id^=close-][id$=notes]")).contains("para cuándo");
    assertThat(Page.of(half).value("amount")).isEqualTo("1.500");
    assertThat(stageOf(deal)).isEqualTo("Prueba");

    MvcTestResult moved =
        desk.post(
            nora,
            moves,
            "stage",
            offer(),
            "version",
            version(deal),
            "asked",
            "true",
            "reason",
            "Urge",
            "amount",
            "1.500",
            "closeDate",
            desk.today().plusDays(20).toString());
    assertThat(moved).hasStatus(302);
    assertThat(stageOf(deal)).isEqualTo("Propuesta");
    DealDetails known = deals.details(deal).orElseThrow();
    assertThat(known.amount()).isEqualByComparingTo("1500");
    assertThat(known.closeDate()).isEqualTo(desk.today().plusDays(20));
  }

  @Test
  void whatIsKnownAlreadyIsNotAskedForAgainAndCannotBeSmuggledIn() {
    OpportunityId deal = desk.deal(nora, "Completa " + UUID.randomUUID());
    MvcTestResult moved =
        desk.post(
            nora,
            "/pipeline/opportunities/" + deal + "/moves",
            "stage",
            offer(),
            "version",
            version(deal),
            "asked",
            "true",
            "reason",
            "Urge",
            "amount",
            "9",
            "closeDate",
            "2030-01-01");

    assertThat(moved).hasStatus(302);
    assertThat(deals.details(deal).orElseThrow().amount()).isEqualByComparingTo("1000");
    assertThat(deals.details(deal).orElseThrow().closeDate()).isEqualTo(desk.today().plusDays(30));
  }

  @Test
  void openingThereWithoutThemIsRefusedAtTheirFields() {
    MvcTestResult opened =
        desk.post(
            nora,
            "/pipeline/opportunities",
            "id",
            OpportunityId.next().toString(),
            "name",
            "Directa a propuesta",
            "company",
            "Empresa directa",
            "stage",
            offer(),
            "step",
            "Llamar",
            "when",
            desk.today().plusDays(1).toString());

    assertThat(opened).hasStatus(422);
    Page page = Page.of(opened);
    assertThat(page.text("#amount-notes")).contains("tiene que tener importe");
    assertThat(page.text("#closeDate-notes")).contains("tiene que tener fecha");
    assertThatThrownBy(
            () ->
                deals.move(bare("Otra", "Prueba"), stage("Propuesta"), "x", nora.id(), desk.now()))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void takingThemAwayLaterIsRefusedAndWhatCameWithoutIsMarked() {
    OpportunityId deal = desk.deal(nora, "Vaciada " + UUID.randomUUID());
    deals.move(deal, stage("Propuesta"), "Ya", nora.id(), desk.now());

    MvcTestResult emptied = edit(deal, "", "");
    assertThat(emptied).hasStatus(422);
    assertThat(Page.of(emptied).text("#amount-notes")).contains("tiene que tener importe");

    // As an import leaves it.
    jdbc.sql("update pipeline.opportunity set amount = null, close_date = null where id = :id")
        .param("id", deal.id())
        .update();
    assertThat(Page.of(desk.get(nora, "/pipeline/opportunities/" + deal)).text("#lack"))
        .contains("Propuesta", "no cuenta en la previsión");
    String mine = "?owner=" + nora.id();
    assertThat(Page.of(desk.get(nora, "/pipeline/board" + mine)).text("#c-" + deal))
        .contains("faltan importe y fecha");
    assertThat(Page.of(desk.get(nora, "/pipeline/board" + mine + "&view=list")).text("#r-" + deal))
        .contains("faltan importe y fecha");
    assertThat(edit(deal, "", "")).as("what it came without is no hindrance").hasStatus(302);
    assertThat(edit(deal, "700", "")).hasStatus(302);
    assertThat(Page.of(desk.get(nora, "/pipeline/opportunities/" + deal)).text("#lack"))
        .contains("fecha de cierre");
  }

  @Test
  void theDatabaseKnowsTheRuleAsThePathDoes() {
    StagePath path = stages.path();
    record Asks(UUID id, boolean amount, boolean close) {}
    Map<UUID, Asks> asks =
        jdbc
            .sql("select id, amount, close from pipeline.stage_asks")
            .query(Asks.class)
            .list()
            .stream()
            .collect(java.util.stream.Collectors.toMap(Asks::id, a -> a));

    for (Stage stage : path.all()) {
      Asks said = asks.get(stage.id().id());
      var lacks = path.lacking(stage, null, null);
      assertThat(said.amount()).as(stage.name()).isEqualTo(lacks.contains(StagePath.Lack.AMOUNT));
      assertThat(said.close()).as(stage.name()).isEqualTo(lacks.contains(StagePath.Lack.CLOSE));
    }
    assertThat(path.lacking(path.get(stage("Prueba")), null, null)).isEmpty();
    assertThat(path.lacking(path.get(stage("Negociación")), null, null)).hasSize(2);
  }

  @Test
  void aDealCountsAsItsStageSaysUntilWhoHasItSaysOtherwise() {
    OpportunityId deal = desk.deal(nora, "Cuenta " + UUID.randomUUID());
    deals.move(deal, stage("Negociación"), "Ya", nora.id(), desk.now());
    String address = "/pipeline/opportunities/" + deal + "/forecast";
    assertThat(Page.of(desk.get(nora, address)).text("main"))
        .contains("Comprometida, como dice su etapa, Negociación");

    assertThat(desk.post(nora, address, "category", "BEST", "version", "0")).hasStatus(302);
    assertThat(Page.of(desk.get(cast.lucia(), address)).text("main"))
        .contains(
            "Probable", "Lo dice Nora Puerta", "Por su etapa, Negociación, sería: Comprometida");
    assertThat(Page.of(desk.get(cast.lucia(), address)).has("form[action$=forecast]")).isFalse();

    // Whoever comes late sees what was said meanwhile, and overwrites nothing.
    assertThat(desk.post(cast.teresa(), address, "category", "OMITTED", "version", "0"))
        .hasStatus(422);
    assertThat(
            desk.post(
                desk.seller("Otra Vendedora"), address, "category", "OMITTED", "version", "1"))
        .as("somebody else's")
        .hasStatus(404);
    assertThat(desk.post(cast.teresa(), address, "category", "", "version", "1")).hasStatus(302);
    assertThat(Page.of(desk.get(nora, address)).text("main")).contains("como dice su etapa");
  }

  @Test
  void whatWasSaidOfADealIsForgottenWhenItIsReopened() {
    OpportunityId deal = desk.deal(nora, "Vuelve " + UUID.randomUUID());
    String address = "/pipeline/opportunities/" + deal + "/forecast";
    desk.post(nora, address, "category", "COMMIT", "version", "0");
    deals.win(deal, java.math.BigDecimal.TEN, desk.today(), "Ya", nora.id(), desk.now());
    assertThat(desk.post(nora, address, "category", "BEST", "version", "1")).hasStatus(302);
    assertThat(said(deal)).isEqualTo("COMMIT");

    deals.reopen(
        opportunities.findById(deal).orElseThrow(),
        stages.path().get(stage("Prueba")),
        Plan.step("Llamar", desk.today()),
        null,
        "Se echó atrás",
        nora.id(),
        desk.now());

    assertThat(
            desk.values(
                "select category from pipeline.deal_forecast where opportunity_id = :id",
                deal.id()))
        .isEmpty();
  }

  private String said(OpportunityId deal) {
    return desk.values(
            "select category from pipeline.deal_forecast where opportunity_id = :id", deal.id())
        .get(0);
  }

  @Test
  void theAdministratorSaysWhatAStageAsksForAndCountsAs() {
    CurrentUser andres = cast.andres();
    String id = StageId.next().toString();
    String name = "Cata " + id.substring(24);
    assertThat(
            desk.post(
                andres,
                "/pipeline/stages",
                "id",
                id,
                "name",
                name,
                "kind",
                "OPEN",
                "probability",
                "60",
                "needsAmount",
                "true",
                "forecast",
                "COMMIT"))
        .hasStatus(302);
    try {
      Page list = Page.of(desk.get(andres, "/pipeline/stages"));
      assertThat(list.text("#s-" + id)).contains("Comprometida", "pide importe");
      Page form = Page.of(desk.get(andres, "/pipeline/stages/" + id));
      assertThat(form.document().select("[name=needsAmount][checked]")).hasSize(1);
      assertThat(form.document().select("[name=needsClose][checked]")).isEmpty();
      assertThat(form.document().select("[name=forecast] option[selected]").val())
          .isEqualTo("COMMIT");
    } finally {
      desk.post(andres, "/pipeline/stages/" + id + "/deletion");
    }
  }

  private MvcTestResult edit(OpportunityId deal, String amount, String close) {
    Opportunity now = opportunities.findById(deal).orElseThrow();
    return desk.post(
        nora,
        "/pipeline/opportunities/" + deal,
        "name",
        now.name(),
        "company",
        String.valueOf(now.names().company()),
        "amount",
        amount,
        "closeDate",
        close,
        "version",
        String.valueOf(now.version()));
  }

  private OpportunityId bare(String name, String stage) {
    return deals.open(
        Deals.NewDeal.of(
                DealDetails.of(
                    name,
                    null,
                    desk.company("Empresa " + name + UUID.randomUUID()).id(),
                    nora.id(),
                    null,
                    java.util.Currency.getInstance("EUR"),
                    null),
                Plan.step("Llamar", desk.today()),
                desk.now())
            .in(stage(stage), "Ya venía hablado"),
        nora.id(),
        desk.now());
  }

  private String offer() {
    return stage("Propuesta").toString();
  }

  private StageId stage(String name) {
    return desk.stage(name);
  }

  private String stageOf(OpportunityId deal) {
    return stages.path().get(opportunities.findById(deal).orElseThrow().stage()).name();
  }

  private String version(OpportunityId deal) {
    return String.valueOf(opportunities.findById(deal).orElseThrow().version());
  }
}
