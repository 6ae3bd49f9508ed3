package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Total cost beside an alternative, and what customers fear. */
@ArenaTest
class ValuePagesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser seller;
  private String deal;

  @BeforeEach
  void aDeal() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Valeria Cuenta");
    deal = "/pipeline/opportunities/" + desk.deal(seller, "Trato de valor " + UUID.randomUUID());
  }

  @Test
  void theSheetIsAddedUpAndTheCustomerGetsItWithoutOurNotes() {
    Page blank = Page.of(get(deal + "/costs", seller));
    assertThat(blank.value("rows[0].label")).isEqualTo("Precio");
    assertThat(blank.value("rows[0].oursOnce")).as("the amount of the deal").isEqualTo("1000");

    String print = "a[href='" + deal + "/costs/print']";
    assertThat(blank.has(print)).as("there is none yet").isFalse();
    assertThat(send(deal + "/costs", sheet("0"), seller)).hasStatus(302);
    assertThat(Page.of(get(deal + "/costs", seller)).has(print))
        .as("also without scripts")
        .isTrue();

    // 1,000.50 + 3 × 100 with us; 400 + 3 × 350.25 with them.
    Page part = Page.of(get(deal + "/costs", cast.lucia()));
    assertThat(part.text("main")).contains("1.300,50 €", "1.450,75 €", "Ahorra 150,25 € en 3 años");
    Page paper = Page.of(get(deal + "/costs/print", seller));
    assertThat(paper.has(".crumb a[href='" + deal + "/costs']")).isTrue();
    assertThat(paper.text("main"))
        .contains(
            "Cafés Norte",
            "1.300,50 €",
            "Con nosotros ahorra 150,25 €",
            "al acabar el año 3",
            "Montaje incluido")
        .doesNotContain("Dato de su contable", "No bajar de aquí");
    assertThat(SqlCount.during(() -> get(deal + "/costs", seller))).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void aSheetThatDoesNotFitTheDealAnyMoreSaysSoBeforeItIsShown() {
    Map<String, String> form = sheet("0");
    form.put("rows[0].oursOnce", "1000");
    assertThat(send(deal + "/costs", form, seller)).hasStatus(302);
    assertThat(Page.of(get(deal + "/costs/print", seller)).texts("p.warn")).isEmpty();

    jdbc.sql("update pipeline.opportunity set amount = 900 where id = cast(? as uuid)")
        .param(deal.substring(deal.lastIndexOf('/') + 1))
        .update();
    form.put("version", "1");
    form.put("rows[0].theirsOnce", "");
    form.put("rows[0].theirsYearly", "");
    assertThat(send(deal + "/costs", form, seller)).hasStatus(302);
    assertThat(Page.of(get(deal + "/costs/print", seller)).texts("p.warn.no-print"))
        .satisfiesExactly(
            free -> assertThat(free).contains("«Cafés Norte» no cuesta nada"),
            price -> assertThat(price).contains("vale ahora 900 €"));
    assertThat(Page.of(get(deal + "/costs", cast.lucia())).texts("p.warn")).hasSize(2);
  }

  @Test
  void theSheetTakesTheNewAmountOfTheDealWithOnePressWhereItStoodForThePrice() {
    Map<String, String> form = sheet("0");
    form.put("rows[0].oursOnce", "1000");
    form.put("rows[1].label", "Montaje");
    form.put("rows[1].oursOnce", "60");
    form.put("rows[2].label", "Garantía");
    form.put("rows[2].note", "Por preguntar");
    assertThat(send(deal + "/costs", form, seller)).hasStatus(302);
    OpportunityId id =
        new OpportunityId(UUID.fromString(deal.substring(deal.lastIndexOf('/') + 1)));
    deals.change(
        id,
        deals.details(id).orElseThrow().worth(new BigDecimal("900")),
        null,
        seller.id(),
        clock.instant());

    String press = "form[action='" + deal + "/costs/price'] button";
    for (String where : new String[] {"/costs", "/costs/print"}) {
      Page page = Page.of(get(deal + where, seller));
      assertThat(page.text("p.warn")).as(where).contains("vale ahora 900 €");
      assertThat(page.text(press)).as(where).isEqualTo("Poner 900 € en «Precio»");
    }
    assertThat(Page.of(get(deal + "/costs", cast.lucia())).has(press))
        .as("who only reads")
        .isFalse();
    assertThat(Page.of(get(deal + "/costs/print", seller)).text("table"))
        .as("what costs nothing is left out")
        .contains("Montaje")
        .doesNotContain("Garantía");

    assertThat(send(deal + "/costs/price", Map.of("version", "0"), seller)).hasStatus(302);
    assertThat(Page.of(get(deal + "/costs", seller)).value("rows[0].oursOnce"))
        .as("somebody changed it meanwhile")
        .isEqualTo("1000");
    assertThat(send(deal + "/costs/price", Map.of("version", "1"), seller)).hasStatus(302);
    Page taken = Page.of(get(deal + "/costs", seller));
    assertThat(taken.value("rows[0].oursOnce")).isEqualTo("900");
    assertThat(taken.value("rows[0].oursYearly")).isEqualTo("100");
    assertThat(taken.value("rows[1].oursOnce")).isEqualTo("60");
    assertThat(taken.has("p.warn")).isFalse();
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldAndNothingTypedIsLost() {
    Map<String, String> form = sheet("0");
    form.put("alternative", "");
    form.put("years", "21");
    form.put("rows[0].theirsYearly", "mucho");
    MvcTestResult refused = send(deal + "/costs", form, seller);
    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.texts(".field .error")).hasSize(3);
    assertThat(page.value("rows[0].theirsYearly")).isEqualTo("mucho");
    assertThat(page.value("innerNote")).isEqualTo("No bajar de aquí");
  }

  @Test
  void twoWhoWriteTheSheetDoNotOverwriteOneAnother() {
    assertThat(send(deal + "/costs", sheet("0"), seller)).hasStatus(302);
    assertThat(send(deal + "/costs", sheet("0"), seller)).as("a double click").hasStatus(302);
    Map<String, String> other = sheet("0");
    other.put("years", "7");
    MvcTestResult late = send(deal + "/costs", other, cast.teresa());
    assertThat(late).hasStatus(409);
    assertThat(Page.of(late).value("years")).isEqualTo("7");
    assertThat(Page.of(late).value("version")).isEqualTo("1");
    other.put("version", "1");
    assertThat(send(deal + "/costs", other, cast.teresa())).hasStatus(302);

    assertThat(send(deal + "/costs", Map.of("version", "1"), seller)).hasStatus(409);
    assertThat(send(deal + "/costs", Map.of("version", "2"), seller)).hasStatus(302);
    assertThat(get(deal + "/costs/print", seller)).hasStatus(404);
  }

  @Test
  void aDraftAddsAndTakesRowsAndKeepsNothing() {
    Map<String, String> form = sheet("0");
    form.put("step", "+");
    Page more = Page.of(send(deal + "/costs/draft", form, seller));
    assertThat(more.texts(".costrow")).hasSize(2);
    assertThat(more.text("output")).contains("1.300,50 €");
    form.put("step", "-0");
    assertThat(Page.of(send(deal + "/costs/draft", form, seller)).texts(".costrow")).isEmpty();
    assertThat(get(deal + "/costs/print", seller)).hasStatus(404);
  }

  @Test
  void whoAsksForTheSumsIsToldWhyThereAreNoneUntilItIsPutRight() {
    Map<String, String> form = sheet("0");
    form.put("alternative", "");
    form.put("rows[0].theirsYearly", "mucho");
    assertThat(Page.of(send(deal + "/costs", form, seller)).texts(".field .error")).hasSize(2);
    form.put("step", "=");
    Page why = part(form);
    assertThat(why.texts("#cost-rows .error")).hasSize(1);
    assertThat(why.has("#cost-problems .problems")).isTrue();
    assertThat(why.has("output")).isFalse();

    form.put("rows[0].theirsYearly", "600");
    Page right = part(form);
    assertThat(right.has("#cost-problems")).as("it takes the place of what stood there").isTrue();
    assertThat(right.has("#cost-head")).isTrue();
    assertThat(right.texts(".error, .problems")).isEmpty();
    assertThat(right.text("output")).contains("€");
  }

  /** The draft as a page with scripts asks for it. */
  private Page part(Map<String, String> form) {
    var request =
        mvc.post()
            .uri(deal + "/costs/draft")
            .header("HX-Request", "true")
            .with(cast.as(seller))
            .with(csrf());
    form.forEach(request::param);
    return Page.of(request.exchange());
  }

  @Test
  void aRiskIsHandledBySayingHowAndAnAcceptedOneNeedsNot() {
    String id = UUID.randomUUID().toString();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("id", id);
    form.put("risk", "Que se estropee en agosto");
    form.put("state", "HANDLED");
    form.put("mitigation", " ");
    MvcTestResult refused = send(deal + "/risks", form, seller);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#mitigation-notes .error")).contains("Di cómo");

    form.put("state", "OPEN");
    assertThat(send(deal + "/risks", form, seller)).hasStatus(302);
    assertThat(send(deal + "/risks", form, seller)).as("sent twice").hasStatus(302);
    assertThat(Page.of(get(deal + "/risks", cast.lucia())).texts(".risks li")).hasSize(1);

    form.put("state", "HANDLED");
    form.put("mitigation", "Máquina de repuesto en 24 horas");
    form.put("version", "0");
    assertThat(send(deal + "/risks/" + id, form, seller)).hasStatus(302);
    assertThat(send(deal + "/risks/" + id, form, seller)).as("late").hasStatus(409);
    Page page = Page.of(get(deal + "/risks", seller));
    assertThat(page.text(".risks .tag-good")).isEqualTo("resuelto");
    assertThat(page.text(".risks")).contains("Máquina de repuesto", "Valeria Cuenta");

    assertThat(send(deal + "/risks/" + id + "/deletion", Map.of(), seller)).hasStatus(302);
    assertThat(get(deal + "/risks/" + id, seller)).hasStatus(404);
  }

  @Test
  void anotherDealHasNoPartInThem() {
    String id = UUID.randomUUID().toString();
    send(deal + "/risks", Map.of("id", id, "risk", "Mío", "state", "OPEN"), seller);
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    String other = "/pipeline/opportunities/" + desk.deal(seller, "Otro " + UUID.randomUUID());
    assertThat(get(other + "/risks/" + id, seller)).hasStatus(404);
    assertThat(send(other + "/risks/" + id + "/deletion", Map.of(), seller)).hasStatus(404);
    Visibility before = cast.see(Visibility.OWN);
    try {
      for (String part : new String[] {"/risks", "/costs", "/risks/" + id}) {
        assertThat(get(deal + part, cast.ines())).as(part).hasStatus(404);
      }
      assertThat(send(deal + "/costs", sheet("0"), cast.ines())).hasStatus(404);
    } finally {
      cast.see(before);
    }
  }

  private static Map<String, String> sheet(String version) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("version", version);
    form.put("alternative", "Cafés Norte");
    form.put("years", "3");
    form.put("forCustomer", "Montaje incluido");
    form.put("innerNote", "No bajar de aquí");
    form.put("rows[0].label", "Precio");
    form.put("rows[0].oursOnce", "1.000,50");
    form.put("rows[0].oursYearly", "100");
    form.put("rows[0].theirsOnce", "400");
    form.put("rows[0].theirsYearly", "350,25");
    form.put("rows[0].note", "Dato de su contable");
    return form;
  }

  private MvcTestResult send(String to, Map<String, String> form, CurrentUser user) {
    var request = mvc.post().uri(to).with(cast.as(user)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String of, CurrentUser user) {
    return mvc.get().uri(of).with(cast.as(user)).exchange();
  }
}
