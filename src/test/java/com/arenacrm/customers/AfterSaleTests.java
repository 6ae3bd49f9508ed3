package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.pipeline.DealDetails;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.shared.Money;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What is done after a sale: the company's list, its copy for each win, ticked off (R031). */
@ArenaTest
class AfterSaleTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired Purchases purchases;
  @Autowired AfterSale afterSale;
  @Autowired ImportProbe imports;
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

  @AfterEach
  void noList() {
    afterSale.change(List.of(), afterSale.checklist().version());
  }

  @Test
  void eachWinHasItsOwnListOnceAndLosesItWithTheWin() {
    assertThat(Page.of(get("/customers/checklist", cast.teresa())).text("main"))
        .contains("Empezar con una propuesta");
    assertThat(
            Page.of(get("/customers/checklist?proposed=true", cast.teresa()))
                .document()
                .select("input[name=step]")
                .get(0)
                .val())
        .isEqualTo("Dar las gracias y decir quién le atiende");
    String version = String.valueOf(afterSale.checklist().version());
    MvcTestResult wrong = list(version, "mañana", "Llamar");
    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).text(".step-line .error")).contains("de 0 a 365");
    assertThat(list(version, "0", "Llamar ya", "30", "Preguntar", "", "")).hasStatus(302);
    assertThat(list(version, "1", "Otra cosa")).as("somebody changed it meanwhile").hasStatus(409);
    assertThat(get("/customers/checklist", marcos)).hasStatus(403);

    Company company = shop.company("Hotel Después");
    OpportunityId deal = shop.deal(marcos, "Café", company.id());
    deals.win(deal, new BigDecimal("80"), shop.today(), "Ya lo querían", marcos.id(), shop.now());
    deals.paid(deal, shop.today(), null);

    assertThat(steps(company))
        .containsExactly("Llamar ya " + shop.today(), "Preguntar " + shop.today().plusDays(30));
    assertThat(Page.of(get("/pipeline/day", marcos)).text("main"))
        .contains(company.name(), "Llamar ya")
        .doesNotContain(company.name() + " Preguntar");
    Page page = Page.of(get("/customers/" + company.id() + "/tasks", marcos));
    assertThat(page.text("main")).contains("Cómo fue la venta", "Llamar ya", "Preguntar");

    UUID task =
        jdbc.sql(
                "select t.id from customers.task t join customers.purchase p on p.id = t.purchase_id where p.company_id = ? order by position limit 1")
            .param(company.id().id())
            .query(UUID.class)
            .single();
    Page day = Page.of(get("/pipeline/day", marcos));
    String form = "#m-task-" + task + " form[action$=/customers/tasks/" + task + "/tick]";
    assertThat(day.text(form + " button")).startsWith("Hecho");
    assertThat(
            post(
                day.document().select(form).attr("action"),
                marcos,
                Map.of(
                    "version",
                    day.document().select(form + " [name=version]").val(),
                    "back",
                    day.document().select(form + " [name=back]").val())))
        .redirectedUrl()
        .as("where the row stood")
        .isEqualTo("/pipeline/day");
    assertThat(tick(task, "0", true)).as("sent twice").hasStatus(302);
    assertThat(Page.of(get("/pipeline/day", marcos)).text("main")).doesNotContain(company.name());
    assertThat(tick(task, "0", false)).as("it has changed").hasStatus(409);
    assertThat(tick(task, "1", false)).hasStatus(302);

    deals.remove(deal);
    assertThat(steps(company)).isEmpty();
  }

  @Test
  void whatIsLeftToDoGoesWithTheCustomerAndWithTheDealAndSaysWhoHadIt() {
    list(String.valueOf(afterSale.checklist().version()), "0", "Llamar ya", "0", "Preguntar");
    Company company = shop.company("Hotel Cambia");
    OpportunityId deal = won(company);
    tick(task(company, "Llamar ya"), "0", true);
    CurrentUser ines = cast.ines();

    assertThat(
            post(
                "/customers/" + company.id() + "/owner",
                cast.teresa(),
                Map.of(
                    "version",
                    version(company),
                    "owner",
                    ines.id().toString(),
                    "note",
                    "Prefiere las tardes")))
        .hasStatus(302);

    assertThat(owner(company, "Preguntar")).isEqualTo(ines.id().id());
    assertThat(owner(company, "Llamar ya")).as("it is done").isEqualTo(marcos.id().id());
    assertThat(Page.of(get("/pipeline/day", ines)).text("main")).contains("Preguntar");
    assertThat(Page.of(get("/pipeline/day", marcos)).text("main")).doesNotContain(company.name());
    assertThat(Page.of(get("/customers/" + company.id() + "/tasks", ines)).text("main"))
        .contains("Lo tuvo Marcos Vidal hasta el", "Teresa Prado pasó el cliente")
        .contains("Prefiere las tardes");
    assertThat(Page.of(get("/notifications", ines)).text("main"))
        .contains("Teresa Prado te deja a cargo de " + company.name() + ": «Prefiere las tardes»");

    // What the seller of the deal still had goes with the deal.
    jdbc.sql("update customers.task set owner_id = ? where id = ?")
        .params(marcos.id().id(), task(company, "Preguntar"))
        .update();
    UUID nuria = cast.nuria().id().id();
    deals.change(
        deal,
        DealDetails.of(
            "Café",
            null,
            company.id(),
            cast.nuria().id(),
            new BigDecimal("80"),
            Shop.EUR,
            shop.today()),
        null,
        cast.teresa().id(),
        shop.now());

    assertThat(owner(company, "Preguntar")).isEqualTo(nuria);
    assertThat(Page.of(get("/customers/" + company.id() + "/tasks", ines)).text("main"))
        .contains("Lo tuvo Marcos Vidal hasta el", "vino con la oportunidad");
  }

  @Test
  void aStepIsPassedOnToSomebodyWhoThenSeesTheCustomer() {
    list(String.valueOf(afterSale.checklist().version()), "0", "Llamar ya");
    Company company = shop.company("Hotel Pasa");
    won(company);
    UUID task = task(company, "Llamar ya");
    CurrentUser ines = cast.ines();
    String tasks = "/customers/" + company.id() + "/tasks";
    String address = "/customers/tasks/" + task + "/owner";
    Visibility before = cast.see(Visibility.OWN);
    try {
      assertThat(get(tasks, cast.ines())).hasStatus(404);
      assertThat(post(address, cast.ines(), Map.of("version", "0", "owner", ines.id().toString())))
          .as("nobody takes a step of a customer whom they do not see")
          .hasStatus(404);

      MvcTestResult nobody =
          post(address, cast.marcos(), Map.of("version", "0", "owner", "", "note", "Ojo"));
      assertThat(nobody).hasStatus(302).hasRedirectedUrl(tasks);
      assertThat(nobody)
          .flash()
          .containsEntry("wrongStep", task.toString())
          .containsEntry("typedNote", "Ojo");
      assertThat(
              Page.of(
                      mvc.get()
                          .uri(tasks)
                          .cookie(nobody.getResponse().getCookies())
                          .with(cast.as(cast.marcos()))
                          .exchange())
                  .document()
                  .select("#step-" + task + " details[open] input[name=note]")
                  .val())
          .isEqualTo("Ojo");

      Map<String, String> pass =
          Map.of("version", "0", "owner", ines.id().toString(), "note", "Yo estoy fuera");
      assertThat(post(address, cast.marcos(), pass)).hasStatus(302);
      assertThat(post(address, cast.marcos(), pass)).as("sent twice").hasStatus(302);

      assertThat(owner(company, "Llamar ya")).isEqualTo(ines.id().id());
      assertThat(Page.of(get(tasks, cast.ines())).text("main"))
          .containsOnlyOnce("lo pasó Marcos Vidal")
          .contains("Yo estoy fuera");
      assertThat(Page.of(get("/pipeline/day", cast.ines())).text("main")).contains(company.name());
      assertThat(Page.of(get("/notifications", cast.ines())).text("main"))
          .contains("Marcos Vidal te pasa algo por hacer con " + company.name() + ": Llamar ya");
      assertThat(tick(task, "1", true)).as("its seller still sees it").hasStatus(302);
      assertThat(post(address, cast.ines(), Map.of("version", "2", "owner", nuria())))
          .flash()
          .containsEntry("flashKey", "aftersale.pass.done");
    } finally {
      cast.see(before);
    }
  }

  @Test
  void whoeverLosesACustomerOrAStepIsToldOnce() {
    list(String.valueOf(afterSale.checklist().version()), "0", "Llamar ya", "1", "Preguntar");
    CurrentUser ines = cast.ines();
    Company company = shop.company("Hotel Deja");
    won(company);
    String owner = "/customers/" + company.id() + "/owner";
    post(
        owner,
        cast.teresa(),
        Map.of("version", version(company), "owner", ines.id().toString(), "note", ""));
    assertThat(told(company))
        .as("once, though the steps went along")
        .containsExactlyInAnyOrder(
            "marcos customer.owner.told.gone DUE", "ines customer.owner.told DUE");

    post(owner, cast.teresa(), Map.of("version", version(company), "owner", ""));
    assertThat(told(company)).contains("ines customer.owner.told.nobody DUE").hasSize(3);
    assertThat(Page.of(get("/notifications", ines)).text("main"))
        .contains(
            "Teresa Prado ha dejado sin nadie a cargo un cliente que llevabas: " + company.name());

    Company other = shop.company("Hotel Paso");
    won(other);
    post(
        "/customers/tasks/" + task(other, "Llamar ya") + "/owner",
        cast.teresa(),
        Map.of("version", "0", "owner", ines.id().toString()));
    assertThat(told(other))
        .containsExactlyInAnyOrder("marcos aftersale.told.gone DUE", "ines aftersale.told DUE");
    assertThat(Page.of(get("/notifications", cast.marcos())).text("main"))
        .contains(
            "Teresa Prado ha pasado a Inés Soto algo que tenías por hacer con "
                + other.name()
                + ": Llamar ya");
    post(
        "/customers/tasks/" + task(other, "Preguntar") + "/owner",
        cast.marcos(),
        Map.of("version", "0", "owner", ines.id().toString()));
    assertThat(told(other)).as("not what one gives away oneself").hasSize(3);
  }

  @Test
  void whoIsPutInChargeTwiceByADoublePressIsInCharge() {
    Company company = shop.company("Hotel Doble");
    shop.bought(marcos, company.id(), "70", shop.today());
    String owner = "/customers/" + company.id() + "/owner";
    Map<String, String> given =
        Map.of("version", version(company), "owner", cast.ines().id().toString());
    post(owner, cast.teresa(), given);

    assertThat(post(owner, cast.teresa(), given))
        .hasStatus(302)
        .flash()
        .containsEntry("flashKey", "customer.owner.given");
    assertThat(told(company)).as("told once").hasSize(2);
    MvcTestResult other =
        post(
            owner,
            cast.teresa(),
            Map.of("version", given.get("version"), "owner", marcos.id().toString()));
    assertThat(other).hasStatus(409);
    assertThat(Page.of(other).document().select("main a.btn-primary").attr("href"))
        .isEqualTo("/customers/" + company.id());
  }

  @Test
  void aNoteIsGivenOnceAlsoByADoublePressAndBothReadIt() {
    Company company = shop.company("Hotel Nota");
    shop.bought(marcos, company.id(), "70", shop.today());
    String owner = "/customers/" + company.id() + "/owner";
    Map<String, String> given =
        Map.of(
            "version",
            version(company),
            "owner",
            cast.ines().id().toString(),
            "note",
            "Habla poco");
    post(owner, cast.teresa(), given);

    assertThat(post(owner, cast.teresa(), given))
        .hasStatus(302)
        .flash()
        .containsEntry("flashKey", "customer.owner.given");
    assertThat(told(company)).as("told once").hasSize(2);
    assertThat(Page.of(get("/notifications", marcos)).text("main"))
        .contains(
            "Teresa Prado ha pasado a Inés Soto un cliente que llevabas: "
                + company.name()
                + ". Nota: «Habla poco»");
    assertThat(
            post(
                owner,
                cast.teresa(),
                Map.of(
                    "version",
                    given.get("version"),
                    "owner",
                    cast.ines().id().toString(),
                    "note",
                    "Otra cosa")))
        .as("another note is no double press")
        .hasStatus(409);
    String history = "/reports/timeline?kind=sales&company=" + company.id();
    assertThat(Page.of(get(history, marcos)).text(".timeline"))
        .containsOnlyOnce("Cambio de quién está a cargo")
        .contains("Teresa Prado", "Marcos Vidal → Inés Soto", "Habla poco");
  }

  @Test
  void whoHadACustomerWithoutACompanyIsInTheirHistory() {
    Person alone = shop.person("Sola " + UUID.randomUUID(), null);
    purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            null,
            alone.id(),
            "Café",
            shop.today(),
            Money.of(new BigDecimal("9"), Shop.EUR),
            null,
            null,
            null,
            marcos.id(),
            null,
            null,
            null),
        marcos.id(),
        shop.now());
    post("/customers/" + alone.id() + "/owner", cast.teresa(), Map.of("version", "0", "owner", ""));

    assertThat(Page.of(get("/reports/timeline?person=" + alone.id(), marcos)).text(".timeline"))
        .contains("Cambio de quién está a cargo", "Marcos Vidal → —");
  }

  private List<String> told(Company company) {
    return jdbc.sql(
            """
            select split_part(cast(u.email as text), '@', 1) || ' ' || n.text_key || ' ' || n.mail
            from notifications.notification n join identity.user_account u on u.id = n.user_id
            where n.link like '/customers/' || ? || '%'
            """)
        .param(company.id().toString())
        .query(String.class)
        .list();
  }

  @Test
  void whatWasDoneAfterASaleComesBackWhenTheDealIsWonAgain() {
    list(String.valueOf(afterSale.checklist().version()), "0", "Llamar ya", "30", "Preguntar");
    Company company = shop.company("Hotel Reabre");
    OpportunityId deal = won(company);
    deals.paid(deal, shop.today().plusDays(20), shop.today());
    CurrentUser ines = cast.ines();
    post(
        "/customers/" + company.id() + "/owner",
        cast.teresa(),
        Map.of(
            "version", version(company), "owner", ines.id().toString(), "note", "Es de su zona"));
    tick(task(company, "Llamar ya"), "0", true);
    UUID step = task(company, "Preguntar");
    String address = "/pipeline/opportunities/" + deal;

    Page asked = Page.of(get(address + "/move?stage=" + stage(deal), marcos));
    assertThat(asked.text("main .warn"))
        .contains("La compra deja de contar")
        .contains("cobro anotado")
        .contains("2 pasos de después de la venta")
        .contains("vuelve tal como estaba");
    reopen(deal);
    assertThat(steps(company)).isEmpty();
    assertThat(Page.of(get("/pipeline/day", ines)).text("main")).doesNotContain(company.name());

    deals.win(deal, new BigDecimal("90"), shop.today(), "Al final sí", marcos.id(), shop.now());

    assertThat(steps(company))
        .containsExactly("Llamar ya " + shop.today(), "Preguntar " + shop.today().plusDays(30));
    assertThat(task(company, "Preguntar")).isEqualTo(step);
    assertThat(owner(company, "Preguntar")).isEqualTo(ines.id().id());
    assertThat(
            jdbc.sql(
                    "select due_on || ' ' || paid_on || ' ' || amount from customers.purchase where opportunity_id = ?")
                .param(deal.id())
                .query(String.class)
                .single())
        .isEqualTo(shop.today().plusDays(20) + " " + shop.today() + " 90.00");
    Page page = Page.of(get("/customers/" + company.id() + "/tasks", ines));
    assertThat(page.text("main")).contains("Es de su zona", "Llamar ya");
  }

  /** Won again by a file it is what it is won again by hand. */
  @Test
  void aDealThatAFileWinsAgainIsPaidAsItWasUnlessTheFileKnowsBetter() {
    Company company = shop.company("Hotel Reabre por Archivo");
    OpportunityId deal = won(company);
    deals.paid(deal, shop.today().plusDays(20), shop.today());
    reopen(deal);

    ImportProbe.Journey file = file(company, "95", "");
    assertThat(file.rehearse()).isEqualTo("created 0 updated 1 unchanged 0 refused 0");
    file.start();
    assertThat(payment(deal))
        .isEqualTo("95.00 %s %s".formatted(shop.today().plusDays(20), shop.today()));

    assertThat(file.undo()).endsWith("restored 1 left 0");
    assertThat(payment(deal)).isEmpty();
    file(company, "96", shop.today().minusDays(1).toString()).rehearsed().start();
    assertThat(payment(deal))
        .isEqualTo("96.00 %s %s".formatted(shop.today().plusDays(20), shop.today().minusDays(1)));
  }

  private ImportProbe.Journey file(Company company, String amount, String paid) {
    ImportProbe.Journey file =
        imports.upload(
            "deals",
            "oportunidad;empresa;etapa;importe;cierre;cobrado el\n"
                + "Café;%s;Ganada;%s;%s;%s\n".formatted(company.name(), amount, shop.today(), paid),
            cast.teresa());
    file.guesses("stage").forEach((text, stage) -> file.value("stage", text, stage));
    return file;
  }

  /** Of a deal that is won, as the deal and its purchase say alike. */
  private String payment(OpportunityId deal) {
    return jdbc.sql(
            """
            select concat_ws(' ', p.amount, p.due_on, p.paid_on)
            from customers.purchase p join pipeline.opportunity o on o.id = p.opportunity_id
            where o.id = ? and p.deleted_at is null and o.kind = 'WON'
              and (p.due_on, p.paid_on) is not distinct from (o.payment_due_on, o.paid_on)
            """)
        .param(deal.id())
        .query(String.class)
        .optional()
        .orElse("");
  }

  @Test
  void aStepAfterASaleIsOfWhoeverHasTheCustomer() {
    list(String.valueOf(afterSale.checklist().version()), "0", "Llamar ya");
    Company company = shop.company("Hotel Repite");
    won(company);
    CurrentUser ines = cast.ines();
    post(
        "/customers/" + company.id() + "/owner",
        cast.teresa(),
        Map.of("version", version(company), "owner", ines.id().toString(), "note", ""));
    OpportunityId second = won(company);

    assertThat(
            jdbc.sql(
                    "select t.owner_id from customers.task t join customers.purchase p on p.id = t.purchase_id where p.opportunity_id = ?")
                .param(second.id())
                .query(UUID.class)
                .list())
        .containsExactly(ines.id().id());
  }

  @Test
  void theDealLeadsToItsCustomerAndIsNotDueBeforeItWasSold() {
    list(String.valueOf(afterSale.checklist().version()), "0", "Llamar ya");
    Company company = shop.company("Hotel Enlaza");
    OpportunityId deal = won(company);
    String address = "/pipeline/opportunities/" + deal;

    assertThat(Page.of(get(address, marcos)).document().select("main a").eachAttr("href"))
        .contains("/customers/" + company.id() + "#aftersale");

    String early = shop.today().minusDays(1).toString();
    Map<String, String> typed =
        Map.of(
            "version",
            jdbc.sql("select version from pipeline.opportunity where id = ?")
                .param(deal.id())
                .query(String.class)
                .single(),
            "paymentDueOn",
            early);
    MvcTestResult refused = post(address + "/payment", marcos, typed);
    assertThat(refused).flash().containsEntry("wrongDue", "payment.due.early");
    Page again =
        Page.of(
            mvc.get()
                .uri(address)
                .cookie(refused.getResponse().getCookies())
                .with(cast.as(marcos))
                .exchange());
    assertThat(again.text("#payment .error")).contains("Vence antes de la compra, que fue el");
    assertThat(again.value("paymentDueOn")).isEqualTo(early);
    java.util.Map<String, String> advance = new java.util.HashMap<>(typed);
    advance.put("advance", "true");
    assertThat(again.has("#payment input[name=advance]")).isTrue();
    post(address + "/payment", marcos, advance);
    assertThat(
            jdbc.sql("select due_on from customers.purchase where opportunity_id = ?")
                .param(deal.id())
                .query(String.class)
                .single())
        .isEqualTo(early);
  }

  private UUID stage(OpportunityId deal) {
    return jdbc.sql(
            "select s.id from pipeline.stage s where s.kind = 'OPEN' and not s.retired and exists (select from pipeline.opportunity o where o.id = ?) order by s.position limit 1")
        .param(deal.id())
        .query(UUID.class)
        .single();
  }

  private void reopen(OpportunityId deal) {
    String version =
        jdbc.sql("select version from pipeline.opportunity where id = ?")
            .param(deal.id())
            .query(String.class)
            .single();
    assertThat(
            post(
                "/pipeline/opportunities/" + deal + "/moves",
                marcos,
                Map.of(
                    "stage",
                    stage(deal).toString(),
                    "version",
                    version,
                    "asked",
                    "true",
                    "reason",
                    "Se lo piensan",
                    "step",
                    "Llamar",
                    "when",
                    shop.today().plusDays(1).toString())))
        .hasStatus(302);
  }

  private String nuria() {
    return cast.nuria().id().toString();
  }

  private OpportunityId won(Company company) {
    OpportunityId deal = shop.deal(marcos, "Café", company.id());
    deals.win(deal, new BigDecimal("80"), shop.today(), "Ya lo querían", marcos.id(), shop.now());
    return deal;
  }

  private UUID task(Company company, String step) {
    return jdbc.sql(
            "select t.id from customers.task t join customers.purchase p on p.id = t.purchase_id where p.company_id = ? and t.step = ?")
        .params(company.id().id(), step)
        .query(UUID.class)
        .single();
  }

  private UUID owner(Company company, String step) {
    return jdbc.sql("select owner_id from customers.task where id = ?")
        .param(task(company, step))
        .query(UUID.class)
        .single();
  }

  private String version(Company company) {
    return jdbc.sql("select version from customers.customer where company_id = ?")
        .param(company.id().id())
        .query(String.class)
        .single();
  }

  private List<String> steps(Company company) {
    return jdbc.sql(
            "select t.step || ' ' || t.due_on from customers.task t join customers.purchase p on p.id = t.purchase_id where p.company_id = ? and p.deleted_at is null order by position")
        .param(company.id().id())
        .query(String.class)
        .list();
  }

  private MvcTestResult list(String version, String... lines) {
    var request =
        mvc.post()
            .uri("/customers/checklist")
            .with(cast.as(cast.teresa()))
            .with(csrf())
            .param("version", version);
    for (int i = 0; i < lines.length; i += 2) {
      request.param("days", lines[i]).param("step", lines[i + 1]);
    }
    return request.exchange();
  }

  private MvcTestResult tick(UUID task, String version, boolean done) {
    return mvc.post()
        .uri("/customers/tasks/" + task + "/tick")
        .with(cast.as(marcos))
        .with(csrf())
        .param("version", version)
        .param("done", String.valueOf(done))
        .exchange();
  }

  private MvcTestResult post(String path, CurrentUser user, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(cast.as(user)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(URI.create(path)).with(cast.as(user)).exchange();
  }
}
