package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Working through the lists of customers and of purchases. */
@ArenaTest
class CustomerListTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired Purchases purchases;
  @Autowired Customers customers;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private final String word = "cl" + Long.toString(System.nanoTime(), 36);
  private Shop shop;
  private CurrentUser marcos;
  private CurrentUser teresa;

  @BeforeEach
  void open() {
    shop = new Shop(mvc, cast, book, deals, purchases, clock);
    shop.open();
    marcos = cast.marcos();
    teresa = cast.teresa();
  }

  @Test
  void aViewKeepsThePartTheOrderAndTheColumnsAndIsWhereSomebodyBegins() {
    customer("Alfa", marcos, 9);
    String id = UUID.randomUUID().toString();
    CurrentUser nuria = cast.nuria();
    MvcTestResult saved =
        post(
            nuria,
            "/lists/customers/views",
            Map.of(
                "id",
                id,
                "name",
                "Callados " + word,
                "audience",
                "EVERYONE",
                "first",
                "true",
                "state",
                "show=silent&q=" + word + "&sort=last&view=board"));

    assertThat(saved.getResponse().getRedirectedUrl())
        .isEqualTo("/customers?show=silent&q=" + word + "&sort=last&saved=" + id);
    assertThat(get(nuria, "/customers").getResponse().getRedirectedUrl())
        .isEqualTo("/customers?show=silent&q=" + word + "&sort=last&saved=" + id);
    assertThat(get(nuria, "/customers?saved=none")).hasStatusOk();
    Page view = page("/customers?show=silent&q=" + word + "&sort=last&saved=" + id);
    assertThat(view.text(".viewtabs [aria-current]")).startsWith("Callados " + word);
    assertThat(view.text(".seg [aria-current]"))
        .as("a view stays what it is, whether or not somebody is in it")
        .startsWith("En silencio");
    assertThat(view.document().select(".filters [name=saved]").val()).isEqualTo(id);
    assertThat(post(nuria, "/lists/views/" + id + "/deletion", Map.of())).hasStatus(302);
  }

  @Test
  void theWholeListIsAllCustomersAndTheBareAddressWhomToLookAfter() {
    Company ends = shop.company(word + " Contrato");
    shop.lasting(marcos, ends.id(), shop.today().minusDays(340), shop.today().plusDays(20));

    Page bare = page("/customers");
    assertThat(bare.text(".seg [aria-current]")).startsWith("Renovaciones");
    assertThat(bare.has(".viewtabs [aria-current]")).isFalse();
    assertThat(bare.document().select(".viewdo a[href*=views/new]").attr("href"))
        .as("a view of it keeps the part that is shown")
        .contains("show%3Drenewal");
    Page whole = page(bare.document().select(".viewtabs a").first().attr("href"));
    assertThat(whole.text(".seg [aria-current]")).startsWith("Todos");
    assertThat(whole.text(".viewtabs [aria-current]")).isEqualTo("Lista entera");
    assertThat(whole.document().select(".seg a").first().attr("href")).contains("saved=none");
  }

  @Test
  void columnsAreChosenAndTheFileOfWhatIsSeenHasThem() {
    Company alfa = customer("Alfa", marcos, 9);
    shop.bought(marcos, alfa.id(), "30.50", shop.today().minusDays(40));
    Company beta = customer("Beta", marcos, 3);
    shop.bought(marcos, beta.id(), "20", shop.today().minusDays(2));
    jdbc.sql("update customers.purchase set currency = 'USD' where company_id = ? and amount = 20")
        .param(beta.id().id())
        .update();
    jdbc.sql("update customers.customer set score = 4 where company_id = ?")
        .param(alfa.id().id())
        .update();
    String list = "/customers?show=all&q=" + word;
    CurrentUser ines = cast.ines();
    customers.give(customers.get(alfa.id().id(), teresa), ines.id(), null, teresa, shop.now());

    Map<String, String> chosen =
        Map.of("state", "q=" + word, "order", "total,why,first,heard,purchases,owner");
    var request = mvc.post().uri("/lists/customers/columns").with(cast.as(teresa)).with(csrf());
    chosen.forEach(request::param);
    for (String column : List.of("total", "why", "first", "heard", "purchases", "score", "owner")) {
      request.param("show", column);
    }
    assertThat(request.exchange()).hasStatus(302);

    Page page = page(teresa, list);
    assertThat(page.texts("thead th"))
        .containsSequence(
            "Cliente",
            "Total comprado",
            "Por qué",
            "Primera compra",
            "Última señal",
            "Compras",
            "A cargo",
            "Satisfacción");
    assertThat(page.text("#r-" + alfa.id()))
        .contains("40,50 €", "4 de 10", day(40), day(9), "Inés");
    assertThat(page.document().select("#r-" + alfa.id() + " a.tag-bad").attr("href"))
        .isEqualTo("/customers/" + alfa.id() + "/satisfaction");
    assertThat(page.text("#r-" + beta.id())).contains("10 €", "20", "US");
    var signedIn = cast.as(teresa);
    assertThat(SqlCount.during(() -> mvc.get().uri(list).with(signedIn).exchange()))
        .hasSizeLessThanOrEqualTo(8);

    String seen = page.document().select("a[download][href*=shown][href*=CSV]").attr("href");
    List<String> lines = file(teresa, seen);
    assertThat(lines.get(0))
        .contains("Cliente;Total comprado;Moneda;Por qué;Primera compra;Última señal;Compras");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith(alfa.name() + ";40,5").contains(";EUR;4 de 10;");
    assertThat(lines.get(2)).startsWith(beta.name() + ";").doesNotContain("EUR;");
    assertThat(file(teresa, "/customers/export?format=CSV&q=" + word).get(0))
        .contains("Próxima compra, desde")
        .doesNotContain("Total comprado");
    var usual = mvc.post().uri("/lists/customers/columns").with(cast.as(teresa)).with(csrf());
    assertThat(usual.param("usual", "true").exchange()).hasStatus(302);
  }

  @Test
  void fromOneCustomerToTheNextInTheOrderOfTheList() {
    Company late = customer("Gama", marcos, 1);
    Company often = customer("Beta", marcos, 5);
    Company early = customer("Alfa", marcos, 9);
    Page list = page("/customers?show=all&sort=last&q=" + word);
    assertThat(list.texts("td.who")).containsExactly(late.name(), often.name(), early.name());

    Page second = page(list.document().select("td.who a").get(1).attr("href"));
    assertThat(second.text(".place nav")).contains("2 de 3");
    assertThat(second.document().select("[data-previous]").attr("href"))
        .startsWith("/customers/" + late.id());
    assertThat(second.document().select("[data-next]").attr("href"))
        .startsWith("/customers/" + early.id());
    assertThat(second.document().select("[data-list-back]").attr("href"))
        .isEqualTo("/customers?q=" + word + "&sort=last#r-" + often.id());
    Page third = page(second.document().select("[data-next]").attr("href"));
    assertThat(third.has("[data-next]")).isFalse();
    var signedIn = cast.as(marcos);
    String address = list.document().select("td.who a").get(1).attr("href");
    assertThat(SqlCount.during(() -> mvc.get().uri(URI.create(address)).with(signedIn).exchange()))
        .hasSizeLessThanOrEqualTo(8);
    assertThat(page("/customers/" + late.id()).document().select("[data-list-back]").attr("href"))
        .isEqualTo("/customers");
  }

  @Test
  void aPageOfManyBeginsAgainWhereTheCustomerStands() {
    for (int i = 0; i < Retention.PAGE + 2; i++) {
      customer("Cliente %02d".formatted(i), marcos, 5);
    }
    String address = "/customers?show=all&q=" + word;
    Page first = page(address);
    assertThat(first.texts("td.who")).hasSize(Retention.PAGE);
    String next = first.document().select(".pager a:last-child").attr("href");
    Page second = page(next);
    assertThat(second.texts("td.who")).hasSize(2);
    Page last = page(second.document().select("td.who a").last().attr("href"));
    assertThat(last.text(".place nav")).contains("27 de 27");
    assertThat(last.document().select("[data-list-back]").attr("href")).startsWith(next + "#r-");
  }

  @Test
  void customersArePassedOnTogetherWithANoteAndGoBackWithWhatWentAlong() {
    CurrentUser ines = cast.ines();
    Company alfa = customer("Alfa", marcos, 9);
    Company beta = customer("Beta", ines, 5);
    UUID step = step(alfa, marcos, "Llamar para ver si todo funciona");
    UUID own = step(alfa, ines, "Dar las gracias");

    Page preview = preview(teresa, ines.id().toString(), "Se va de viaje");
    assertThat(preview.text("main"))
        .contains("Cambia 1", alfa.name(), "ahora: " + marcos.name())
        .contains("1 se queda como está", "ya está así", beta.name());
    assertThat(post(teresa, "/lists/customers/changes", fields(preview))).hasStatus(302);

    assertThat(owner(alfa)).isEqualTo(ines.id().id());
    assertThat(owner(beta)).isEqualTo(ines.id().id());
    assertThat(ownerOfStep(step)).as("what is left to do goes along").isEqualTo(ines.id().id());
    assertThat(history(alfa)).containsExactly("Se va de viaje");
    assertThat(told(alfa)).hasSize(2);

    undoLast(teresa);
    assertThat(owner(alfa)).isEqualTo(marcos.id().id());
    assertThat(ownerOfStep(step)).isEqualTo(marcos.id().id());
    assertThat(ownerOfStep(own)).as("hers from before stays hers").isEqualTo(ines.id().id());
    assertThat(history(alfa)).isEmpty();
    assertThat(told(alfa)).as("nobody had read of it").isEmpty();
    assertThat(
            jdbc.sql("select count(*) from customers.task_pass where task_id = ?")
                .param(step)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whoHasHeardOfItIsToldThatItIsUndoneAndWhoeverWasGivenThemSinceKeepsThem() {
    CurrentUser ines = cast.ines();
    Company alfa = customer("Alfa", marcos, 9);
    Company beta = customer("Beta", marcos, 5);
    change(teresa, ines.id().toString(), "");
    jdbc.sql("update notifications.notification set read_at = made_at where link like ?")
        .param("%" + alfa.id())
        .update();
    customers.give(customers.get(beta.id().id(), teresa), null, null, teresa, shop.now());

    undoLast(teresa);

    assertThat(owner(alfa)).isEqualTo(marcos.id().id());
    assertThat(owner(beta)).as("changed since").isNull();
    assertThat(page(marcos, "/notifications").text("main"))
        .contains("Teresa", "ha deshecho el cambio: vuelves a llevar a " + alfa.name());
    assertThat(page(ines, "/notifications").text("main"))
        .contains("ha deshecho el cambio: ya no llevas a " + alfa.name());
  }

  @Test
  void sellersPassOnTheirOwnAlone() {
    CurrentUser ines = cast.ines();
    Company hers = customer("Alfa", marcos, 9);
    customers.give(customers.get(hers.id().id(), teresa), ines.id(), null, teresa, shop.now());
    Company his = customer("Beta", marcos, 5);

    Page preview = preview(marcos, "none", "");
    assertThat(preview.text("main")).contains("Cambia 1", "lo lleva otra persona", hers.name());
    assertThat(post(marcos, "/lists/customers/changes", fields(preview))).hasStatus(302);
    assertThat(owner(hers)).isEqualTo(ines.id().id());
    assertThat(owner(his)).as("nobody").isNull();
    Page wrong = preview(marcos, ines.id().toString(), "x".repeat(501));
    assertThat(wrong.has("main [name=v-note][aria-invalid=true]")).isTrue();
  }

  @Test
  void marketingReadsAndChangesNone() {
    customer("Alfa", marcos, 9);
    CurrentUser lucia = cast.lucia();
    for (String list : List.of("/customers?show=all&q=", "/customers/purchases?q=")) {
      Page page = page(lucia, list + word);
      assertThat(page.texts("tbody tr")).hasSize(1);
      assertThat(page.has("td.pick")).isFalse();
      assertThat(page.has(".bulkbar")).isFalse();
    }
    for (String kind :
        List.of("customers/changes/new?kind=OWNER", "purchases/changes/new?kind=PAID")) {
      assertThat(get(lucia, "/lists/" + kind + "&all=true")).hasStatus(404);
    }
  }

  @Test
  void purchasesAreKeptAsAViewWithColumnsAndGoOutAsTheyAreSeen() {
    Company alfa = customer("Alfa", marcos, 9);
    shop.bought(
        marcos, alfa.id(), "70", shop.today().minusDays(4), shop.today().minusDays(1), null);
    String id = UUID.randomUUID().toString();
    String query = "q=" + word + "&payment=unpaid";
    assertThat(
            post(
                    teresa,
                    "/lists/purchases/views",
                    Map.of("id", id, "name", word, "audience", "ME", "state", query + "&sort=x"))
                .getResponse()
                .getRedirectedUrl())
        .isEqualTo("/customers/purchases?" + query + "&saved=" + id);
    var columns = mvc.post().uri("/lists/purchases/columns").with(cast.as(teresa)).with(csrf());
    columns.param("state", query + "&saved=" + id);
    columns.param("order", "customer,amount,due,source,note");
    for (String column : List.of("customer", "amount", "due", "source")) {
      columns.param("show", column);
    }
    assertThat(columns.exchange()).hasStatus(302);

    String address = "/customers/purchases?" + query + "&saved=" + id;
    Page page = page(teresa, address);
    assertThat(page.texts("thead th"))
        .containsSequence("Qué compró", "Cliente", "Importe", "Vence el", "De dónde sale");
    assertThat(page.text("tbody tr")).contains(alfa.name(), "70 €", day(1), "Anotada a mano");
    var signedIn = cast.as(teresa);
    assertThat(SqlCount.during(() -> mvc.get().uri(address).with(signedIn).exchange()))
        .hasSizeLessThanOrEqualTo(8);
    List<String> lines =
        file(teresa, page.document().select("a[download][href*=shown][href*=CSV]").attr("href"));
    assertThat(lines.get(0)).contains("Qué compró;Cliente;Importe;Moneda;Vence el;De dónde sale");
    assertThat(lines.get(1))
        .isEqualTo(
            "Café de la casa;" + alfa.name() + ";70,00;EUR;" + dayInFile(1) + ";Anotada a mano");
    assertThat(lines).hasSize(3);
  }

  @Test
  void fromOnePurchaseToTheNext() {
    Company alfa = customer("Alfa", marcos, 9);
    shop.bought(marcos, alfa.id(), "20", shop.today().minusDays(5));
    shop.bought(marcos, alfa.id(), "30", shop.today().minusDays(1));
    String from = shop.today().minusDays(30).toString();
    Page list = page("/customers/purchases?from=" + from + "&q=" + word);

    Page second = page(list.document().select("td.who a").get(1).attr("href"));
    assertThat(second.text(".place nav")).contains("2 de 3");
    assertThat(second.value("amount")).isEqualTo("20");
    assertThat(page(second.document().select("[data-next]").attr("href")).value("amount"))
        .isEqualTo("10");
    assertThat(page(second.document().select("[data-previous]").attr("href")).value("amount"))
        .isEqualTo("30");
    assertThat(second.document().select("[data-list-back]").attr("href"))
        .startsWith("/customers/purchases?q=" + word + "&from=" + from + "#r-");
  }

  @Test
  void purchasesAreNotedAsPaidTogetherAndThatIsTakenBack() {
    Company alfa = customer("Alfa", marcos, 9);
    PurchaseId open = shop.bought(marcos, alfa.id(), "20", shop.today().minusDays(5));
    PurchaseId paid =
        shop.bought(
            marcos, alfa.id(), "30", shop.today().minusDays(5), null, shop.today().minusDays(4));
    LocalDate yesterday = shop.today().minusDays(1);

    Page late = ask(marcos, "PAID", Map.of("v-day", shop.today().plusDays(1).toString()));
    assertThat(late.text("main")).contains("El día del cobro no puede estar por llegar");
    Page preview = ask(marcos, "PAID", Map.of("v-day", yesterday.toString()));
    assertThat(preview.text("main"))
        .contains("Cambian 2", "ya está cobrada, en otro día")
        .contains(alfa.name() + " · Café de la casa · " + day(9));
    assertThat(post(marcos, "/lists/purchases/changes", fields(preview))).hasStatus(302);
    assertThat(paidOn(open)).isEqualTo(yesterday);
    assertThat(paidOn(paid)).isEqualTo(shop.today().minusDays(4));

    undoLast(marcos);
    assertThat(paidOn(open)).isNull();
    assertThat(paidOn(paid)).isEqualTo(shop.today().minusDays(4));
  }

  @Test
  void thatAWonDealIsPaidIsNotedInTheDealAndTakenBackThere() {
    Company alfa = shop.company(word + " Ganada");
    var deal = shop.deal(marcos, "Máquinas", alfa.id());
    deals.win(deal, BigDecimal.TEN, shop.today(), "Ya lo querían", marcos.id(), shop.now());
    UUID purchase =
        jdbc.sql("select id from customers.purchase where opportunity_id = ?")
            .param(deal.id())
            .query(UUID.class)
            .single();
    LocalDate today = shop.today();

    assertThat(
            post(
                marcos,
                "/lists/purchases/changes",
                fields(ask(marcos, "PAID", Map.of("v-day", today.toString())))))
        .hasStatus(302);
    assertThat(paidOn(new PurchaseId(purchase))).isEqualTo(today);
    assertThat(dealPaidOn(deal.id())).isEqualTo(today);
    undoLast(marcos);
    assertThat(paidOn(new PurchaseId(purchase))).isNull();
    assertThat(dealPaidOn(deal.id())).isNull();

    Page sellers = ask(marcos, "OWNER", Map.of("v-owner", cast.ines().id().toString()));
    assertThat(sellers.text("main")).contains("es una oportunidad ganada: se cambia en ella");
  }

  @Test
  void whoSoldPurchasesChangesTogetherAndGoesBack() {
    Company alfa = customer("Alfa", marcos, 9);
    PurchaseId more = shop.bought(marcos, alfa.id(), "20", shop.today().minusDays(5));
    Page preview = ask(teresa, "OWNER", Map.of("v-owner", cast.ines().id().toString()));
    assertThat(preview.text("main")).contains("Cambian 2", "ahora: " + marcos.name());
    assertThat(post(teresa, "/lists/purchases/changes", fields(preview))).hasStatus(302);
    assertThat(purchases.get(more, teresa).details().owner()).isEqualTo(cast.ines().id());
    undoLast(teresa);
    assertThat(purchases.get(more, teresa).details().owner()).isEqualTo(marcos.id());
  }

  private String day(int ago) {
    return marcos.formats(Locale.forLanguageTag("es")).date(shop.today().minusDays(ago));
  }

  private String dayInFile(int ago) {
    return shop.today().minusDays(ago).toString();
  }

  private Company customer(String name, CurrentUser owner, int daysAgo) {
    Company company = shop.company(word + " " + name);
    shop.bought(owner, company.id(), "10", shop.today().minusDays(daysAgo));
    return company;
  }

  private UUID step(Company company, CurrentUser owner, String step) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into customers.task
              (id, purchase_id, position, step, due_on, owner_id, created_at, version)
            select :id, p.id, (select count(*) from customers.task t where t.purchase_id = p.id),
              :step, :due, :owner, now(), 0
            from customers.purchase p where p.company_id = :company
            """)
        .param("id", id)
        .param("step", step)
        .param("due", shop.today())
        .param("owner", owner.id().id())
        .param("company", company.id().id())
        .update();
    return id;
  }

  private @Nullable UUID ownerOfStep(UUID step) {
    return jdbc.sql("select owner_id from customers.task where id = ?")
        .param(step)
        .query((rs, n) -> java.util.Optional.ofNullable(rs.getObject(1, UUID.class)))
        .single()
        .orElse(null);
  }

  private @Nullable UUID owner(Company company) {
    return customers.get(company.id().id(), teresa).owner();
  }

  private List<String> history(Company company) {
    return jdbc.sql("select coalesce(note, '-') from customers.owner_change where company_id = ?")
        .param(company.id().id())
        .query(String.class)
        .list();
  }

  private List<String> told(Company company) {
    return jdbc.sql("select text_key from notifications.notification where link like ?")
        .param("%" + company.id())
        .query(String.class)
        .list();
  }

  private @Nullable LocalDate paidOn(PurchaseId id) {
    return purchases.get(id, teresa).details().paid();
  }

  private @Nullable LocalDate dealPaidOn(UUID deal) {
    return jdbc.sql("select paid_on from pipeline.opportunity where id = ?")
        .param(deal)
        .query((rs, n) -> java.util.Optional.ofNullable(rs.getObject(1, LocalDate.class)))
        .single()
        .orElse(null);
  }

  private Page ask(CurrentUser as, String kind, Map<String, String> values) {
    return preview(
        as,
        "purchases",
        "/lists/purchases/changes/new?kind=" + kind + "&all=true&state=q%3D" + word,
        values);
  }

  private Page preview(CurrentUser as, String owner, String note) {
    return preview(
        as,
        "customers",
        "/lists/customers/changes/new?kind=OWNER&all=true&state=q%3D" + word,
        Map.of("v-owner", owner, "v-note", note));
  }

  private Page preview(CurrentUser as, String list, String ask, Map<String, String> values) {
    Map<String, String> sent = fields(page(as, ask));
    sent.put("preview", "true");
    sent.putAll(values);
    return Page.of(post(as, "/lists/" + list + "/changes", sent));
  }

  private void change(CurrentUser as, String owner, String note) {
    assertThat(post(as, "/lists/customers/changes", fields(preview(as, owner, note))))
        .hasStatus(302);
  }

  private void undoLast(CurrentUser as) {
    UUID id =
        jdbc.sql("select id from lists.bulk_change where created_by = ? order by id desc limit 1")
            .param(as.id().id())
            .query(UUID.class)
            .single();
    assertThat(post(as, "/lists/changes/" + id + "/undo", Map.of())).hasStatus(302);
  }

  private static Map<String, String> fields(Page page) {
    Map<String, String> fields = new HashMap<>();
    page.document()
        .select("main input[type=hidden][name]")
        .forEach(i -> fields.put(i.attr("name"), i.val()));
    return fields;
  }

  private List<String> file(CurrentUser as, String path) {
    MvcTestResult sent = get(as, path);
    assertThat(sent).hasStatusOk();
    return new String(sent.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private Page page(String path) {
    return page(marcos, path);
  }

  private Page page(CurrentUser as, String path) {
    MvcTestResult result = get(as, path);
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  private MvcTestResult post(CurrentUser as, String path, Map<String, String> fields) {
    var request = mvc.post().uri(URI.create(path)).with(csrf()).with(cast.as(as));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(CurrentUser as, String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(as)).exchange();
  }
}
