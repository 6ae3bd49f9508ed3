package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What must be so before a deal enters a stage, in the administrator's words. */
@ArenaTest
@OnOwnDatabase
class EntryCriteriaTests {

  private static final String SPEND = "Sabemos cuánto pueden gastar";

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser seller;
  private List<Stage> open;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Entra Bien");
    open = deals.stages().stream().filter(Stage::isOpen).toList();
    assertThat(write(open.get(1), SPEND + "\n\n  " + SPEND)).hasStatus(302);
  }

  @Test
  void theAdministratorWritesThemAndReadsThemInTheListOfStages() {
    assertThat(Page.of(get("/pipeline/stages", cast.andres())).text("#s-" + open.get(1).id()))
        .contains("Condiciones para entrar", SPEND);
    assertThat(Page.of(get("/pipeline/stages/" + open.get(1).id(), cast.andres())).text("#entry"))
        .isEqualTo(SPEND);
    MvcTestResult refused = write(open.get(1), "x".repeat(201));
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).texts(".field .error")).hasSize(1);
  }

  @Test
  void enteringWithoutThemAsksWhyAndIsCountedWithWhatWasNotSo() {
    String name = "Trato sin saber " + UUID.randomUUID();
    OpportunityId deal = desk.deal(seller, name);
    open.get(0).exitCriteria().forEach(c -> deals.meet(deal, c, seller.id(), desk.now()));

    Page form =
        Page.of(get("/pipeline/opportunities/" + deal + "/move?stage=" + open.get(1).id(), seller));
    assertThat(form.text("form.form")).contains("Para entrar en «Necesidad clara»", SPEND);
    MvcTestResult asked = move(deal, open.get(1), null);
    assertThat(asked).hasStatus(422);
    assertThat(Page.of(asked).text(".error")).contains("Marca lo que se cumple");
    assertThat(move(deal, open.get(1), "Lo dirán el lunes")).hasStatus(302);

    Page page = Page.of(get("/pipeline/opportunities/" + deal, seller));
    assertThat(page.text("#strayed"))
        .isEqualTo("Ha seguido sin cumplir condiciones una vez. Por qué, en «Recorrido».");
    assertThat(page.text("main")).contains("Sin cumplir: " + SPEND, "Lo dirán el lunes");
    assertThat(Page.of(get("/reports/attention?what=strayed", cast.teresa())).texts("tbody tr"))
        .filteredOn(row -> row.contains(name))
        .singleElement()
        .asString()
        .contains("Siguió sin cumplir condiciones una vez", "Lo dirán el lunes");
  }

  @Test
  void whatIsTickedOnTheDealIsKnownWhenItMovesOn() {
    OpportunityId deal = desk.deal(seller, "Trato que sabe " + UUID.randomUUID());
    Page page = Page.of(get("/pipeline/opportunities/" + deal, seller));
    assertThat(page.texts("form.criteria .criterion")).contains(SPEND);
    assertThat(page.document().select("form.criteria input[type=checkbox]:not([checked])"))
        .hasSize(open.get(0).exitCriteria().size() + 1);

    assertThat(tick(deal, true)).hasStatus(302);
    assertThat(
            Page.of(get("/pipeline/opportunities/" + deal, seller))
                .document()
                .select("form.criteria input[type=checkbox]:not([checked])"))
        .isEmpty();
    assertThat(move(deal, open.get(1), null)).as("all is so").hasStatus(302);
    Page moved = Page.of(get("/pipeline/opportunities/" + deal, seller));
    assertThat(moved.has("#strayed")).isFalse();
    assertThat(moved.texts("form.criteria .criterion"))
        .containsExactlyElementsOf(open.get(1).exitCriteria());
    CurrentUser reader = seller;
    var as = cast.as(reader);
    assertThat(
            SqlCount.during(
                () -> mvc.get().uri("/pipeline/opportunities/" + deal).with(as).exchange()))
        .hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void whatIsUntickedIsNoLongerSo() {
    OpportunityId deal = desk.deal(seller, "Trato que duda " + UUID.randomUUID());
    tick(deal, true);
    assertThat(tick(deal, false)).hasStatus(302);
    assertThat(move(deal, open.get(1), null)).hasStatus(422);
  }

  private MvcTestResult tick(OpportunityId deal, boolean all) {
    var request =
        mvc.post()
            .uri("/pipeline/opportunities/" + deal + "/criteria")
            .with(cast.as(seller))
            .with(csrf())
            .param("stage", open.get(0).id().toString());
    open.get(0).exitCriteria().forEach(c -> request.param("met", c));
    if (all) {
      request.param("met", SPEND);
    }
    return request.exchange();
  }

  /** As from the board, where nothing is ticked on the way. */
  private MvcTestResult move(OpportunityId deal, Stage to, String reason) {
    var request =
        mvc.post()
            .uri("/pipeline/opportunities/" + deal + "/moves")
            .with(cast.as(seller))
            .with(csrf())
            .param("stage", to.id().toString())
            .param(
                "version",
                Page.of(get("/pipeline/opportunities/" + deal + "/move?stage=" + to.id(), seller))
                    .document()
                    .select("input[name=version]")
                    .attr("value"));
    if (reason != null) {
      request.param("reason", reason);
    }
    return request.exchange();
  }

  private MvcTestResult write(Stage stage, String entry) {
    Page form = Page.of(get("/pipeline/stages/" + stage.id(), cast.andres()));
    return mvc.post()
        .uri("/pipeline/stages/" + stage.id())
        .with(cast.as(cast.andres()))
        .with(csrf())
        .param("version", form.document().select("input[name=version]").attr("value"))
        .param("name", stage.name())
        .param("kind", "OPEN")
        .param("probability", String.valueOf(stage.probability()))
        .param("forecast", stage.outlook().forecast().name())
        .param("entry", entry)
        .param("criteria", String.join("\n", stage.exitCriteria()))
        .exchange();
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(path).with(cast.as(user)).exchange();
  }
}
