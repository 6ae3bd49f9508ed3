package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.shared.Money;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What customers bought: won deals by themselves, the rest by hand (R004, R036). */
@ArenaTest
class PurchaseTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired Purchases purchases;
  @Autowired JdbcClient jdbc;
  @Autowired java.time.Clock clock;

  private Shop shop;
  private CurrentUser marcos;

  @BeforeEach
  void open() {
    shop = new Shop(mvc, cast, book, deals, purchases, clock);
    shop.open();
    marcos = cast.marcos();
  }

  @Test
  void whatWasBoughtAndWhatIsToBeDoneAreFoundByTheirWordsByWhoeverSeesThem() {
    String word = "cafetera" + System.nanoTime() % 1_000_000;
    Company company = shop.company("Hotel Hallado");
    PurchaseId bought =
        purchases.add(
            PurchaseId.next(),
            new PurchaseDetails(
                company.id(),
                null,
                "Una " + word,
                shop.today(),
                Money.of(new BigDecimal("70"), Shop.EUR),
                null,
                null,
                null,
                cast.marcos().id(),
                null,
                null,
                null),
            cast.marcos().id(),
            shop.now());
    UUID task = UUID.randomUUID();
    jdbc.sql(
            """
            insert into pipeline.task (id, what, owner_id, created_at, created_by, version)
            values (?, ?, ?, now(), ?, 0)
            """)
        .params(task, "Limpiar la " + word, cast.marcos().id().id(), cast.marcos().id().id())
        .update();
    Visibility before = cast.see(Visibility.OWN);
    try {
      for (String path : List.of("/search?q=", "/search/suggestions?q=")) {
        Page found = Page.of(search(path + word, cast.marcos()));
        assertThat(found.document().select("a[href]").eachAttr("href"))
            .contains("/customers/" + company.id(), "/pipeline/tasks/" + task);
        assertThat(found.text("body")).contains("Una " + word, "compra", "Limpiar la", "tarea");
        assertThat(Page.of(search(path + word, cast.ines())).text("body"))
            .doesNotContain("Una " + word, "Limpiar la");
      }
      var signedIn = cast.as(cast.marcos());
      assertThat(
              SqlCount.during(() -> mvc.get().uri("/search?q=" + word).with(signedIn).exchange()))
          .hasSizeLessThanOrEqualTo(8);
      jdbc.sql("update customers.purchase set deleted_at = now(), deleted_by = ? where id = ?")
          .params(cast.marcos().id().id(), bought.id())
          .update();
      assertThat(Page.of(search("/search?q=" + word, cast.marcos())).text("body"))
          .doesNotContain("Una " + word);
    } finally {
      cast.see(before);
    }
  }

  @Test
  void theSearchOfEverythingNamesOnceWhatSomebodyBoughtAgainAndAgain() {
    Company company = shop.company("Casa Reiterada");
    for (int month = 0; month < 3; month++) {
      shop.bought(marcos, company.id(), "70", shop.today().minusMonths(month));
    }
    jdbc.sql("update customers.purchase set what = 'Pan de nueces' where company_id = ?")
        .param(company.id().id())
        .update();

    assertThat(Page.of(search("/search?q=nueces", marcos)).texts("main .list a"))
        .containsExactly("Pan de nueces");
    assertThat(Page.of(search("/search?q=reiterada", marcos)).texts("main .list a"))
        .as("who bought is found as a company")
        .containsExactly(company.name());
  }

  private MvcTestResult search(String path, CurrentUser as) {
    return mvc.get().uri(path).with(cast.as(as)).exchange();
  }

  @Test
  void aWonDealIsAPurchaseOnceAndGoesWithTheWin() {
    Company company = shop.company("Hotel Gana");
    OpportunityId deal = shop.deal(marcos, "Café de invierno", company.id());
    assertThat(bought(company)).isEmpty();

    deals.win(
        deal,
        new BigDecimal("800"),
        shop.today().minusDays(2),
        "Ya lo querían",
        marcos.id(),
        shop.now());

    assertThat(bought(company))
        .containsExactly("Café de invierno 800.00 " + shop.today().minusDays(2));
    deals.paid(deal, shop.today().plusDays(20), shop.today());
    assertThat(purchasesOf(company)).isEqualTo(1);
    Page list = Page.of(get("/customers/purchases?customer=" + company.id()));
    assertThat(list.texts("tbody tr")).hasSize(1);
    assertThat(list.text("tbody tr")).contains("oportunidad ganada", "800 €", "cobrada el");

    // By its own page a won deal is not taken away.
    UUID purchase = idOf(deal);
    assertThat(post("/customers/purchases/" + purchase + "/deletion", Map.of("version", "1")))
        .hasStatus(302)
        .flash()
        .containsEntry("flashKey", "purchase.delete.deal");

    deals.remove(deal);
    assertThat(bought(company)).isEmpty();
    assertThat(purchasesOf(company)).isZero();
  }

  @Test
  void aDealThatIsReopenedIsNoPurchaseAnyMore() {
    Company company = shop.company("Hotel Reabre");
    OpportunityId deal = shop.deal(marcos, "Tazas", company.id());
    deals.win(deal, new BigDecimal("80"), shop.today(), "Ya lo querían", marcos.id(), shop.now());
    String stage = deals.stages().stream().findFirst().orElseThrow().id().toString();

    MvcTestResult moved =
        post(
            "/pipeline/opportunities/" + deal + "/moves",
            Map.of(
                "stage",
                stage,
                "version",
                version(deal),
                "reason",
                "Se echan atrás",
                "step",
                "Llamar",
                "when",
                shop.today().plusDays(1).toString()));

    assertThat(moved).hasStatus(302);
    assertThat(bought(company)).isEmpty();
    assertThat(Page.of(get("/customers/" + company.id())).text("#reasons"))
        .contains("ya no le queda ninguna compra")
        .doesNotContain("compró hace poco", "se ha hablado");
  }

  @Test
  void whatIsWrittenDownByHandIsChangedTakenAwayAndBroughtBack() {
    Company company = shop.company("Bar Mano");
    UUID id = PurchaseId.next().id();
    Map<String, String> typed =
        Map.of(
            "id",
            id.toString(),
            "company",
            company.name(),
            "what",
            "Molino",
            "boughtOn",
            shop.today().toString(),
            "amount",
            "1.250,50",
            "currency",
            "EUR",
            "owner",
            marcos.id().toString());

    MvcTestResult nothing =
        post("/customers/purchases", Map.of("id", id.toString(), "what", "Molino"));
    assertThat(nothing).hasStatus(422);
    assertThat(Page.of(nothing).value("what")).isEqualTo("Molino");
    assertThat(Page.of(nothing).text("#company-notes .error")).contains("Di qué empresa");

    assertThat(post("/customers/purchases", typed)).hasStatus(302);
    assertThat(post("/customers/purchases", typed)).as("sent twice").hasStatus(302);
    assertThat(bought(company)).containsExactly("Molino 1250.50 " + shop.today());

    Map<String, String> changed = new HashMap<>(typed);
    changed.put("amount", "1.300");
    changed.put("paidOn", shop.today().plusDays(1).toString());
    changed.put("version", "0");
    MvcTestResult future = post("/customers/purchases/" + id, changed);
    assertThat(future).hasStatus(422);
    assertThat(Page.of(future).text("#paidOn-notes .error")).contains("no puede estar por llegar");
    changed.put("paidOn", "");
    assertThat(post("/customers/purchases/" + id, changed)).hasStatus(302);
    changed.put("amount", "1");
    MvcTestResult late = post("/customers/purchases/" + id, changed);
    assertThat(late).as("somebody changed it meanwhile").hasStatus(409);
    assertThat(Page.of(late).text("#amount-notes")).contains("Ahora: 1.300 €");

    assertThat(post("/customers/purchases/" + id + "/deletion", Map.of("version", "1")))
        .hasStatus(302);
    assertThat(purchasesOf(company)).isZero();
    assertThat(get("/customers/purchases/" + id)).hasStatus(404);
    assertThat(post("/customers/purchases/" + id + "/restoring", Map.of())).hasStatus(302);
    assertThat(bought(company)).containsExactly("Molino 1300.00 " + shop.today());
    assertThat(purchasesOf(company)).isEqualTo(1);
  }

  /** Two companies are called the same: who bought is asked, and the purchase stays theirs. */
  @Test
  void whichCompanyOfSeveralBoughtIsAskedAndStays() {
    CompanyId[] both = {CompanyId.next(), CompanyId.next()};
    for (CompanyId one : both) {
      book.addCompany(one, CompanyDetails.named("Laxe Doble"), marcos.id(), shop.now());
    }
    UUID id = PurchaseId.next().id();
    Map<String, String> typed = new HashMap<>();
    typed.put("id", id.toString());
    typed.put("company", "Laxe Doble");
    typed.put("what", "Molino");
    typed.put("boughtOn", shop.today().toString());
    typed.put("amount", "100");

    MvcTestResult asked = post("/customers/purchases", typed);
    assertThat(asked).hasStatus(422);
    assertThat(Page.of(asked).text("#company-notes .error")).contains("Laxe Doble");
    typed.put("asked", Page.of(asked).value("asked"));
    typed.put("which", both[1].toString());
    assertThat(post("/customers/purchases", typed)).hasStatus(302);

    Page edit = Page.of(get("/customers/purchases/" + id));
    typed.remove("asked");
    typed.remove("which");
    typed.put("note", "Con portes");
    typed.put("company", edit.value("company"));
    typed.put("version", edit.value("version"));
    assertThat(post("/customers/purchases/" + id, typed)).hasStatus(302);
    assertThat(
            jdbc.sql("select company_id from customers.purchase where id = :id and note <> ''")
                .param("id", id)
                .query(UUID.class)
                .single())
        .isEqualTo(both[1].id());
  }

  @Test
  void theCustomersPageSaysWhatToTalkAboutAndCostsFewStatements() {
    Company company = shop.company("Hotel Página");
    for (int i = 1; i <= 12; i++) {
      shop.bought(marcos, company.id(), "100", shop.today().minusDays(i * 10));
    }
    shop.bought(
        marcos, company.id(), "50", shop.today().minusDays(40), shop.today().minusDays(9), null);

    Page page = Page.of(get("/customers/" + company.id()));

    assertThat(page.text("h1")).startsWith("Hotel Página");
    assertThat(page.text(".facts")).contains("13", "1.250 €", "Marcos");
    assertThat(page.text("#reasons")).contains("se tenía que haber cobrado");
    assertThat(page.texts("#purchases tbody tr")).hasSize(10);
    assertThat(page.text("#purchases")).contains("Ver las 13");
    assertThat(Page.of(get("/customers/purchases?customer=" + company.id())).texts("tbody tr"))
        .hasSize(13);
    assertThat(
            Page.of(get("/customers/purchases?payment=late&customer=" + company.id()))
                .texts("tbody tr"))
        .hasSize(1);
    var signedIn = cast.as(marcos);
    for (String path :
        List.of(
            "/customers/" + company.id(),
            "/customers/purchases",
            "/customers/part?company=" + company.id())) {
      assertThat(SqlCount.during(() -> mvc.get().uri(path).with(signedIn).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
    Page file = Page.of(get("/customers/part?company=" + company.id()));
    assertThat(file.text("main")).contains("13 compras · 1.250 €");
    // Its people see what it bought.
    String person = shop.person("Eva de la Página", company.id()).id().toString();
    assertThat(Page.of(get("/customers/part?person=" + person)).text("main"))
        .contains("Compra su empresa, Hotel Página")
        .contains("13 compras · 1.250 €");
  }

  @Test
  void whatIsDueBeforeItIsBoughtIsAskedAboutOnceForOneMayPayInAdvance() {
    Company company = shop.company("Hotel Adelanta");
    Map<String, String> typed = new java.util.HashMap<>();
    typed.put("id", UUID.randomUUID().toString());
    typed.put("company", company.name());
    typed.put("what", "Café");
    typed.put("boughtOn", shop.today().minusDays(2).toString());
    typed.put("amount", "100");
    typed.put("dueOn", shop.today().minusDays(30).toString());
    typed.put("paidOn", shop.today().plusDays(1).toString());
    MvcTestResult refused = post("/customers/purchases", typed, marcos);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#paidOn-notes .error")).contains("no puede estar por llegar");

    typed.put("paidOn", shop.today().minusDays(29).toString());
    MvcTestResult asked = post("/customers/purchases", typed, marcos);
    assertThat(asked).hasStatus(422);
    assertThat(Page.of(asked).text("#dueOn-notes .error")).contains("Vence antes de la compra");
    assertThat(Page.of(asked).has("input[name=advance]")).isTrue();
    assertThat(purchasesOf(company)).isZero();

    typed.put("advance", "true");
    assertThat(post("/customers/purchases", typed, marcos)).hasStatus(302);
    assertThat(purchasesOf(company)).isEqualTo(1);

    UUID made = UUID.fromString(typed.get("id"));
    typed.remove("advance");
    typed.put("version", "0");
    typed.put("note", "Como dijeron");
    assertThat(post("/customers/purchases/" + made, typed, marcos))
        .as("what stands is not asked about again")
        .hasStatus(302);
  }

  @Test
  void whoeverWasTalkedToBeforeTheyBoughtIsNoStrangerAsACustomer() {
    Instant monday = shop.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MILLIS);
    Company company = shop.company("Hotel Ya Hablado");
    Person sara = shop.person("Sara", company.id());
    log(InteractionKind.CALL, InteractionResult.TALKED, sara, monday.minusSeconds(86_400));
    log(InteractionKind.MEETING, null, sara, monday);
    log(InteractionKind.CALL, InteractionResult.NO_ANSWER, sara, monday.plusSeconds(3_600));
    log(InteractionKind.NOTE, null, sara, monday.plusSeconds(7_200));
    OpportunityId deal = shop.deal(marcos, "Café hablado", company.id());
    deals.win(deal, BigDecimal.TEN, shop.today(), "Lo querían", marcos.id(), shop.now());

    assertThat(lastContact(company.id().id())).isEqualTo(monday);
    assertThat(Page.of(get("/customers/" + company.id())).text(".facts"))
        .doesNotContain("Ninguna aún");

    Person alone = shop.person("Nora", null);
    log(InteractionKind.EMAIL, InteractionResult.ASKED_FOR_TIME, alone, monday);
    purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            null,
            alone.id(),
            "Molino",
            shop.today(),
            Money.of(BigDecimal.TEN, Shop.EUR),
            null,
            null,
            null,
            marcos.id(),
            null,
            null,
            null),
        marcos.id(),
        shop.now());
    assertThat(lastContact(alone.id().id())).isEqualTo(monday);

    Company quiet = shop.company("Hotel Callado");
    shop.bought(marcos, quiet.id(), "10", shop.today());
    assertThat(lastContact(quiet.id().id())).isNull();
  }

  @Test
  void whoeverWasACustomerBeforeTheirTalksWereCountedIsHeardByTheMigration() throws IOException {
    Instant monday = shop.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MILLIS);
    Company company = shop.company("Hotel De Antes");
    Person sara = shop.person("Sara de antes", company.id());
    log(InteractionKind.CALL, InteractionResult.TALKED, sara, monday);
    shop.bought(marcos, company.id(), "10", shop.today());
    jdbc.sql("update customers.customer set last_contact_at = null where company_id = ?")
        .param(company.id().id())
        .update();

    jdbc.sql(
            new ClassPathResource(
                    "db/migration/customers/V20261130_1400__talks_before_the_first_purchase.sql")
                .getContentAsString(StandardCharsets.UTF_8))
        .update();

    assertThat(lastContact(company.id().id())).isEqualTo(monday);
  }

  private void log(
      InteractionKind kind, @Nullable InteractionResult result, Person with, Instant at) {
    book.log(
        InteractionId.next(),
        kind,
        result,
        with.id(),
        null,
        "Lo hablado",
        at,
        marcos.id(),
        shop.now());
  }

  private @Nullable Instant lastContact(UUID customer) {
    return jdbc.sql(
            "select last_contact_at from customers.customer where coalesce(company_id, person_id) = ?")
        .param(customer)
        .query((rs, n) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
        .single()
        .orElse(null);
  }

  @Test
  void aDealOfWhoeverHadBoughtBeforeIsBoughtAgainHoweverTheyBought() {
    Company company = shop.company("Hotel Vuelve");
    OpportunityId deal = shop.deal(marcos, "Café de otoño", company.id());
    deals.win(
        deal,
        new BigDecimal("800"),
        shop.today().minusDays(2),
        "Ya lo querían",
        marcos.id(),
        shop.now());
    assertThat(countedUnder(deal)).isEqualTo("Comprar");

    PurchaseId before = shop.bought(marcos, company.id(), "50", shop.today().minusDays(40));
    assertThat(countedUnder(deal)).isEqualTo("Repetir");
    post("/customers/purchases/" + before + "/deletion", Map.of("version", "0"));
    assertThat(countedUnder(deal)).isEqualTo("Comprar");
    post("/customers/purchases/" + before + "/restoring", Map.of());
    assertThat(countedUnder(deal)).isEqualTo("Repetir");

    OpportunityId next = shop.deal(marcos, "Café de invierno", company.id());
    deals.win(next, BigDecimal.TEN, shop.today(), "Otra vez", marcos.id(), shop.now());
    assertThat(countedUnder(next)).isEqualTo("Repetir");

    Company other = shop.company("Hotel Compra Ya");
    shop.bought(marcos, other.id(), "50", shop.today().minusDays(40));
    OpportunityId first = shop.deal(marcos, "Su primera", other.id());
    deals.win(first, BigDecimal.TEN, shop.today(), "Lo querían", marcos.id(), shop.now());
    assertThat(countedUnder(first)).isEqualTo("Repetir");
  }

  /** The phase under which the page of a won deal says that it counts. */
  private String countedUnder(OpportunityId deal) {
    String ended = Page.of(get("/pipeline/opportunities/" + deal, marcos)).text("p.ended");
    return ended.substring(ended.lastIndexOf(' ') + 1);
  }

  @Test
  void whoIsNotInChargeSeesOnlyWhatTheySold() {
    Company company = shop.company("Hotel Ajeno");
    shop.bought(marcos, company.id(), "777", shop.today().minusDays(3));
    CurrentUser ines = cast.ines();
    Visibility before = cast.see(Visibility.OWN);
    try {
      assertThat(get("/customers/" + company.id(), cast.ines())).hasStatus(404);
      assertThat(Page.of(get("/customers/purchases", cast.ines())).text("main"))
          .doesNotContain("777 €");
      assertThat(Page.of(get("/customers/part?company=" + company.id(), cast.ines())).text("main"))
          .contains("Ya ha comprado")
          .doesNotContain("777 €");
      shop.bought(ines, company.id(), "333", shop.today().minusDays(1));
      Page own = Page.of(get("/customers/" + company.id(), cast.ines()));
      assertThat(own.text("main")).contains("333 €").doesNotContain("777 €");
      Page whole = Page.of(get("/customers/" + company.id(), cast.marcos()));
      assertThat(whole.text("#purchases"))
          .as("whoever is in charge sees all")
          .contains("333 €", "777 €");
      assertThat(
              post(
                  "/customers/" + company.id() + "/owner",
                  Map.of("version", "0", "owner", ines.id().toString()),
                  cast.ines()))
          .flash()
          .containsEntry("flashKey", "customer.owner.notYours");
    } finally {
      cast.see(before);
    }
  }

  private List<String> bought(Company company) {
    return jdbc.sql(
            "select what || ' ' || amount || ' ' || bought_on from customers.purchase where company_id = ? and deleted_at is null")
        .param(company.id().id())
        .query(String.class)
        .list();
  }

  private int purchasesOf(Company company) {
    return jdbc.sql(
            "select coalesce(max(purchases), 0) from customers.customer where company_id = ?")
        .param(company.id().id())
        .query(Integer.class)
        .single();
  }

  private UUID idOf(OpportunityId deal) {
    return jdbc.sql("select id from customers.purchase where opportunity_id = ?")
        .param(deal.id())
        .query(UUID.class)
        .single();
  }

  private String version(OpportunityId deal) {
    return jdbc.sql("select version from pipeline.opportunity where id = ?")
        .param(deal.id())
        .query(String.class)
        .single();
  }

  private MvcTestResult get(String path) {
    return get(path, marcos);
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(URI.create(path)).with(cast.as(user)).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    return post(path, fields, marcos);
  }

  private MvcTestResult post(String path, Map<String, String> fields, CurrentUser user) {
    var request = mvc.post().uri(path).with(cast.as(user)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }
}
