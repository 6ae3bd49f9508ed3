package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
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

/** Working through the list of deals. */
@ArenaTest
class DealListTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired Opportunities opportunities;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private final String word = "dl" + Long.toString(System.nanoTime(), 36);
  private Desk desk;
  private CurrentUser nora;

  @BeforeEach
  void aSellerOfHerOwn() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    nora = desk.seller("Nora " + word);
  }

  @Test
  void fromOneDealToTheNextInTheOrderOfTheList() {
    List<OpportunityId> made = deals(3);
    Page list = page("/pipeline/board?view=list&sort=name&q=" + word);
    Page second = page(list.document().select("td.who a").get(1).attr("href"));

    assertThat(second.text(".place nav")).contains("2 de 3");
    assertThat(second.document().select("[data-previous]").attr("href"))
        .contains(made.get(0).toString());
    assertThat(second.document().select("[data-list-back]").attr("href"))
        .isEqualTo("/pipeline/board?view=list&q=" + word + "&sort=name#r-" + made.get(1));
    // The way through the form of the deal leads back to the same place.
    assertThat(second.document().select("a[href*=/edit]").attr("href")).contains("list=");
  }

  @Test
  void dealsAreFoundByTheTelephoneAndTheAddressOfWhomTheyAreWith() {
    Person person = desk.person("Xela " + word, null);
    OpportunityId deal =
        desk.deal(
            nora,
            "Por teléfono " + word,
            null,
            person.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now());
    String number = person.phone().orElseThrow().e164().substring(3);
    for (String typed :
        List.of(
            number.substring(0, 3) + " " + number.substring(3, 6) + " " + number.substring(6),
            number,
            person.email().orElseThrow().value())) {
      assertThat(
              page("/pipeline/board?view=list&q=" + typed.replace(" ", "%20"))
                  .document()
                  .select("tbody tr[data-row]")
                  .eachAttr("id"))
          .as(typed)
          .containsExactly("r-" + deal);
    }
  }

  @Test
  void aViewOpensTheListAsItWasSaved() {
    deals(2);
    String id = UUID.randomUUID().toString();
    MvcTestResult saved =
        post(
            "/lists/deals/views",
            Map.of(
                "id",
                id,
                "name",
                "De la feria " + word,
                "audience",
                "ME",
                "first",
                "true",
                "state",
                "q=" + word + "&sort=amount&view=board&owner=nobody"));

    assertThat(saved.getResponse().getRedirectedUrl())
        .isEqualTo("/pipeline/board?view=list&q=" + word + "&sort=amount&saved=" + id);
    assertThat(get("/pipeline/board?view=list").getResponse().getRedirectedUrl())
        .isEqualTo("/pipeline/board?view=list&q=" + word + "&sort=amount&saved=" + id);
    assertThat(get("/pipeline/board")).hasStatusOk();
    assertThat(page("/pipeline/board?view=list&stage=" + UUID.randomUUID()).text(".viewnote"))
        .contains("La etapa por la que se filtra ya no existe");
  }

  @Test
  void theFileOfWhatIsSeenNamesTheCustomerAndTheCurrencyAndSaysNothingWasSaidWhereNobodySpoke() {
    OpportunityId deal = deals(1).get(0);
    jdbc.sql("update pipeline.opportunity set currency = 'USD' where id = ?")
        .param(deal.id())
        .update();
    assertThat(page("/pipeline/board?view=list&q=" + word).text("tbody")).contains("aún no");
    String file =
        new String(
            get("/pipeline/board/export?q=" + word + "&shown=true&format=CSV")
                .getResponse()
                .getContentAsByteArray(),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(file.lines().findFirst().orElseThrow())
        .contains("Cliente", "Importe;Moneda", "Se habló");
    assertThat(file.lines().skip(1).findFirst().orElseThrow())
        .contains("USD", "aún no", deal(deal).names().company());
  }

  @Test
  void theFileOfLostDealsSaysWhenTheyEndedWhyAndWhoGotThem() throws java.io.IOException {
    OpportunityId deal = deals(1).get(0);
    LocalDate expected = deal(deal).closeDate().orElseThrow();
    deals.lose(
        deal,
        new Loss(LostReason.PRICE, LostTo.COMPETITOR, "Rival " + word, "Pedían menos"),
        desk.today(),
        nora.id(),
        desk.now());
    String lost = deal(deal).stage().toString();
    String file =
        new String(
                get("/pipeline/board/export?q=" + word + "&stage=" + lost + "&format=CSV")
                    .getResponse()
                    .getContentAsByteArray(),
                java.nio.charset.StandardCharsets.UTF_8)
            .replace("\uFEFF", "");
    try (var rows =
        de.siegmar.fastcsv.reader.CsvReader.builder().fieldSeparator(';').ofNamedCsvRecord(file)) {
      assertThat(rows.stream())
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.getField("Cierre previsto")).isEqualTo(expected.toString());
                assertThat(row.getField("Terminó")).isEqualTo(desk.today().toString());
                assertThat(row.getFields())
                    .contains("Precio", "Rival " + word)
                    .doesNotContain("PRICE");
                assertThat(String.join(";", row.getHeader()))
                    .contains("Por qué se perdió", "Qué competidor");
              });
    }
  }

  @Test
  void stepsClosesAndOwnersChangeTogetherAndGoBack() {
    List<OpportunityId> made = deals(2);
    LocalDate today = desk.today();
    Page far = preview(page(ask("STEP_DAY")), Map.of("v-day", today.plusYears(10).toString()));
    assertThat(far.text("main .error")).contains("queda a más de un año");
    change("STEP_DAY", Map.of("v-day", today.plusDays(9).toString()));
    assertThat(deal(made.get(0)).plan().orElseThrow().on()).isEqualTo(today.plusDays(9));
    assertThat(deal(made.get(0)).stepMoves()).isEqualTo(1);
    undoLast();
    assertThat(deal(made.get(0)).plan().orElseThrow().on()).isEqualTo(today);
    assertThat(deal(made.get(0)).stepMoves()).isZero();

    change("CLOSE", Map.of("v-day", today.plusDays(20).toString()));
    assertThat(deal(made.get(1)).closeDate()).contains(today.plusDays(20));
    // Putting off asks why, and is noted; taking it back forgets it.
    Page silent = preview(page(ask("CLOSE")), Map.of("v-day", today.plusDays(40).toString()));
    assertThat(silent.text("main")).contains("se aplaza: falta decir por qué");
    // It is typed there: those that were marked stay marked.
    assertThat(silent.has("main input[name=v-reason]")).isTrue();
    Page told = preview(silent, Map.of("v-reason", "Esperan al presupuesto"));
    assertThat(told.text("main")).contains("Cambian 2").doesNotContain("falta decir por qué");
    assertThat(told.has("main input[name=v-reason]:not([type=hidden])")).isFalse();
    Page refused = preview(silent, Map.of("v-reason", "x".repeat(501)));
    assertThat(refused.has("main input[name=v-reason][aria-invalid=true]")).isTrue();
    assertThat(fields(refused).get("ids").split(",")).hasSize(2);
    change(
        "CLOSE",
        Map.of("v-day", today.plusDays(40).toString(), "v-reason", "Esperan al presupuesto"));
    assertThat(postponements(made.get(1))).isEqualTo(1);
    undoLast();
    assertThat(deal(made.get(1)).closeDate()).contains(today.plusDays(20));
    assertThat(postponements(made.get(1))).isZero();

    change("OWNER", Map.of("v-owner", cast.marcos().id().toString()));
    assertThat(deal(made.get(0)).owner()).contains(cast.marcos().id());
    undoLast();
    assertThat(deal(made.get(0)).owner()).contains(nora.id());
  }

  @Test
  void whatWasToldOfAnOwnerIsTakenBackWithTheChange() {
    CurrentUser olga = desk.seller("Olga Peris");
    CurrentUser pau = desk.seller("Pau Marín");
    OpportunityId deal = desk.deal(olga, word + " Terraza");
    CurrentUser teresa = cast.teresa();
    String said = " ha deshecho el cambio: ";

    changeAs(teresa, Map.of("v-owner", pau.id().toString()));
    assertThat(told(deal)).hasSize(2);
    undoLast(teresa);
    assertThat(told(deal)).as("nobody had read of it").isEmpty();
    assertThat(
            desk.count(
                "select count(*) from pipeline.owner_change where opportunity_id = :id", deal.id()))
        .isZero();

    changeAs(teresa, Map.of("v-owner", pau.id().toString()));
    jdbc.sql("update notifications.notification set read_at = made_at where link like ?")
        .param("%" + deal)
        .update();
    undoLast(teresa);
    assertThat(told(deal)).hasSize(4);
    assertThat(Page.of(desk.get(olga, "/notifications")).text("main"))
        .contains(teresa.name() + said + "vuelves a llevar la oportunidad " + deal(deal).name());
    assertThat(Page.of(desk.get(pau, "/notifications")).text("main"))
        .contains(teresa.name() + said + "ya no llevas la oportunidad " + deal(deal).name());
  }

  @Test
  void theNoteOfAChangeOfOwnerIsKeptWithItAndReadByWhoeverHasItNow() {
    CurrentUser olga = desk.seller("Olga Notas");
    CurrentUser pau = desk.seller("Pau Notas");
    OpportunityId deal = desk.deal(olga, word + " Nota");

    changeAs(
        cast.teresa(), Map.of("v-owner", pau.id().toString(), "v-note", "Es de tu zona ahora"));

    assertThat(
            desk.values(
                "select note from pipeline.owner_change where opportunity_id = :id", deal.id()))
        .containsExactly("Es de tu zona ahora");
    assertThat(Page.of(desk.get(pau, "/notifications")).text("main"))
        .contains("Es de tu zona ahora");
    assertThat(Page.of(desk.get(pau, "/pipeline/opportunities/" + deal)).text("main"))
        .contains("De Olga Notas a Pau Notas", "Es de tu zona ahora");
  }

  private List<String> told(OpportunityId deal) {
    return jdbc.sql("select text_key from notifications.notification where link like ?")
        .param("%" + deal)
        .query(String.class)
        .list();
  }

  private void changeAs(CurrentUser as, Map<String, String> values) {
    Map<String, String> sent = fields(Page.of(desk.get(as, ask("OWNER"))));
    sent.put("preview", "true");
    sent.putAll(values);
    Page preview = Page.of(post(as, "/lists/deals/changes", sent));
    assertThat(post(as, "/lists/deals/changes", fields(preview))).hasStatus(302);
  }

  @Test
  void marketingReadsDealsAndChangesNone() {
    deals(1);
    Page list =
        Page.of(
            mvc.get()
                .uri("/pipeline/board?view=list&q=" + word)
                .with(cast.as(cast.lucia()))
                .exchange());

    assertThat(list.has("td.pick")).isFalse();
    assertThat(list.has(".bulkbar")).isFalse();
    assertThat(
            mvc.get()
                .uri("/lists/deals/changes/new?kind=OWNER&all=true")
                .with(cast.as(cast.lucia()))
                .exchange())
        .hasStatus(404);
  }

  private List<OpportunityId> deals(int number) {
    List<OpportunityId> made = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      made.add(desk.deal(nora, word + " " + i));
    }
    return made;
  }

  private Opportunity deal(OpportunityId id) {
    return opportunities.findById(id).orElseThrow();
  }

  private int postponements(OpportunityId id) {
    return jdbc.sql("select count(*) from pipeline.postponement where opportunity_id = ?")
        .param(id.id())
        .query(Integer.class)
        .single();
  }

  private String ask(String kind) {
    return "/lists/deals/changes/new?kind=" + kind + "&all=true&state=q%3D" + word;
  }

  private Page preview(Page ask, Map<String, String> values) {
    Map<String, String> sent = fields(ask);
    sent.put("preview", "true");
    sent.putAll(values);
    return Page.of(post("/lists/deals/changes", sent));
  }

  private void change(String kind, Map<String, String> values) {
    Page preview = preview(page(ask(kind)), values);
    assertThat(post("/lists/deals/changes", fields(preview))).hasStatus(302);
  }

  private void undoLast() {
    undoLast(nora);
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

  private Page page(String path) {
    MvcTestResult result = get(path);
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    return post(nora, path, fields);
  }

  private MvcTestResult post(CurrentUser as, String path, Map<String, String> fields) {
    var request = mvc.post().uri(java.net.URI.create(path)).with(csrf()).with(cast.as(as));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(java.net.URI.create(path)).with(cast.as(nora)).exchange();
  }
}
