package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Money;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * Who is asked to recommend us, whom they bring, thanks, and words that may be shown (R012, R030).
 */
@ArenaTest
class ReferralTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired Purchases purchases;
  @Autowired LeadIntake intake;
  @Autowired Playbook playbook;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Shop shop;
  private CurrentUser marcos;
  private Company company;
  private Person paula;

  @BeforeEach
  void open() {
    shop = new Shop(mvc, cast, book, deals, purchases, clock);
    shop.open();
    marcos = cast.marcos();
    company = shop.company("Hotel Recomienda");
    paula = shop.person("Paula " + UUID.randomUUID(), company.id());
    purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            company.id(),
            paula.id(),
            "Café",
            shop.today().minusDays(9),
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
  }

  @Test
  void aHappyCustomerIsAskedAndWhomTheyBringIsALeadToBeThankedFor() {
    post(path("/satisfaction"), Map.of("checkIn", UUID.randomUUID().toString(), "score", "10"));
    assertThat(Page.of(get("/pipeline/day")).text("main"))
        .contains(company.name(), "Os puso un 10");

    MvcTestResult asked =
        post(
            path("/referrals"),
            Map.of(
                "ask",
                UUID.randomUUID().toString(),
                "answer",
                "YES",
                "person",
                paula.id().toString()));
    assertThat(asked).hasStatus(302).redirectedUrl().isEqualTo("/leads/new?referrer=" + paula.id());
    assertThat(Page.of(get("/leads/new?referrer=" + paula.id())).value("referredBy"))
        .isEqualTo(paula.name());
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain("Os puso un 10 el");

    Person eva = shop.person("Eva " + UUID.randomUUID(), null);
    Person noa = shop.person("Noa " + UUID.randomUUID(), null);
    LeadId first = lead(eva, paula);
    lead(noa, eva);
    await(2);
    assertThat(Page.of(get("/pipeline/day")).text("main")).contains("Os trajo a " + eva.name());

    Page tree = Page.of(get("/customers/referrals"));
    var root =
        tree.document().select(".tree > li").stream()
            .filter(li -> li.text().startsWith(paula.name()))
            .findFirst()
            .orElseThrow();
    assertThat(root.select("> small").text())
        .isEqualTo("trajo a una persona y, de rebote, a una más");
    assertThat(root.select("> ul > li").text()).startsWith(eva.name());
    assertThat(root.select("> ul > li > ul > li").text()).startsWith(noa.name());
    assertThat(tree.document().select(".tree > li").eachText())
        .noneMatch(t -> t.startsWith(eva.name()));

    assertThat(post("/customers/referrals/" + first.id() + "/thanks", Map.of())).hasStatus(302);
    assertThat(Page.of(get("/pipeline/day")).text("main"))
        .doesNotContain("Os trajo a " + eva.name());
    assertThat(Page.of(get(path("/referrals"))).text("main")).contains(eva.name());
    post("/customers/referrals/" + first.id() + "/thanks", Map.of("thanked", "false"));
    assertThat(Page.of(get("/customers/referrals?show=unthanked")).text("main"))
        .contains(eva.name());
    var signedIn = cast.as(marcos);
    for (String page : List.of("/customers/referrals", path("/referrals"))) {
      assertThat(SqlCount.during(() -> mvc.get().uri(page).with(signedIn).exchange()))
          .as(page)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void twoWhoRecommendOneAnotherAreNoEndlessTree() {
    Person eva = shop.person("Eva " + UUID.randomUUID(), null);
    lead(eva, paula);
    await(1);
    jdbc.sql(
            "update leads.lead set stage = 'ENDED', outcome = 'NOTHING', ended_at = now() where person_id = ?")
        .param(eva.id().id())
        .update();
    LeadId closing = lead(paula, null);
    // As it was noted before circles were refused.
    jdbc.sql(
            """
            insert into customers.referral
              (lead_id, person_id, person_name, referred_by, referrer_name, at, version)
            values (?, ?, ?, ?, ?, now() + interval '1 hour', 0)
            """)
        .params(closing.id(), paula.id().id(), paula.name(), eva.id().id(), eva.name())
        .update();

    assertThat(get("/customers/referrals")).hasStatusOk();
    String link = eva.name() + " → " + paula.name();
    for (String page : List.of("/customers/referrals", "/customers/referrals?show=unthanked")) {
      assertThat(Page.of(get(page)).text(".tree")).as(page).contains(eva.name(), link);
    }
  }

  @Test
  void whoIsStillToBeThankedIsShownThoughWhoBroughtThemWasThanked() {
    Person dos = shop.person("Dos " + UUID.randomUUID(), company.id());
    Person tres = shop.person("Tres " + UUID.randomUUID(), null);
    LeadId first = lead(dos, paula);
    lead(tres, dos);
    await(2);
    post("/customers/referrals/" + first.id() + "/thanks", Map.of());

    Page page = Page.of(get("/customers/referrals?show=unthanked"));
    assertThat(page.text(".tree")).contains(dos.name() + " → " + tres.name());
    assertThat(page.text(".tree")).doesNotContain(paula.name());
    int said = Integer.parseInt(page.text(".seg [aria-current] b"));
    assertThat(page.document().select(".tree form[action$=/thanks]")).hasSize(said);
  }

  @Test
  void nobodyComesByWhomTheyBrought() {
    Person rita = shop.person("Rita " + UUID.randomUUID(), null);
    Person rosa = shop.person("Rosa " + UUID.randomUUID(), null);
    lead(rita, paula);
    lead(rosa, rita);

    for (Person by : List.of(rosa, paula)) {
      MvcTestResult refused =
          post(
              "/leads",
              Map.of(
                  "id",
                  UUID.randomUUID().toString(),
                  "person",
                  paula.id().toString(),
                  "personName",
                  paula.name(),
                  "referrer",
                  by.id().toString(),
                  "referredBy",
                  by.name()));
      assertThat(refused).as(by.name()).hasStatus(422);
      assertThat(Page.of(refused).text("main")).contains("no puede venir por su recomendación");
    }
    assertThat(
            jdbc.sql("select count(*) from leads.lead where person_id = ?")
                .param(paula.id().id())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void wordsAreShownOnlyWithConsentAndTheirCaseGoesWithIt() {
    Map<String, String> words =
        new HashMap<>(
            Map.of(
                "testimonial",
                UUID.randomUUID().toString(),
                "text",
                "El mejor café",
                "on",
                shop.today().toString(),
                "place",
                "WEB"));
    assertThat(post(path("/testimonials"), words))
        .flash()
        .containsEntry("wrongTestimonial", "testimonial.how.required")
        .containsEntry("typedWords", "El mejor café");
    words.put("how", "Por correo");
    assertThat(post(path("/testimonials"), words)).hasStatus(302);
    assertThat(post(path("/testimonials"), words)).as("sent twice").hasStatus(302);

    UUID material =
        jdbc.sql("select material_id from customers.testimonial where company_id = ?")
            .param(company.id().id())
            .query(UUID.class)
            .single();
    assertThat(Page.of(get("/playbook/material/" + material)).text("main"))
        .contains("El mejor café");
    String id = words.get("testimonial");
    assertThat(post(path("/testimonials/" + id + "/withdrawal"), Map.of())).hasStatus(302);
    assertThat(
            jdbc.sql("select retired_at is not null from playbook.material where id = ?")
                .param(material)
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(Page.of(get(path("/referrals"))).text("#testimonials")).contains("retirado el");
  }

  @Test
  void wordsThatWereWithdrawnByMistakeAreAllowedAgain() {
    String id = UUID.randomUUID().toString();
    post(
        path("/testimonials"),
        Map.of(
            "testimonial",
            id,
            "text",
            "Volveremos",
            "on",
            shop.today().toString(),
            "how",
            "Por carta",
            "place",
            "SALES"));
    String withdrawal = path("/testimonials/" + id + "/withdrawal");
    assertThat(post(withdrawal, Map.of()))
        .flash()
        .containsEntry("flashUndo", withdrawal + "?withdrawn=false");
    assertThat(inUse(id)).isFalse();

    assertThat(post(withdrawal, Map.of("withdrawn", "false"))).hasStatus(302);
    post(withdrawal, Map.of("withdrawn", "false"));

    assertThat(inUse(id)).isTrue();
    jdbc.sql(
            """
            update playbook.material set retired_at = timestamptz '2026-01-07 10:00Z'
            where id = (select material_id from customers.testimonial where id = cast(? as uuid))
            """)
        .param(id)
        .update();
    post(withdrawal, Map.of());
    post(withdrawal, Map.of("withdrawn", "false"));
    assertThat(inUse(id)).as("the case was out of use before").isFalse();
  }

  private boolean inUse(String testimonial) {
    return jdbc.sql(
            """
            select t.withdrawn_at is null and m.retired_at is null
            from customers.testimonial t join playbook.material m on m.id = t.material_id
            where t.id = cast(? as uuid)
            """)
        .param(testimonial)
        .query(Boolean.class)
        .single();
  }

  @Test
  void whatSomebodyPromisedStaysThoughSomebodyElseTherePromisedAndKeptIt() {
    Person tomas = shop.person("Tomás " + UUID.randomUUID(), company.id());
    jdbc.sql("update customers.customer set score = 10, scored_on = ? where company_id = ?")
        .params(shop.today(), company.id().id())
        .update();
    String list = "/customers?show=all&q=" + company.name().replace(" ", "%20");
    assertThat(Page.of(get(list)).text("tbody")).contains("Pedir recomendación");
    promise(paula);
    promise(tomas);
    String referrals = path("/referrals");
    assertThat(Page.of(get(referrals)).texts(".promised"))
        .hasSize(2)
        .anyMatch(line -> line.contains(paula.name()))
        .anyMatch(line -> line.contains(tomas.name()));

    lead(shop.person("Recomendada " + UUID.randomUUID(), null), tomas);
    await(1);
    assertThat(Page.of(get(referrals)).texts(".promised"))
        .singleElement()
        .asString()
        .contains(paula.name() + " prometió un nombre");
    assertThat(Page.of(get("/customers/referrals")).text("#promised"))
        .contains(company.name(), paula.name())
        .doesNotContain(tomas.name());
    assertThat(Page.of(get(list)).text("tbody"))
        .as("who owes a name is not asked for another")
        .doesNotContain("Pedir recomendación")
        .contains("Prometió un nombre");
    String why = paula.name() + " os prometió un nombre";
    assertThat(Page.of(get("/pipeline/day")).text("main")).as("today").doesNotContain(why);
    jdbc.sql(
            "update customers.referral_ask set asked_at = asked_at - interval '8 days' where company_id = ?")
        .param(company.id().id())
        .update();
    assertThat(Page.of(get("/pipeline/day")).text("main")).as("after a week").contains(why);

    String drop = Page.of(get(referrals)).document().select(".promised form").attr("action");
    assertThat(post(drop, Map.of())).flash().containsEntry("flashKey", "referral.dropped");
    assertThat(Page.of(get(referrals)).has(".promised")).isFalse();
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain(why);
    assertThat(post(drop, Map.of("dropped", "false"))).hasStatus(302);
    assertThat(Page.of(get(referrals)).texts(".promised")).hasSize(1);
    post(
        referrals,
        Map.of(
            "ask", UUID.randomUUID().toString(), "answer", "NO", "person", paula.id().toString()));
    assertThat(Page.of(get(referrals)).has(".promised")).as("they said so").isFalse();
  }

  private void promise(Person who) {
    assertThat(
            post(
                path("/referrals"),
                Map.of(
                    "ask",
                    UUID.randomUUID().toString(),
                    "answer",
                    "YES",
                    "person",
                    who.id().toString())))
        .hasStatus(302);
  }

  @Test
  void aNameThatWasPromisedStaysInSightUntilItComes() {
    Company nobody = shop.company("Promete");
    shop.bought(marcos, nobody.id(), "90", shop.today().minusDays(9));
    String referrals = "/customers/" + nobody.id() + "/referrals";
    MvcTestResult asked =
        post(referrals, Map.of("ask", UUID.randomUUID().toString(), "answer", "YES"));
    assertThat(asked).redirectedUrl().isEqualTo("/leads/new");
    assertThat(asked).flash().containsEntry("flashKey", "referral.asked.yes.somebody");

    Page page = Page.of(get(referrals));
    assertThat(page.text(".promised")).contains("Prometió un nombre");
    assertThat(page.document().select(".promised a").attr("href")).isEqualTo("/leads/new");

    Person there = shop.person("Quien promete", nobody.id());
    lead(shop.person("Recomendada " + UUID.randomUUID(), null), there);
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(Page.of(get(referrals)).document().select(".promised")).isEmpty());
  }

  @Test
  void whoSaysLaterIsAskedAgainOnTheDayThatWasChosen() {
    Company later = shop.company("Hotel Más Tarde");
    Person eva = shop.person("Eva " + UUID.randomUUID(), later.id());
    shop.bought(marcos, later.id(), "90", shop.today().minusDays(9));
    String referrals = "/customers/" + later.id() + "/referrals";
    Page form = Page.of(get(referrals));
    assertThat(form.texts(".ask-again label")).containsExactly("en un mes", "en 3 meses", "fecha…");
    assertThat(form.document().select(".ask-again [checked]").val()).isEqualTo("3");

    for (String day :
        List.of("", "ayer", shop.today().toString(), shop.today().plusYears(2).toString())) {
      MvcTestResult refused =
          post(
              referrals,
              Map.of(
                  "ask",
                  UUID.randomUUID().toString(),
                  "answer",
                  "LATER",
                  "note",
                  "Tras la obra",
                  "again",
                  "date",
                  "againOn",
                  day));
      assertThat(refused).flash().containsEntry("wrongAgain", "referral.again.invalid");
      assertThat(refused).flash().containsEntry("typedNote", "Tras la obra");
      assertThat(refused).flash().containsEntry("typedAgainOn", day);
    }
    post(
        referrals,
        Map.of(
            "ask",
            UUID.randomUUID().toString(),
            "answer",
            "LATER",
            "again",
            "1",
            "person",
            eva.id().toString()));
    assertThat(Page.of(get(referrals)).text("main"))
        .contains(
            "volver a pedírsela el "
                + marcos.formats(Locale.forLanguageTag("es")).date(shop.today().plusMonths(1)));
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain(later.name());

    jdbc.sql("update customers.referral_ask set again_on = ? where company_id = ?")
        .params(shop.today(), later.id().id())
        .update();
    jdbc.sql("update customers.customer set score = 10, scored_on = ? where company_id = ?")
        .params(shop.today().plusDays(100), later.id().id())
        .update();
    assertThat(Page.of(get("/pipeline/day")).texts(".queue > li"))
        .filteredOn(row -> row.contains(later.name()))
        .singleElement()
        .asString()
        .contains("Quedasteis con " + eva.name() + " en volver a pedirle una recomendación");

    jdbc.sql("update customers.customer set score = null where company_id = ?")
        .param(later.id().id())
        .update();
    post(
        referrals,
        Map.of("ask", UUID.randomUUID().toString(), "answer", "NO", "person", eva.id().toString()));
    assertThat(Page.of(get("/pipeline/day")).text("main"))
        .doesNotContain("Quedasteis con " + eva.name());
  }

  @Test
  void whoDoesNotWantToBeWrittenToIsSaidSoWhereOneWritesToThem() {
    Company other = shop.company("Hotel Callado");
    Person quiet = shop.person("Callada " + UUID.randomUUID(), other.id());
    OpportunityId deal = shop.deal(marcos, "Con la callada", other.id());
    jdbc.sql("update pipeline.opportunity set person_id = ?, person_name = ? where id = ?")
        .params(quiet.id().id(), quiet.name(), deal.id())
        .update();
    List<String> kits =
        List.of("/leads/people/" + quiet.id() + "/kit", "/pipeline/opportunities/" + deal + "/kit");
    for (String kit : kits) {
      assertThat(Page.of(get(kit)).text("main")).as(kit).doesNotContain("No quiere recibir");
    }

    book.consent(quiet.id(), ConsentState.WITHDRAWN, "Por teléfono", null, marcos.id(), shop.now());

    for (String kit : kits) {
      assertThat(Page.of(get(kit)).text(".kit .warn"))
          .as(kit)
          .contains("No quiere recibir comunicaciones");
    }
  }

  @Test
  void wordsAreOfferedOnlyWhereTheyMayBeShownAndNotToWhoSaidThem() {
    Company other = shop.company("Hotel Ajeno");
    String theirs = "/pipeline/opportunities/" + shop.deal(marcos, "Otro", other.id()) + "/kit";
    String own = "/pipeline/opportunities/" + shop.deal(marcos, "Suyo", company.id()) + "/kit";
    Person stranger = shop.person("Otra " + UUID.randomUUID(), other.id());
    LeadId lead = lead(stranger, paula);
    String forLead = "/leads/" + lead.id() + "/kit";
    String forPerson = "/leads/people/" + stranger.id() + "/kit";
    String forSpeaker = "/leads/people/" + paula.id() + "/kit";

    UUID onlyWeb = words("Sólo en la web", "WEB");
    for (String kit : List.of(theirs, own, forLead, forPerson, forSpeaker)) {
      assertThat(Page.of(get(kit)).text("main")).as(kit).doesNotContain("Sólo en la web");
    }
    assertThat(choices()).doesNotContain(onlyWeb);
    assertThat(Page.of(get("/playbook/material/" + onlyWeb)).text(".consent"))
        .contains("web", "no se ofrece")
        .doesNotContain("en ventas y actividades");

    UUID forSales = words("También en ventas", "SALES");
    for (String kit : List.of(theirs, forLead, forPerson)) {
      assertThat(Page.of(get(kit)).text("main")).as(kit).contains("También en ventas");
    }
    for (String kit : List.of(own, forSpeaker)) {
      assertThat(Page.of(get(kit)).text("main")).as(kit).doesNotContain("También en ventas");
    }
    assertThat(choices()).contains(forSales);
    assertThat(Page.of(get("/playbook/material/" + forSales)).text(".consent"))
        .contains("en ventas y actividades");
  }

  @Test
  void whoeverIsAtTheCompanyCanBeChosenAndStaysChosenAfterAMistake() {
    Person second = shop.person("Segunda " + UUID.randomUUID(), company.id());
    Page page = Page.of(get(path("/referrals")));
    for (String list : List.of("#t-person", "#person")) {
      assertThat(page.texts(list + " option")).as(list).contains(paula.name(), second.name());
    }

    var signedIn = cast.as(marcos);
    var refused =
        mvc.post()
            .uri(path("/testimonials"))
            .with(signedIn)
            .with(csrf())
            .param("testimonial", UUID.randomUUID().toString())
            .param("person", second.id().toString())
            .param("text", "El mejor café")
            .param("on", shop.today().toString())
            .param("place", "WEB")
            .exchange();
    assertThat(refused).flash().containsEntry("typedPerson", second.id().toString());
    assertThat(
            Page.of(
                    mvc.get()
                        .uri(path("/referrals"))
                        .cookie(refused.getResponse().getCookies())
                        .with(signedIn)
                        .exchange())
                .document()
                .select("#t-person option[selected]")
                .text())
        .isEqualTo(second.name());
    assertThat(page.document().select("#person option[selected]"))
        .as("nobody is guessed among several")
        .isEmpty();
  }

  @Test
  void wordsThatAreTakenBackAreNotUsedAgain() {
    UUID material = words("Ya no", "SALES");
    UUID id =
        jdbc.sql("select id from customers.testimonial where material_id = ?")
            .param(material)
            .query(UUID.class)
            .single();
    post(path("/testimonials/" + id + "/withdrawal"), Map.of());

    var back =
        mvc.post()
            .uri("/playbook/material/" + material + "/return")
            .with(cast.as(cast.lucia()))
            .with(csrf())
            .exchange();
    assertThat(back).hasStatus(302);
    Page page =
        Page.of(
            mvc.get().uri("/playbook/material/" + material).with(cast.as(cast.lucia())).exchange());
    assertThat(page.text("main")).contains("ya no se puede mostrar", "retirado el");
    assertThat(page.document().select("form[action$=/return]")).isEmpty();
  }

  private UUID words(String text, String place) {
    String id = UUID.randomUUID().toString();
    Map<String, String> fields = new HashMap<>();
    fields.put("testimonial", id);
    fields.put("text", text);
    fields.put("how", "Por correo");
    fields.put("on", shop.today().toString());
    fields.put("place", place);
    fields.put("person", paula.id().toString());
    assertThat(post(path("/testimonials"), fields)).hasStatus(302);
    return jdbc.sql("select material_id from customers.testimonial where id = cast(? as uuid)")
        .param(id)
        .query(UUID.class)
        .single();
  }

  private List<UUID> choices() {
    return playbook.kitChoices(HourglassPhase.TRUST, new ProfileId(UUID.randomUUID())).stream()
        .map(Playbook.KitChoice::id)
        .toList();
  }

  @Test
  void whatIsBoughtAgainByHandCountsAsRepeatedInTheReport() {
    String before = Page.of(report()).text("main");
    shop.bought(marcos, company.id(), "55", shop.today());
    Page rows =
        Page.of(
            mvc.get()
                .uri("/reports/coverage/rows?figure=repeats")
                .with(cast.as(cast.teresa()))
                .exchange());
    assertThat(before).isNotEmpty();
    assertThat(rows.text("main")).contains(company.name());
  }

  private MvcTestResult report() {
    return mvc.get().uri("/reports/coverage").with(cast.as(cast.teresa())).exchange();
  }

  private LeadId lead(Person who, @Nullable Person by) {
    LeadId id = LeadId.next();
    intake.open(
        id,
        new LeadIntake.ByHand(who.id(), null, null, by == null ? null : by.id(), Facts.NONE),
        marcos,
        shop.now());
    return id;
  }

  private void await(int referrals) {
    Awaitility.await()
        .until(
            () ->
                jdbc.sql(
                            "select count(*) from customers.referral where company_id = ? or referred_by in (select person_id from customers.referral where company_id = ?)")
                        .params(company.id().id(), company.id().id())
                        .query(Integer.class)
                        .single()
                    >= referrals);
  }

  private String path(String rest) {
    return "/customers/" + company.id() + rest;
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(marcos)).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(cast.as(marcos)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }
}
