package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.BuyingRole;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.playbook.Offer;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.shared.Money;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Whom to look after now, and selling again in one click (R034, R011, R033). */
@ArenaTest
class RetentionTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired Purchases purchases;
  @Autowired Expectations expectations;
  @Autowired Playbook playbook;
  @Autowired Profiles profiles;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Shop shop;
  private CurrentUser marcos;

  @BeforeEach
  void open() {
    shop = new Shop(mvc, cast, book, deals, purchases, clock);
    shop.open();
    marcos = cast.marcos();
  }

  @Test
  void eachPartShowsWhoNeedsSomebodyAndTheNumberIsThatOfItsRows() {
    for (int i = 0; i < 12; i++) {
      Company monthly = shop.company("Mensual");
      for (int k = 0; k < 7; k++) {
        shop.bought(marcos, monthly.id(), "100", shop.today().minusDays(5 + k * 30));
      }
    }
    Company late = shop.company("Moroso");
    shop.bought(
        marcos, late.id(), "70", shop.today().minusDays(50), shop.today().minusDays(20), null);
    Company stopped = shop.company("Se fue");
    for (int k = 0; k < 7; k++) {
      shop.bought(marcos, stopped.id(), "100", shop.today().minusDays(400 + k * 30));
    }
    Company ends = shop.company("Contrato");
    shop.lasting(marcos, ends.id(), shop.today().minusDays(340), shop.today().plusDays(20));
    expectations.learn(shop.today(), shop.now());
    while (expectations.workOff(shop.now()) > 0) {
      // until nobody is due
    }

    assertThat(names("risk")).contains(late.name(), stopped.name()).doesNotContain(ends.name());
    assertThat(names("silent")).contains(stopped.name()).doesNotContain(late.name());
    assertThat(names("renewal")).contains(ends.name()).doesNotContain(late.name());
    assertThat(Page.of(get("/customers?show=expected")).text("main"))
        .contains("Mensual", "hacia el", "Acierta el");
    var signedIn = cast.as(marcos);
    for (String part : List.of("renewal", "risk", "silent", "expected", "all")) {
      Page page = Page.of(get("/customers?show=" + part));
      int said = Integer.parseInt(page.text(".seg [aria-current] b").replace(".", ""));
      int rows = page.texts("tbody tr").size();
      String next = page.document().select(".pager a[href*=after]").attr("href");
      while (!next.isEmpty()) {
        Page more = Page.of(get(next));
        rows += more.texts("tbody tr").size();
        next = more.document().select(".pager a:last-child[href*=after]").attr("href");
      }
      assertThat(rows).as(part).isEqualTo(said);
      assertThat(
              SqlCount.during(
                  () -> mvc.get().uri("/customers?show=" + part).with(signedIn).exchange()))
          .as(part)
          .hasSizeLessThanOrEqualTo(8);
    }
    assertThat(
            SqlCount.during(
                () -> mvc.get().uri("/customers/" + ends.id()).with(signedIn).exchange()))
        .hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void customersAreFoundByTheirNameAndStandInTheOrderThatIsChosen() {
    String word = "Ñandú" + System.nanoTime() % 100_000;
    Company early = shop.company(word + " Alfa");
    Company often = shop.company(word + " Beta");
    Company late = shop.company(word + " Gama");
    shop.bought(marcos, early.id(), "10", shop.today().minusDays(9));
    shop.bought(marcos, often.id(), "10", shop.today().minusDays(5));
    shop.bought(marcos, often.id(), "10", shop.today().minusDays(7));
    shop.bought(marcos, late.id(), "10", shop.today().minusDays(1));
    String found = "/customers?show=all&q=" + word.replace("Ñ", "n").replace("ú", "u");

    assertThat(found(found)).containsExactly(early.name(), often.name(), late.name());
    assertThat(found(found + "&sort=last"))
        .containsExactly(late.name(), often.name(), early.name());
    assertThat(found(found + "&sort=purchases")).startsWith(often.name());
    assertThat(found(found + "&sort=name&after=" + early.id()))
        .containsExactly(often.name(), late.name());
    assertThat(found("/customers?show=renewal&q=" + word))
        .as("where the part has nobody, all of them")
        .hasSize(3);
    Page page = Page.of(get(found + "&sort=last"));
    assertThat(page.document().select(".filters [name=q]").val()).isNotEmpty();
    assertThat(page.text("#sort [selected]")).isEqualTo("la última compra");
    assertThat(page.document().select(".seg a[href*=risk]").attr("href"))
        .contains("q=", "sort=last");
    assertThat(page.document().select("a[href*=export]").attr("href")).contains("q=", "sort=last");
    assertThat(
            new String(
                get("/customers/export?format=CSV&show=all&sort=last&q=" + word)
                    .getResponse()
                    .getContentAsByteArray(),
                StandardCharsets.UTF_8))
        .containsSubsequence(late.name(), often.name(), early.name());
    var signedIn = cast.as(marcos);
    assertThat(SqlCount.during(() -> mvc.get().uri(found).with(signedIn).exchange()))
        .hasSizeLessThanOrEqualTo(8);
    assertThat(Page.of(get("/customers?q=Nadieasi" + word)).text(".empty"))
        .contains("Ningún cliente coincide");
    assertThat(Page.of(get("/customers?owner=none")).text(".empty"))
        .contains("Todos los clientes tienen a alguien a su cargo");
  }

  private List<String> found(String path) {
    return Page.of(get(path)).texts("tbody td.who");
  }

  @Test
  void whileItIsWorkedOutWhenSomebodyBuysAgainThatIsSaid() {
    for (int i = 0; i < 12; i++) {
      Company monthly = shop.company("Al mes");
      for (int k = 0; k < 7; k++) {
        shop.bought(marcos, monthly.id(), "100", shop.today().minusDays(5 + k * 30));
      }
    }
    expectations.learn(shop.today(), shop.now());
    Company third = shop.company("Tercera");
    for (int k = 0; k < 3; k++) {
      shop.bought(marcos, third.id(), "100", shop.today().minusDays(5 + k * 30));
    }

    assertThat(Page.of(get("/customers/" + third.id())).text("main"))
        .contains("Se está calculando cuándo volverá")
        .doesNotContain("días distintos");
    while (expectations.workOff(shop.now()) > 0) {
      // until nobody is due
    }
    assertThat(Page.of(get("/customers/" + third.id())).text("main")).contains("hacia el");
  }

  @Test
  void whoNeverSpokeWithUsIsNotSaidToHaveSpokenLately() {
    Company company = shop.company("Nunca habló");
    shop.bought(marcos, company.id(), "70", shop.today().minusDays(2));
    String path = "/customers/" + company.id();
    assertThat(Page.of(get(path)).text("#reasons"))
        .contains("Nada espera", "compró hace poco")
        .doesNotContain("hablado");
    jdbc.sql("update customers.customer set last_contact_at = ? where company_id = ?")
        .params(java.sql.Timestamp.from(shop.now()), company.id().id())
        .update();
    assertThat(Page.of(get(path)).text("#reasons")).contains("se ha hablado hace poco");
  }

  @Test
  void aRenewalMakesTheNextPurchaseOnceOrSaysWhyNot() {
    Company company = shop.company("Renueva");
    PurchaseId first =
        shop.lasting(marcos, company.id(), shop.today().minusDays(360), shop.today().plusDays(5));
    String next = UUID.randomUUID().toString();

    assertThat(post("/customers/purchases/" + first + "/renewal", Map.of("version", "0")))
        .flash()
        .containsEntry("flashKey", "renewal.why.required");
    Map<String, String> renewed = Map.of("version", "0", "purchase", next);
    assertThat(post("/customers/purchases/" + first + "/renewal", renewed)).hasStatus(302);
    assertThat(post("/customers/purchases/" + first + "/renewal", renewed)).hasStatus(302);
    assertThat(
            jdbc.sql(
                    "select bought_on || ' ' || renews_on || ' ' || coalesce(renewal_as, '-') from customers.purchase where company_id = ? order by bought_on")
                .param(company.id().id())
                .query(String.class)
                .list())
        .containsExactly(
            shop.today().minusDays(360) + " " + shop.today().plusDays(5) + " RENEWED",
            shop.today() + " " + shop.today().plusDays(5).plusMonths(12) + " -");

    assertThat(
            post(
                "/customers/purchases/" + next + "/renewal",
                Map.of("version", "0", "why", "Cierran")))
        .flash()
        .containsEntry("flashKey", "renewal.ended");
    assertThat(Page.of(get("/customers/" + company.id())).has("#renewals")).isFalse();
  }

  @Test
  void eachRenewalLastsAsLongAsTheFirstFromWhereTheOneBeforeEnds() {
    assertThat(renewedThrice("2025-12-10", "2026-12-10", null, null))
        .containsExactly("2026-12-10 -", "2027-12-10 -", "2028-12-10 -", "2029-12-10 -");
    assertThat(renewedThrice("2026-11-15", "2026-12-15", "2026-11-25", null))
        .as("it is due as long after it begins")
        .containsExactly(
            "2026-12-15 2026-11-25",
            "2027-01-15 2026-12-25",
            "2027-02-15 2027-01-25",
            "2027-03-15 2027-02-25");
    assertThat(renewedThrice("2026-10-16", "2026-11-15", null, null))
        .as("thirty days")
        .containsExactly("2026-11-15 -", "2026-12-15 -", "2027-01-14 -", "2027-02-13 -");
    assertThat(renewedThrice("2026-10-31", "2026-11-30", null, null))
        .as("at the end of each month")
        .containsExactly("2026-11-30 -", "2026-12-31 -", "2027-01-31 -", "2027-02-28 -");
    assertThat(renewedThrice("2026-10-01", "2026-12-10", null, 6))
        .as("by the months that are said")
        .containsExactly("2026-12-10 -", "2027-06-10 -", "2027-12-10 -", "2028-06-10 -");
  }

  @Test
  void eachRenewalSaysWhichTimeItCoversAndIsNoHabitOfBuying() {
    for (int i = 0; i < 12; i++) {
      Company monthly = shop.company("Cada mes");
      for (int k = 0; k < 7; k++) {
        shop.bought(marcos, monthly.id(), "100", shop.today().minusDays(5 + k * 30));
      }
    }
    Company company = shop.company("Contrato largo");
    PurchaseId last =
        shop.lasting(
            marcos, company.id(), LocalDate.parse("2022-12-10"), LocalDate.parse("2023-12-10"));
    for (int i = 0; i < 4; i++) {
      PurchaseId next = PurchaseId.next();
      post(
          "/customers/purchases/" + last + "/renewal",
          Map.of("version", "0", "purchase", next.toString()));
      last = next;
    }
    expectations.learn(shop.today(), shop.now());
    while (expectations.workOff(shop.now()) > 0) {
      // until nobody is due
    }

    List<String> periods =
        List.of(
            "10 dic 2026 – 10 dic 2027",
            "10 dic 2025 – 10 dic 2026",
            "10 dic 2024 – 10 dic 2025",
            "10 dic 2023 – 10 dic 2024",
            "10 dic 2022 – 10 dic 2023");
    Page page = Page.of(get("/customers/" + company.id()));
    assertThat(page.texts("#purchases .period")).containsExactlyElementsOf(periods);
    assertThat(page.text("#renewals")).contains(periods.get(0));
    assertThat(page.text("#next"))
        .contains("Lo próximo es la renovación, el 10 dic 2027")
        .doesNotContain("hacia el", "días distintos");
    assertThat(Page.of(get("/customers/purchases?customer=" + company.id())).texts(".period"))
        .containsExactlyElementsOf(periods);
    assertThat(
            Page.of(get("/reports/timeline?kind=purchases&company=" + company.id()))
                .text(".timeline"))
        .contains(periods);
    assertThat(Page.of(get("/customers?show=all&q=largo")).text("tbody"))
        .contains("renovación el 10 dic 2027");
  }

  /** Until when each lasts, and by when it is to be paid, the first one and three renewals. */
  private List<String> renewedThrice(
      String on, String until, @Nullable String due, @Nullable Integer term) {
    Company company = shop.company("Renueva tres veces");
    PurchaseId last =
        purchases.add(
            PurchaseId.next(),
            new PurchaseDetails(
                company.id(),
                null,
                "Cuota",
                LocalDate.parse(on),
                Money.of(new BigDecimal("50"), Shop.EUR),
                due == null ? null : LocalDate.parse(due),
                null,
                null,
                marcos.id(),
                null,
                LocalDate.parse(until),
                term),
            marcos.id(),
            shop.now());
    for (int i = 0; i < 3; i++) {
      PurchaseId next = PurchaseId.next();
      assertThat(
              post(
                  "/customers/purchases/" + last + "/renewal",
                  Map.of("version", "0", "purchase", next.toString())))
          .hasStatus(302);
      last = next;
    }
    return jdbc.sql(
            """
            select renews_on || ' ' || coalesce(cast(due_on as text), '-') from customers.purchase
            where company_id = ? order by renews_on
            """)
        .param(company.id().id())
        .query(String.class)
        .list();
  }

  @Test
  void aRenewalCanBeUndone() {
    Company company = shop.company("Se arrepiente");
    PurchaseId first =
        shop.lasting(marcos, company.id(), shop.today().minusDays(360), shop.today().plusDays(5));
    String next = PurchaseId.next().toString();
    MvcTestResult renewed =
        post(
            "/customers/purchases/" + first + "/renewal", Map.of("version", "0", "purchase", next));
    assertThat(renewed)
        .flash()
        .containsEntry("flashUndo", "/customers/purchases/" + first + "/renewal/undo");

    assertThat(post("/customers/purchases/" + first + "/renewal/undo", Map.of())).hasStatus(302);
    assertThat(post("/customers/purchases/" + first + "/renewal/undo", Map.of()))
        .as("sent twice")
        .hasStatus(302);

    assertThat(there(company)).containsExactly(first.toString());
    assertThat(Page.of(get("/customers/" + company.id())).text("#renewals")).contains("acaba el");
    String version =
        jdbc.sql("select version from customers.purchase where id = ?")
            .param(first.id())
            .query(String.class)
            .single();
    assertThat(
            post(
                "/customers/purchases/" + first + "/renewal",
                Map.of("version", version, "why", "Cierran")))
        .flash()
        .containsKey("flashUndo");
    post("/customers/purchases/" + first + "/renewal/undo", Map.of());
    assertThat(Page.of(get("/customers/" + company.id())).text("#renewals")).contains("acaba el");
  }

  @Test
  void aRenewalThatWasRenewedItselfIsNotUndone() {
    Company company = shop.company("Sigue");
    PurchaseId first =
        shop.lasting(marcos, company.id(), shop.today().minusDays(360), shop.today().plusDays(5));
    String second = PurchaseId.next().toString();
    post("/customers/purchases/" + first + "/renewal", Map.of("version", "0", "purchase", second));
    post(
        "/customers/purchases/" + second + "/renewal",
        Map.of("version", "0", "purchase", PurchaseId.next().toString()));

    assertThat(post("/customers/purchases/" + first + "/renewal/undo", Map.of()))
        .flash()
        .containsEntry("flashKey", "renewal.undo.not");
    assertThat(there(company)).hasSize(3);
  }

  @Test
  void removingTheRenewalLeavesTheOneBeforePendingAndUndoingThatRenewsItAgain() {
    Company company = shop.company("Quita la renovación");
    PurchaseId first =
        shop.lasting(marcos, company.id(), shop.today().minusDays(338), shop.today().plusDays(27));
    String next = renewed(first);
    assertThat(names("renewal")).doesNotContain(company.name());

    MvcTestResult removed =
        post("/customers/purchases/" + next + "/deletion", Map.of("version", versionOf(next)));

    assertThat(removed)
        .flash()
        .containsEntry("flashUndo", "/customers/purchases/" + next + "/restoring");
    assertThat(names("renewal")).contains(company.name());
    assertThat(Page.of(get("/customers/" + company.id())).text("#renewals")).contains("acaba el");

    assertThat(post("/customers/purchases/" + next + "/restoring", Map.of())).hasStatus(302);
    post("/customers/purchases/" + next + "/restoring", Map.of());

    assertThat(there(company)).containsExactlyInAnyOrder(first.toString(), next);
    assertThat(names("renewal")).doesNotContain(company.name());
    assertThat(renewalOf(first)).isEqualTo("RENEWED " + next);

    post("/customers/purchases/" + next + "/deletion", Map.of("version", versionOf(next)));
    String another = renewed(first);
    assertThat(renewalOf(first)).isEqualTo("RENEWED " + another);
    assertThat(post("/customers/purchases/" + next + "/restoring", Map.of()))
        .as("it is renewed by another meanwhile")
        .flash()
        .containsEntry("flashKey", "purchase.restore.renewed");
    assertThat(there(company)).containsExactlyInAnyOrder(first.toString(), another);
  }

  @Test
  void aRenewalThatWasRenewedIsOnlyRemovedAfterTheLaterOne() {
    Company company = shop.company("Quita la de en medio");
    PurchaseId first =
        shop.lasting(marcos, company.id(), shop.today().minusDays(360), shop.today().plusDays(5));
    String second = renewed(first);
    String third = renewed(new PurchaseId(UUID.fromString(second)));

    assertThat(
            post(
                "/customers/purchases/" + second + "/deletion",
                Map.of("version", versionOf(second))))
        .flash()
        .containsEntry("flashKey", "purchase.delete.renewed");
    post("/customers/purchases/" + third + "/deletion", Map.of("version", versionOf(third)));
    post("/customers/purchases/" + second + "/deletion", Map.of("version", versionOf(second)));

    assertThat(there(company)).containsExactly(first.toString());
    assertThat(Page.of(get("/customers/" + company.id())).text("#renewals")).contains("acaba el");
  }

  @Test
  void thePageOfAPurchaseSaysWhatBecameOfItsRenewalAndUndoesIt() {
    Company company = shop.company("Se arrepiente tarde");
    PurchaseId first =
        shop.lasting(marcos, company.id(), shop.today().minusDays(360), shop.today().plusDays(5));
    renewed(first);
    Page page = Page.of(get("/customers/purchases/" + first));
    assertThat(page.text("#renewal")).contains("Renovada", "Deshacer la renovación");

    String undo = page.document().select("#renewal form").attr("action");
    assertThat(post(undo, Map.of())).hasStatus(302);

    assertThat(there(company)).containsExactly(first.toString());
    assertThat(Page.of(get("/customers/purchases/" + first)).document().select("#renewal"))
        .isEmpty();
    post(
        "/customers/purchases/" + first + "/renewal",
        Map.of("version", versionOf(first.toString()), "why", "Cierran el bar"));
    assertThat(Page.of(get("/customers/purchases/" + first)).text("#renewal"))
        .contains("No la renueva", "Cierran el bar");
  }

  private String renewed(PurchaseId before) {
    String next = PurchaseId.next().toString();
    post(
        "/customers/purchases/" + before + "/renewal",
        Map.of("version", versionOf(before.toString()), "purchase", next));
    return next;
  }

  private String versionOf(String purchase) {
    return jdbc.sql("select cast(version as text) from customers.purchase where id = ?")
        .param(UUID.fromString(purchase))
        .query(String.class)
        .single();
  }

  private String renewalOf(PurchaseId purchase) {
    return jdbc.sql(
            "select renewal_as || ' ' || renewed_by_id from customers.purchase where id = ?")
        .param(purchase.id())
        .query(String.class)
        .single();
  }

  private List<String> there(Company company) {
    return jdbc.sql(
            "select cast(id as text) from customers.purchase where company_id = ? and deleted_at is null")
        .param(company.id().id())
        .query(String.class)
        .list();
  }

  @Test
  void oneClickOpensTheNextDealOnceAndItCountsAsRepeating() {
    Company company = shop.company("Repite");
    shop.bought(marcos, company.id(), "450", shop.today().minusDays(9));
    String id = UUID.randomUUID().toString();

    MvcTestResult opened = post("/customers/" + company.id() + "/deals", Map.of("deal", id));
    assertThat(opened).hasStatus(302).redirectedUrl().isEqualTo("/pipeline/opportunities/" + id);
    post("/customers/" + company.id() + "/deals", Map.of("deal", id));

    assertThat(
            jdbc.sql(
                    "select name || ' ' || amount || ' ' || phase || ' ' || next_step from pipeline.opportunity where company_id = ?")
                .param(company.id().id())
                .query(String.class)
                .list())
        .containsExactly("Otra vez: Café de la casa 450.00 REPEAT Hablar de su próxima compra");
    assertThat(
            post(
                "/customers/" + company.id() + "/deals",
                Map.of("deal", UUID.randomUUID().toString()),
                cast.lucia()))
        .as("marketing reads")
        .hasStatus(403);
  }

  @Test
  void whileTheNextDealIsOpenSellingAgainLeadsToIt() {
    Company company = shop.company("Ya se le vende");
    shop.bought(marcos, company.id(), "450", shop.today().minusDays(9));
    String path = "/customers/" + company.id() + "/deals";
    String id = UUID.randomUUID().toString();
    post(path, Map.of("deal", id));

    MvcTestResult again = post(path, Map.of("deal", UUID.randomUUID().toString()));

    assertThat(again).hasStatus(302).redirectedUrl().isEqualTo("/pipeline/opportunities/" + id);
    assertThat(again).flash().containsEntry("flashKey", "repeat.already");
    OpportunityId first = new OpportunityId(UUID.fromString(id));
    deals.win(first, new BigDecimal("450"), shop.today(), "Repiten", marcos.id(), shop.now());
    String another = UUID.randomUUID().toString();
    assertThat(post(path, Map.of("deal", another)))
        .as("that one is over")
        .redirectedUrl()
        .isEqualTo("/pipeline/opportunities/" + another);
  }

  @Test
  void theNextDealIsSoldByTheSameProfileToTheSamePeople() {
    Company company = shop.company("Vuelve");
    OpportunityId won = shop.deal(marcos, "Primera de Vuelve", company.id());
    ProfileId profile = new ProfileId(TimeOrderedUuid.next());
    profiles.define(profile, "Quien vuelve", EditionText.blank(), cast.lucia().id(), shop.now());
    PersonId buyer = shop.person("Berta Vuelve", company.id()).id();
    deals.engage(won, buyer, BuyingRole.DECIDES);
    deals.win(won, new BigDecimal("450"), shop.today(), "Firmaron", marcos.id(), shop.now());
    jdbc.sql("update pipeline.opportunity set profile_id = ? where id = ?")
        .params(profile.id(), won.id())
        .update();
    shop.bought(marcos, company.id(), "450", shop.today().minusDays(9));
    String id = UUID.randomUUID().toString();

    assertThat(post("/customers/" + company.id() + "/deals", Map.of("deal", id))).hasStatus(302);

    assertThat(
            jdbc.sql(
                    """
                    select o.profile_id || ' ' || r.person_id || ' ' || r.role
                    from pipeline.opportunity o
                    join pipeline.buying_role r on r.opportunity_id = o.id
                    where o.id = cast(? as uuid)
                    """)
                .param(id)
                .query(String.class)
                .list())
        .containsExactly(profile + " " + buyer + " DECIDES");
  }

  @Test
  void whoeverPaysMoreThanNewCustomersWouldIsSaidSo() {
    Company company = shop.company("Fiel");
    String line = "Línea " + UUID.randomUUID();
    OfferId own = offer("Cuota de siempre", line, "90", Offer.ForWhom.ALL);
    offer("Bienvenida", line, "70", Offer.ForWhom.NEW);
    PurchaseId bought = shop.bought(marcos, company.id(), "90", shop.today().minusDays(9));
    assertThat(Page.of(get("/customers/" + company.id() + "/offers")).text("main"))
        .contains("nadie nuevo recibe algo mejor");
    jdbc.sql("update customers.purchase set offer_id = ? where id = ?")
        .params(own.id(), bought.id())
        .update();

    assertThat(Page.of(get("/customers/" + company.id() + "/offers")).text(".warn"))
        .contains("pagan menos", "«Bienvenida» a 70 €", "«Cuota de siempre» a 90 €");
  }

  @Test
  void everyOfferThatIsBetterForNewCustomersIsNamedTheCheapestFirst() {
    Company company = shop.company("Fiel de varias");
    String line = "Línea " + UUID.randomUUID();
    OfferId own = offer("Cuota habitual", line, "90", Offer.ForWhom.ALL);
    offer("Alta ahorro", line, "85", Offer.ForWhom.NEW);
    offer("Bono cara", line, "95", Offer.ForWhom.NEW);
    offer("Zambullida", line, "60", Offer.ForWhom.NEW);
    PurchaseId bought = shop.bought(marcos, company.id(), "90", shop.today().minusDays(9));
    jdbc.sql("update customers.purchase set offer_id = ? where id = ?")
        .params(own.id(), bought.id())
        .update();

    List<String> said = Page.of(get("/customers/" + company.id() + "/offers")).texts(".warn");

    assertThat(said).hasSize(2);
    assertThat(said.get(0)).contains("«Zambullida» a 60 €", "«Cuota habitual» a 90 €");
    assertThat(said.get(1)).contains("«Alta ahorro» a 85 €");
  }

  @Test
  void onlyManagersSetTheDays() {
    assertThat(get("/customers/rules")).hasStatus(403);
    var form = mvc.post().uri("/customers/rules").with(cast.as(cast.teresa())).with(csrf());
    MvcTestResult wrong =
        form.param("silentDays", "3").param("renewalDays", "60").param("version", "0").exchange();
    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).text("#silentDays-notes .error")).contains("7", "730");
  }

  private OfferId offer(String name, String line, String price, Offer.ForWhom whom) {
    return playbook.offer(
        OfferId.next(),
        new Offer.Content(
            Offer.Kind.SALE,
            name,
            line,
            new BigDecimal(price),
            Shop.EUR,
            whom,
            null,
            null,
            null,
            List.of(new Offer.Item("Revisión", BigDecimal.TEN))),
        cast.lucia().id(),
        shop.now());
  }

  private String names(String part) {
    StringBuilder names = new StringBuilder();
    String path = "/customers?show=" + part;
    while (!path.isEmpty()) {
      Page page = Page.of(get(path));
      names.append(String.join("|", page.texts("tbody td.who"))).append("|");
      path = page.document().select(".pager a:last-child[href*=after]").attr("href");
    }
    return names.toString();
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(marcos)).exchange();
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
