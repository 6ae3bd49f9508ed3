package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Deals that are opened in a later stage than the first. */
@ArenaTest
@OnOwnDatabase
class OpeningStageTests {

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
    seller = desk.seller("Abre Tarde");
    open = deals.stages().stream().filter(Stage::isOpen).toList();
    jdbc.sql("update pipeline.stage set entry_criteria = array[:spend] where id = :id")
        .param("spend", SPEND)
        .param("id", open.get(2).id().id())
        .update();
  }

  @Test
  void openingInALaterStageAsksWhyAndKeepsItAsAMoveDoes() {
    UUID id = OpportunityId.next().id();
    MvcTestResult asked = open(id, open.get(2));
    assertThat(asked).hasStatus(422);
    Page form = Page.of(asked);
    assertThat(form.text(".ask")).contains("Se salta", open.get(0).name(), open.get(1).name());
    assertThat(form.text("form.form")).contains("Para entrar en", SPEND);
    assertThat(form.text("#reason-notes")).contains("di por qué");
    assertThat(form.document().select("[name=name]").attr("value")).isEqualTo("Tardía " + id);

    assertThat(open(id, open.get(2), "reason", "Ya lo venían usando")).hasStatus(302);
    Page deal = Page.of(desk.get(seller, "/pipeline/opportunities/" + id));
    assertThat(deal.text("#strayed"))
        .contains("Ha saltado etapas una vez", "Ha seguido sin cumplir condiciones una vez");
    assertThat(deal.text("main"))
        .contains("saltó etapas", "Sin cumplir: " + SPEND, "Ya lo venían usando");
    assertThat(
            Page.of(desk.get(cast.teresa(), "/reports/attention?what=strayed")).texts("tbody tr"))
        .filteredOn(row -> row.contains("Tardía " + id))
        .singleElement()
        .asString()
        .contains("Saltó etapas una vez", "Ya lo venían usando");
  }

  @Test
  void whatIsTickedIsKnownOfTheDeal() {
    UUID id = OpportunityId.next().id();
    assertThat(open(id, open.get(2), "reason", "Los conocemos", "met", SPEND)).hasStatus(302);
    Page deal = Page.of(desk.get(seller, "/pipeline/opportunities/" + id));
    assertThat(deal.text("#strayed"))
        .isEqualTo("Ha saltado etapas una vez. Por qué, en «Recorrido».");
    assertThat(
            desk.count(
                "select count(*) from pipeline.criterion_met where opportunity_id = :id", id))
        .isEqualTo(1);
  }

  @Test
  void anotherStageThanTheOneAskedAboutIsAskedAboutAgain() {
    UUID id = OpportunityId.next().id();
    MvcTestResult again =
        open(
            id, open.get(2), "reason", "Vienen de una feria", "asked", open.get(1).id().toString());
    assertThat(again).hasStatus(422);
    assertThat(Page.of(again).text("form.form")).contains(SPEND);
    assertThat(Page.of(again).document().select("[name=reason]").attr("value"))
        .isEqualTo("Vienen de una feria");
  }

  @Test
  void theFirstStageAsksNothing() {
    UUID id = OpportunityId.next().id();
    assertThat(open(id, open.get(0))).hasStatus(302);
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + id)).has("#strayed"))
        .isFalse();
  }

  private MvcTestResult open(UUID id, Stage stage, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "id",
                id.toString(),
                "name",
                "Tardía " + id,
                "company",
                "Empresa " + id,
                "amount",
                "1000",
                "closeDate",
                desk.today().plusDays(30).toString(),
                "stage",
                stage.id().toString(),
                "step",
                "Llamar",
                "when",
                desk.today().plusDays(1).toString()));
    fields.addAll(Arrays.asList(more));
    return desk.post(seller, "/pipeline/opportunities", fields.toArray(String[]::new));
  }
}
