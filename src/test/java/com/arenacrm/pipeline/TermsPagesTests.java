package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.playbook.Material;
import com.arenacrm.playbook.MaterialId;
import com.arenacrm.playbook.Offer;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.Script;
import com.arenacrm.playbook.ScriptId;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** On what terms deals stand, and who gives discounts. */
@ArenaTest
class TermsPagesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired Playbook playbook;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser seller;
  private OpportunityId deal;

  @BeforeEach
  void aDeal() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Vera Rebaja");
    deal = desk.deal(seller, "Trato " + UUID.randomUUID());
  }

  @Test
  void aDiscountWithoutAReasonIsRefusedBesideTheReasonAndNothingTypedIsLost() {
    MvcTestResult result =
        agree(seller, Map.of("discount", "10 %", "competitor", "Cafés Sur", "version", "0"));

    assertThat(result).hasStatus(422);
    Page page = Page.of(result);
    assertThat(page.text("#reason-notes .error")).contains("Di por qué");
    assertThat(page.value("discount")).isEqualTo("10 %");
    assertThat(page.value("competitor")).isEqualTo("Cafés Sur");
  }

  @Test
  void aReasonWithoutADiscountIsNotDroppedWithoutAWord() {
    MvcTestResult result =
        agree(seller, Map.of("discount", "", "reason", "Firma tres años", "version", version()));

    assertThat(result).hasStatus(422);
    assertThat(Page.of(result).text(".field .error")).contains("Sin descuento");
    assertThat(Page.of(result).value("reason")).isEqualTo("Firma tres años");
  }

  @Test
  void whoTakesADiscountBackNeedNotEmptyItsReason() {
    Map<String, String> given =
        new HashMap<>(Map.of("discount", "100", "reason", "Volumen", "version", version()));
    given.put("of", "AFTER");
    given.put("shown", "100");
    assertThat(agree(seller, given)).hasStatus(302);

    Map<String, String> back =
        new HashMap<>(Map.of("discount", "", "reason", "Volumen", "version", version()));
    back.put("of", "AFTER");
    back.put("shown", "");
    assertThat(agree(seller, back)).hasStatus(302);
  }

  @Test
  void theArithmeticIsShownBeforeItIsSavedAndTheAmountBecomesWhatRemains() {
    Map<String, String> typed =
        Map.of("discount", "10 %", "reason", "Firma tres años", "version", version());

    MvcTestResult asked = agree(seller, typed);

    assertThat(asked).hasStatusOk();
    assertThat(Page.of(asked).text("#sum"))
        .contains("1.000 € − 100 € = 900 €", "1.111,11 € − 111,11 € = 1.000 €");
    assertThat(worth()).isEqualByComparingTo("1000");

    Map<String, String> agreed = new HashMap<>(typed);
    agreed.put("of", "PRICE");
    agreed.put("shown", "10 %");
    assertThat(agree(seller, agreed)).hasStatus(302);
    assertThat(worth()).isEqualByComparingTo("900");
    assertThat(
            Page.of(get("/pipeline/opportunities/" + deal, cast.lucia()))
                .text("main")
                .replace('\u00a0', ' '))
        .as("its history says so")
        .contains("1.000 € → 900 €");
    assertThat(
            Page.of(get("/pipeline/opportunities/" + deal + "/terms", cast.lucia())).text("main"))
        .contains("10 % de 1.000 €", "1.000 € − 100 € = 900 €");

    // Taken away again, the price may come back; what is asked first says that it rises.
    Map<String, String> away = new HashMap<>(Map.of("discount", "", "version", version()));
    assertThat(Page.of(agree(seller, away)).text("#sum")).contains("El importe sube a 1.000 €");
    Map<String, String> none = new HashMap<>(Map.of("discount", "", "of", "PRICE", "shown", ""));
    none.put("version", version());
    assertThat(agree(seller, none)).hasStatus(302);
    assertThat(worth()).isEqualByComparingTo("1000");
  }

  @Test
  void moreThanThePriceIsRefusedBesideTheDiscount() {
    MvcTestResult result =
        agree(seller, Map.of("discount", "99999", "reason", "x", "version", version()));
    assertThat(result).hasStatus(422);
    assertThat(Page.of(result).text("#discount-notes .error")).contains("1.000 €");
  }

  @Test
  void anOfferForOthersIsTakenWithAWarning() {
    OfferId offer = OfferId.next();
    playbook.offer(
        offer,
        new Offer.Content(
            Offer.Kind.SALE,
            "Renovación " + offer,
            null,
            new BigDecimal("720"),
            Currency.getInstance("EUR"),
            Offer.ForWhom.EXISTING,
            null,
            null,
            null,
            List.of(new Offer.Item("Revisión", BigDecimal.TEN))),
        cast.lucia().id(),
        clock.instant());
    assertThat(agree(seller, Map.of("offer", offer.toString(), "version", version())))
        .hasStatus(302);
    assertThat(
            Page.of(get("/pipeline/opportunities/" + deal + "/terms", cast.lucia())).text("main"))
        .contains("solo para quien ya es cliente");
  }

  private BigDecimal worth() {
    return jdbc.sql("select amount from pipeline.opportunity where id = ?")
        .param(deal.id())
        .query(BigDecimal.class)
        .single();
  }

  @Test
  void aPercentageIsOfTheListPriceAndIsCountedForItsSeller() {
    Map<String, String> given = new HashMap<>(Map.of("discount", "20 %", "version", version()));
    given.put("reason", "Firma tres años");
    given.put("of", "AFTER");
    given.put("shown", "20 %");
    assertThat(agree(seller, given)).hasStatus(302);

    assertThat(
            Page.of(get("/pipeline/opportunities/" + deal + "/terms", cast.lucia())).text("main"))
        .contains("250 €", "20 % de 1.250 €", "Firma tres años");
    Page report = Page.of(get("/reports/discounts?owner=" + seller.id(), cast.teresa()));
    assertThat(report.text("main")).contains("Vera Rebaja", "Firma tres años");
    assertThat(report.texts("#deals tbody tr")).hasSize(1);
  }

  @Test
  void whatNoPercentageIsIsRefused() {
    for (String typed : new String[] {"100 %", "-5 %", "mucho %", "mucho"}) {
      MvcTestResult result =
          agree(seller, Map.of("discount", typed, "reason", "x", "version", version()));
      assertThat(result).as(typed).hasStatus(422);
      assertThat(Page.of(result).text("#discount-notes .error")).as(typed).isNotEmpty();
      assertThat(Page.of(result).texts("#reason-notes .error")).as(typed).isEmpty();
    }
  }

  @Test
  void whoChangesTheAmountIsToldOfWhatTheDiscountIsAPercentage() {
    Map<String, String> given = new HashMap<>(Map.of("discount", "50", "version", version()));
    given.putAll(Map.of("reason", "Volumen", "of", "AFTER", "shown", "50"));
    assertThat(agree(seller, given)).hasStatus(302);

    MvcTestResult changed =
        mvc.post()
            .uri("/pipeline/opportunities/" + deal)
            .with(cast.as(seller))
            .with(csrf())
            .param("name", "Con otro importe")
            .param("company", "Empresa con rebaja " + deal)
            .param("amount", "1100,50")
            .param("currency", "EUR")
            .param("closeDate", closeDate())
            .param("version", version())
            .exchange();

    assertThat(changed).hasStatus(302);
    // 50 of 1,050 is as 55.03 of 1,155.53.
    assertThat((Object[]) changed.getMvcResult().getFlashMap().get("flashArguments"))
        .extracting(a -> a.toString().replace('\u00a0', ' '))
        .containsExactly("Con otro importe", "4,8 %", "55,03 €", "1.155,53 €");
  }

  @Test
  void twoWhoAgreeOnTermsDoNotOverwriteOneAnother() {
    String seen = version();
    agree(
        seller,
        Map.of(
            "discount",
            "100",
            "reason",
            "Volumen",
            "version",
            seen,
            "of",
            "AFTER",
            "shown",
            "100"));

    MvcTestResult late = agree(seller, Map.of("competitor", "Cafés Sur", "version", seen));

    assertThat(late).hasStatus(409);
    assertThat(Page.of(late).text(".meanwhile")).contains("100", "Volumen");
  }

  @Test
  void eachDiscountIsInTheCourseOfTheDealWithItsReason() {
    for (List<String> given :
        List.of(List.of("100", "Volumen"), List.of("50", "Menos volumen"), List.of("", ""))) {
      Map<String, String> typed =
          Map.of(
              "discount",
              given.get(0),
              "reason",
              given.get(1),
              "of",
              "AFTER",
              "shown",
              given.get(0),
              "version",
              version());
      assertThat(agree(seller, typed)).hasStatus(302);
    }

    assertThat(Page.of(get("/pipeline/opportunities/" + deal, seller)).text("main"))
        .containsSubsequence(
            "Recorrido",
            "Descuento: 50 € (4,8 %) → —",
            "Descuento: 100 € (9,1 %) → 50 €",
            "Menos volumen",
            "Descuento: — → 100 €",
            "Volumen");
  }

  @Test
  void competitorsAreKeptOnceEachAndOneOfThemWins() {
    agree(
        seller,
        Map.of(
            "competitor",
            " Cafés Norte, cafes norte , ,Molinos  del Sur; Tostados, S. L. ,",
            "version",
            version()));
    assertThat(
            Page.of(get("/pipeline/opportunities/" + deal + "/terms", seller)).value("competitor"))
        .isEqualTo("Cafés Norte, Molinos del Sur, Tostados, S. L.");

    String move = "/pipeline/opportunities/" + deal + "/move?stage=lost";
    assertThat(Page.of(get(move, seller)).text(".loss-who"))
        .contains(
            "Escribe cuál se la llevó. También miraba a: Cafés Norte, Molinos del Sur, Tostados,"
                + " S. L.");
    assertThat(lose("Cafés Norte, Molinos del Sur, Tostados, S. L.")).hasStatus(422);
    assertThat(lose("molinos del sur")).hasStatus(302);
    assertThat(Page.of(get("/pipeline/opportunities/" + deal, seller)).text(".ended"))
        .contains("olinos del sur");
  }

  private MvcTestResult lose(String competitor) {
    return mvc.post()
        .uri("/pipeline/opportunities/" + deal + "/moves")
        .with(cast.as(seller))
        .with(csrf())
        .param("stage", "lost")
        .param("version", version())
        .param("asked", "true")
        .param("lostReason", "PRICE")
        .param("lostTo", "COMPETITOR")
        .param("competitor", competitor)
        .param("day", seller.today(clock).toString())
        .exchange();
  }

  @Test
  void theCardOfTheCompetitorNamedIsOnTheDeal() {
    String competitor = "Rival " + UUID.randomUUID();
    playbook.material(
        MaterialId.next(),
        new Material.Content(
            Material.Kind.BATTLECARD,
            "Ficha",
            null,
            null,
            null,
            null,
            competitor,
            null,
            null,
            "Pregunta por la avería",
            null,
            null),
        cast.lucia().id(),
        clock.instant());
    String kit = "/pipeline/opportunities/" + deal + "/kit";
    assertThat(Page.of(get(kit, seller)).text("main")).doesNotContain("Pregunta por la avería");

    agree(seller, Map.of("competitor", competitor.toUpperCase(), "version", version()));

    assertThat(Page.of(get(kit, seller)).text("main")).contains("Pregunta por la avería");
    assertThat(SqlCount.during(() -> get(kit, seller)))
        .as("signing in takes one of them")
        .hasSizeLessThanOrEqualTo(9);

    agree(seller, Map.of("competitor", "Cafés Sur", "version", version()));
    assertThat(Page.of(get(kit, seller)).text("main")).doesNotContain("Pregunta por la avería");
    agree(seller, Map.of("competitor", "Cafés Sur, " + competitor, "version", version()));
    assertThat(Page.of(get(kit, seller)).text("main"))
        .as("one of several")
        .contains("Pregunta por la avería");
  }

  @Test
  void theKitOfADealSpeaksToWhomeverOfItIsChosen() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    Company hotel = desk.company("Hotel Voces");
    Person paula = desk.person("Paula Voces", hotel.id());
    Person eva = desk.person("Eva Voces", hotel.id());
    Person stranger = desk.person("Nadie Voces", null);
    OpportunityId two =
        desk.deal(
            seller,
            "Trato a dos voces",
            hotel.id(),
            paula.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now());
    deals.engage(two, eva.id(), BuyingRole.PAYS);
    ScriptId script = ScriptId.next();
    playbook.script(
        script,
        new Script.Content(
            "Voces",
            null,
            "Hola, {{persona.nombre}}: {{oportunidad.nombre}}",
            null,
            null,
            null,
            null),
        cast.lucia().id(),
        clock.instant());
    String kit = "/pipeline/opportunities/" + two + "/kit";

    Page own = Page.of(get(kit, seller));
    assertThat(own.text("#script-" + script)).contains("Hola, Paula Voces: Trato a dos voces");
    assertThat(own.texts(".kit-whom a")).containsExactly("Paula Voces", "Eva Voces");
    assertThat(own.text(".kit-whom [aria-current]")).isEqualTo("Paula Voces");
    Page other = Page.of(get(kit + "?person=" + eva.id(), seller));
    assertThat(other.text("#script-" + script)).contains("Hola, Eva Voces: Trato a dos voces");
    assertThat(other.document().select("#script-" + script + " a[href^=mailto]").attr("href"))
        .startsWith("mailto:" + eva.email().orElseThrow().value());
    assertThat(other.text(".kit-whom [aria-current]")).isEqualTo("Eva Voces");
    assertThat(get(kit + "?person=" + stranger.id(), seller)).hasStatus(404);
    assertThat(
            Page.of(get("/pipeline/opportunities/" + two + "/map", seller))
                .document()
                .select("a[href='" + kit + "?person=" + eva.id() + "']"))
        .isNotEmpty();
    assertThat(SqlCount.during(() -> get(kit, seller)))
        .as("signing in takes one of them, that nobody told them anything another")
        .hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void aSellerOfAnotherTeamNeitherReadsNorWritesThem() {
    Visibility before = cast.see(Visibility.TEAM);
    try {
      isNotForInes();
    } finally {
      cast.see(before);
    }
  }

  private void isNotForInes() {
    String terms = "/pipeline/opportunities/" + deal + "/terms";
    assertThat(get(terms, cast.ines())).hasStatus(404);
    assertThat(agree(cast.ines(), Map.of("discount", "1", "reason", "x", "version", version())))
        .hasStatus(404);
    assertThat(get("/pipeline/opportunities/" + deal + "/kit", cast.ines())).hasStatus(404);
    Map<String, String> secret = new HashMap<>(Map.of("discount", "33", "version", version()));
    secret.put("reason", "Secreto de Vera");
    secret.put("of", "AFTER");
    secret.put("shown", "33");
    assertThat(agree(seller, secret)).hasStatus(302);
    assertThat(Page.of(get("/reports/discounts", cast.ines())).text("main"))
        .doesNotContain("Secreto de Vera");
  }

  private String closeDate() {
    return jdbc.sql("select close_date::text from pipeline.opportunity where id = ?")
        .param(deal.id())
        .query(String.class)
        .single();
  }

  private String version() {
    return jdbc.sql("select version::text from pipeline.opportunity where id = ?")
        .param(deal.id())
        .query(String.class)
        .single();
  }

  private MvcTestResult agree(CurrentUser user, Map<String, String> form) {
    var request =
        mvc.post()
            .uri("/pipeline/opportunities/" + deal + "/terms")
            .with(cast.as(user))
            .with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(path).with(cast.as(user)).exchange();
  }
}
