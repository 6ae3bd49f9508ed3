package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.shared.Money;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The board, the list, and what they add up to. */
@ArenaTest
class BoardTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired DealLists lists;
  @Autowired Opportunities opportunities;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser nora;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    nora = desk.seller("Nora Gil");
  }

  @Test
  void aColumnSaysHowManyHowMuchAndHowLikely() {
    sell("Uno", "Contactado", "1000", "EUR");
    sell("Dos", "Contactado", "250.50", "EUR");
    sell("Tres", "Contactado", "700", "USD");
    sell("Cuatro", "Propuesta", "10000", "EUR");
    sell("Sin importe", "Propuesta", null, "EUR");

    Page page = Page.of(desk.get(nora, "/pipeline/board?owner=" + nora.id()));

    assertThat(head(page, "Contactado"))
        .contains("3 oportunidades")
        .contains("1.250,50 €")
        .contains("125,05 € ponderado")
        .contains("700 US$")
        .contains("70 US$ ponderado");
    assertThat(head(page, "Propuesta"))
        .contains("2 oportunidades")
        .contains("10.000 €")
        .contains("7.000 € ponderado");
    assertThat(page.text(".pagehead")).contains("4 abiertas, 11.250,50 €, 7.125,05 € ponderado");
  }

  @Test
  void totalsAreTheSumsOfExactlyTheRowsBehindThem() {
    for (int i = 0; i < 40; i++) {
      sell(
          "Suma " + i,
          List.of("Contactado", "Prueba", "Negociación").get(i % 3),
          i % 7 == 0 ? null : String.valueOf(13.37 * i),
          i % 5 == 0 ? "USD" : "EUR");
    }
    DealFilter filter = ofNora();
    Idleness idleness = Idleness.of(cast.company(), desk.now());

    for (DealLists.Total total : lists.totals(filter, nora, desk.now())) {
      Stage stage =
          deals.stages().stream()
              .filter(s -> s.id().id().equals(total.stage()))
              .findFirst()
              .orElseThrow();
      List<DealRow> rows = all(filter.in(stage), stage, idleness);
      List<Money> amounts =
          rows.stream()
              .map(DealRow::amount)
              .filter(m -> m != null && m.currency().equals(total.sum().currency()))
              .toList();
      Money sum = amounts.stream().reduce(Money.zero(total.sum().currency()), Money::plus);
      assertThat(total.sum()).isEqualTo(sum);
      assertThat(total.weighted().amount())
          .isEqualByComparingTo(
              sum.amount()
                  .multiply(BigDecimal.valueOf(stage.probability()))
                  .movePointLeft(2)
                  .setScale(2, java.math.RoundingMode.HALF_UP));
    }
    assertThat(lists.totals(filter, nora, desk.now()).stream().mapToInt(t -> t.deals()).sum())
        .isEqualTo(40);
    assertThat(
            lists.listTotals(filter, nora, idleness, desk.now(), null).stream()
                .mapToInt(t -> t.deals())
                .sum())
        .isEqualTo(40);
  }

  @Test
  void aColumnShowsTwentyFiveCardsAndMoreOnDemandUntilAllAreShownOnce() {
    for (int i = 0; i < 60; i++) {
      sell("Carta " + i, "Prueba", "1", "EUR");
    }

    Page page = Page.of(desk.get(nora, "/pipeline/board?owner=" + nora.id()));
    List<String> shown = new ArrayList<>(page.document().select(".card-deal").eachAttr("id"));
    assertThat(shown).hasSize(25);
    String more = page.document().select(".more a").attr("hx-get");
    while (!more.isEmpty()) {
      Page next = Page.of(desk.get(nora, more));
      shown.addAll(next.document().select(".card-deal").eachAttr("id"));
      more = next.document().select(".more a").attr("hx-get");
    }

    assertThat(shown).hasSize(60);
    assertThat(new HashSet<>(shown)).hasSize(60);
  }

  @Test
  void everyOrderOfTheListShowsAllRowsOnceAcrossItsPages() {
    for (int i = 0; i < 57; i++) {
      OpportunityId id =
          sell("Orden " + (i % 9), "Contactado", i % 4 == 0 ? null : "" + (i % 6), "EUR");
      if (i % 5 == 0) {
        deals.planNextStep(id, Plan.none("x"), nora.id(), desk.now());
      }
    }
    Idleness idleness = Idleness.of(cast.company(), desk.now());
    for (DealLists.Order order : DealLists.Order.values()) {
      List<DealRow> rows = new ArrayList<>();
      java.util.UUID after = null;
      do {
        var slice = lists.list(ofNora(), order, nora, idleness, after, desk.now(), null);
        rows.addAll(slice.rows());
        after = slice.next();
      } while (after != null && order != DealLists.Order.CLOSED);
      if (order != DealLists.Order.CLOSED) {
        assertThat(rows).as(order.name()).hasSize(57);
        assertThat(rows.stream().map(DealRow::id).distinct()).as(order.name()).hasSize(57);
      }
    }
  }

  @Test
  void theListSortsAsItsAddressSays() {
    sell("Barata", "Contactado", "10", "EUR");
    sell("Cara", "Contactado", "9000", "EUR");
    sell("Ambigua", "Contactado", "500", "EUR");

    assertThat(names("&sort=amount")).containsExactly("Cara", "Ambigua", "Barata");
    assertThat(names("&sort=name")).containsExactly("Ambigua", "Barata", "Cara");
    assertThat(names("&sort=drop table")).hasSize(3);
  }

  @Test
  void theFilterIsTheSameForBoardAndList() {
    OpportunityId january = sell("Máquina de enero", "Contactado", "10", "EUR");
    close(january, LocalDate.of(2027, 1, 15));
    sell("Otra cosa", "Contactado", "20", "EUR");

    assertThat(names("&q=maquina")).containsExactly("Máquina de enero");
    assertThat(names("&month=2027-01")).containsExactly("Máquina de enero");
    assertThat(
            Page.of(desk.get(nora, "/pipeline/board?q=MAQUINA&owner=" + nora.id()))
                .texts(".card-subject"))
        .containsExactly("Máquina de enero");
    assertThat(
            Page.of(desk.get(nora, "/pipeline/board?month=2027-01&owner=" + nora.id()))
                .texts(".card-subject"))
        .containsExactly("Máquina de enero");
    assertThat(names("&month=2027-13&q=%25&owner2=x")).isEmpty();
  }

  @Test
  void idleDealsCanBeListedAndTheLongestIdleComesFirst() {
    OpportunityId old = sellOn("Vieja", 60);
    OpportunityId older = sellOn("Más vieja", 90);
    sellOn("Fresca", 0);

    assertThat(names("&idle=true&sort=contact")).containsExactly("Más vieja", "Vieja");
    talkedTo(older);
    assertThat(names("&idle=true")).as("what resets it").containsExactly("Vieja");
    assertThat(old).isNotNull();
  }

  @Test
  void wonAndLostColumnsShowTheLastThirtyDays() {
    OpportunityId recent = sell("Reciente", "Negociación", "100", "EUR");
    OpportunityId old = sell("Antigua", "Negociación", "100", "EUR");
    win(recent, desk.today().minusDays(3));
    win(old, desk.today().minusDays(90));

    Page page = Page.of(desk.get(nora, "/pipeline/board?owner=" + nora.id()));
    assertThat(head(page, "Ganada")).contains("1 oportunidad").contains("100 €");
    assertThat(page.text(".column-ended")).contains("Reciente").doesNotContain("Antigua");

    String list = page.document().select(".column-ended header a").first().attr("href");
    Page rows = Page.of(desk.get(nora, list));
    assertThat(rows.texts("tbody tr")).hasSize(1);
    assertThat(rows.text(".sums")).contains("1 oportunidad").contains("100 €");
  }

  @Test
  void theNextStepIsADotWithWords() {
    LocalDate today = desk.today();
    OpportunityId late = dealWith(Plan.step("a", today.minusDays(3)));
    OpportunityId now = dealWith(Plan.step("a", today));
    OpportunityId none = dealWith(Plan.none("b"));

    Page page = Page.of(desk.get(nora, "/pipeline/board?owner=" + nora.id()));

    assertThat(page.text("#c-" + late + " .dot-late")).isEqualTo("vencido hace 3 d");
    assertThat(page.text("#c-" + now + " .dot-today")).isEqualTo("hoy");
    assertThat(page.text("#c-" + none + " .dot-none")).isEqualTo("sin paso");
  }

  @Test
  void whoseDealsASellerSeesHoldsForBoardListTotalsCardsAndPages() {
    // Nora and Marcos are of one team, Inés of another.
    CurrentUser ines = cast.ines();
    cast.marcos();
    OpportunityId hers = sell("De Nora", "Prueba", "777", "EUR");
    OpportunityId of = own(ines, "De Inés");
    OpportunityId his = own(cast.marcos(), "De Marcos");
    Visibility before = cast.see(Visibility.OWN);
    try {
      CurrentUser own = cast.reread(nora.id());
      assertThat(sees(own, hers)).isTrue();
      assertThat(sees(own, his)).isFalse();
      assertThat(sees(own, of)).isFalse();

      cast.see(Visibility.TEAM);
      CurrentUser team = cast.reread(nora.id());
      assertThat(sees(team, hers)).isTrue();
      assertThat(sees(team, his)).isTrue();
      assertThat(sees(team, of)).isFalse();

      cast.see(Visibility.ALL);
      CurrentUser all = cast.reread(nora.id());
      assertThat(sees(all, of)).isTrue();
    } finally {
      cast.see(before);
    }
    assertThat(sees(cast.lucia(), of)).as("marketing sees all").isTrue();
    assertThat(sees(cast.teresa(), of)).as("managers see all").isTrue();
  }

  @Test
  void whatASellerMayNotSeeTheyMayNotTouchEither() {
    OpportunityId of = own(cast.ines(), "Intocable");
    Visibility before = cast.see(Visibility.OWN);
    try {
      String page = "/pipeline/opportunities/" + of;
      for (String get : List.of("", "/edit", "/move", "/step")) {
        assertThat(desk.get(nora, page + get)).as(get).hasStatus(404);
      }
      for (String post : List.of("", "/moves", "/steps", "/next-step", "/people")) {
        assertThat(desk.post(nora, page + post, "stage", desk.stage("Prueba").toString()))
            .as(post)
            .hasStatus(404);
      }
      assertThat(desk.post(nora, page + "/criteria", "stage", desk.stage("Contactado").toString()))
          .hasStatus(404);
      assertThat(desk.post(nora, page + "/moves/" + java.util.UUID.randomUUID() + "/undoing"))
          .hasStatus(404);
      String board = desk.get(nora, "/pipeline/board?q=intocable").getResponse().toString();
      assertThat(board).doesNotContain("Intocable");
      assertThat(
              lists.totals(
                  DealFilter.of(java.util.Map.of("q", "intocable")),
                  cast.reread(nora.id()),
                  desk.now()))
          .isEmpty();
    } finally {
      cast.see(before);
    }
    assertThat(opportunities.findById(of).orElseThrow().version()).isZero();
  }

  @Test
  void marketingReadsEverythingAndChangesNothing() {
    OpportunityId deal = sell("Solo leer", "Prueba", "5", "EUR");

    Page page = Page.of(desk.get(cast.lucia(), "/pipeline/opportunities/" + deal));
    assertThat(page.title()).isEqualTo("Solo leer");
    assertThat(page.document().select("main form[method=post]"))
        .allSatisfy(form -> assertThat(form.select("button:not(.no-script)")).isEmpty());
    assertThat(Page.of(desk.get(cast.lucia(), "/pipeline/board")).has(".card-do")).isFalse();
    assertThat(
            desk.post(
                cast.lucia(),
                "/pipeline/opportunities/" + deal + "/moves",
                "stage",
                desk.stage("Propuesta").toString()))
        .hasStatus(403);
  }

  @Test
  void aSaleIsOfADayOnWhichItsDealWasOpen() {
    OpportunityId deal = sell("Ganada antes", "Negociación", "500", "EUR");

    MvcTestResult refused =
        desk.post(
            nora,
            "/pipeline/opportunities/" + deal + "/moves",
            "stage",
            desk.stage("Ganada").toString(),
            "version",
            version(deal),
            "asked",
            "true",
            "reason",
            "Ya",
            "amount",
            "100",
            "day",
            "2020-01-01");

    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".error")).contains("aún no existía");
    assertThat(opportunities.findById(deal).orElseThrow().isOpen()).isTrue();
  }

  @Test
  void dealsOfNobodyAreFoundByWhoeverSeesAll() {
    OpportunityId deal = desk.deal(nora, "Sin dueño " + desk.now().toEpochMilli());
    jdbc.sql("update pipeline.opportunity set owner_id = null where id = :id")
        .param("id", deal.id())
        .update();

    Page nobodys = Page.of(desk.get(cast.teresa(), "/pipeline/board?view=list&owner=none"));

    assertThat(nobodys.text("tbody")).contains("Sin dueño");
    assertThat(nobodys.text("#f-owner option[selected]")).isEqualTo("De nadie");
    assertThat(
            Page.of(desk.get(cast.teresa(), "/pipeline/board?view=list&owner=" + nora.id()))
                .text("main"))
        .doesNotContain("Sin dueño");
  }

  @Test
  void movingFromTheBoardAnswersWithTheCardTheHeadsAndWords() {
    OpportunityId deal = sell("Se mueve", "Prueba", "500", "EUR");
    String board = "/pipeline/board?owner=" + nora.id();

    MvcTestResult asked =
        desk.htmx(
            nora,
            "/pipeline/opportunities/" + deal + "/moves",
            "stage",
            desk.stage("Propuesta").toString(),
            "version",
            version(deal),
            "dragged",
            "true",
            "from",
            "board",
            "back",
            board);
    assertThat(asked).as("what is missing is asked for in the card").hasStatus(200);
    Page card = Page.of(asked);
    assertThat(card.document().select("#c-" + deal + " [name=met]")).hasSize(2);
    assertThat(card.value("dragged")).isEqualTo("true");

    MvcTestResult moved =
        desk.htmx(
            nora,
            "/pipeline/opportunities/" + deal + "/moves",
            "stage",
            desk.stage("Propuesta").toString(),
            "version",
            version(deal),
            "asked",
            "true",
            "reason",
            "Urge",
            "dragged",
            "true",
            "from",
            "board",
            "back",
            board);

    assertThat(moved).hasStatus(200);
    Page answer = Page.of(moved);
    assertThat(answer.has("#c-" + deal)).isTrue();
    assertThat(answer.text("#head-" + desk.stage("Propuesta"))).contains("500 €");
    assertThat(answer.text("#head-" + desk.stage("Prueba"))).contains("Ninguna");
    assertThat(answer.text("#board-sums[hx-swap-oob]")).contains("1 abierta", "500 €");
    assertThat(answer.text("#live")).contains("pasa de Prueba a Propuesta");
    assertThat(answer.text("#flash")).contains("Deshacer");
  }

  @Test
  void whoMovesACardSecondIsToldThatItIsThereAlready() {
    OpportunityId deal = sell("Dos veces", "Contactado", "500", "EUR");
    String version = version(deal);
    for (String seen :
        new String[] {"pasa de Contactado", "ya está en Necesidad clara: la movió Nora Gil"}) {
      MvcTestResult moved =
          desk.htmx(
              nora,
              "/pipeline/opportunities/" + deal + "/moves",
              "stage",
              desk.stage("Necesidad clara").toString(),
              "version",
              version,
              "asked",
              "true",
              "reason",
              "Urge",
              "from",
              "board",
              "back",
              "/pipeline/board?owner=" + nora.id());
      assertThat(moved).hasStatus(200);
      assertThat(Page.of(moved).text("#live"))
          .contains(seen)
          .doesNotContain("de Necesidad clara a Necesidad clara");
    }
  }

  @Test
  void whatIsLeftOutOfTheForecastIsNotWeightedOnTheBoardEither() {
    OpportunityId out = sell("Fuera", "Propuesta", "10000", "EUR");
    sell("Dentro", "Propuesta", "1000", "EUR");
    assertThat(
            desk.post(
                nora,
                "/pipeline/opportunities/" + out + "/forecast",
                "category",
                "OMITTED",
                "version",
                "0"))
        .hasStatus(302);

    String address = "/pipeline/board?owner=" + nora.id();
    Page page = Page.of(desk.get(nora, address));
    assertThat(head(page, "Propuesta")).contains("11.000 €", "700 € ponderado");
    assertThat(page.text(".pagehead")).contains("2 abiertas, 11.000 €, 700 € ponderado");
    assertThat(Page.of(desk.get(nora, address + "&view=list")).text("main"))
        .contains("700 €")
        .doesNotContain("7.700 €");
  }

  @Test
  void anEmptyBoardOffersTheNextThingToDo() {
    Visibility before = cast.see(Visibility.OWN);
    try {
      Page page = Page.of(desk.get(nora, "/pipeline/board"));
      assertThat(page.text(".empty")).contains("Nueva oportunidad");
      assertThat(Page.of(desk.get(nora, "/pipeline/board?view=list")).text(".empty"))
          .contains("Nueva oportunidad");
    } finally {
      cast.see(before);
    }
  }

  @Test
  void boardListAndPageTakeFewStatementsHoweverMuchThereIs() {
    OpportunityId deal = sell("Primera", "Prueba", "1", "EUR");
    int board = statements("/pipeline/board");
    int list = statements("/pipeline/board?view=list");
    int page = statements("/pipeline/opportunities/" + deal);
    for (int i = 0; i < 50; i++) {
      sell("Otra " + i, List.of("Contactado", "Prueba", "Propuesta").get(i % 3), "1", "EUR");
      deals.done(
          deal,
          new Deals.Result(
              com.arenacrm.shared.TimeOrderedUuid.next(),
              com.arenacrm.contacts.InteractionKind.CALL,
              com.arenacrm.contacts.InteractionResult.TALKED,
              "Vez " + i),
          Plan.step("Otra vez", desk.today()),
          nora.id(),
          desk.now());
      deals.engage(deal, desk.person("Participa " + i, null).id(), BuyingRole.USES);
    }

    assertThat(statements("/pipeline/board")).isEqualTo(board).isLessThanOrEqualTo(8);
    assertThat(statements("/pipeline/board?view=list")).isEqualTo(list).isLessThanOrEqualTo(8);
    assertThat(statements("/pipeline/opportunities/" + deal))
        .isLessThanOrEqualTo(page + 1)
        .isLessThanOrEqualTo(8);
  }

  private int statements(String path) {
    List<String> heard = desk.statements(nora, path);
    assertThat(heard).isNotEmpty();
    return heard.size();
  }

  private boolean sees(CurrentUser viewer, OpportunityId deal) {
    String name = opportunities.findById(deal).orElseThrow().name();
    String q = name.replace(" ", "%20");
    boolean page =
        desk.get(viewer, "/pipeline/opportunities/" + deal).getResponse().getStatus() == 200;
    boolean board = Page.of(desk.get(viewer, "/pipeline/board?q=" + q)).has("#c-" + deal);
    boolean list =
        Page.of(desk.get(viewer, "/pipeline/board?view=list&q=" + q))
            .has("td a[href^=/pipeline/opportunities/" + deal + "]");
    boolean total =
        lists
            .totals(
                new DealFilter(name, null, null, null, null, false, null, null), viewer, desk.now())
            .stream()
            .anyMatch(t -> t.deals() > 0);
    assertThat(board).isEqualTo(page);
    assertThat(list).isEqualTo(page);
    assertThat(total).isEqualTo(page);
    return page;
  }

  private List<DealRow> all(DealFilter filter, Stage stage, Idleness idleness) {
    List<DealRow> rows = new ArrayList<>();
    java.util.UUID after = null;
    do {
      var slice =
          lists.list(filter, DealLists.Order.CLOSE, nora, idleness, after, desk.now(), stage);
      rows.addAll(slice.rows());
      after = slice.next();
    } while (after != null);
    return rows;
  }

  private DealFilter ofNora() {
    return new DealFilter("", nora.id().id(), null, null, null, false, null, null);
  }

  private List<String> names(String more) {
    return Page.of(desk.get(nora, "/pipeline/board?view=list&owner=" + nora.id() + more))
        .texts("tbody td.who .muted");
  }

  private String head(Page page, String stage) {
    return page.text("#head-" + desk.stage(stage));
  }

  private OpportunityId own(CurrentUser owner, String name) {
    return desk.deal(owner, name + " " + desk.now().toEpochMilli());
  }

  private OpportunityId dealWith(Plan plan) {
    return desk.deal(nora, "Paso", desk.company("Paso, S.A.").id(), plan);
  }

  private OpportunityId sellOn(String name, int daysAgo) {
    return desk.deal(
        nora,
        name,
        desk.company("Empresa " + name).id(),
        null,
        Plan.step("x", desk.today().plusDays(9)),
        null,
        desk.now().minus(Duration.ofDays(daysAgo)));
  }

  private OpportunityId sell(String name, String stage, @Nullable String amount, String currency) {
    Deals.NewDeal deal =
        Deals.NewDeal.of(
                DealDetails.of(
                    name,
                    null,
                    desk.company("Empresa " + name).id(),
                    nora.id(),
                    amount == null ? null : new BigDecimal(amount),
                    Currency.getInstance(currency),
                    desk.today().plusDays(30)),
                Plan.step("Llamar", desk.today()),
                desk.now())
            .in(desk.stage(stage), "Ya venía hablado");
    // Only what another system brings may lack an amount in late stages.
    return deals.open(
        amount == null
            ? deal.knownAs(
                new com.arenacrm.contacts.OutsideId(
                    "tablero", java.util.UUID.randomUUID().toString()))
            : deal,
        nora.id(),
        desk.now());
  }

  private void close(OpportunityId deal, LocalDate on) {
    DealDetails d = deals.details(deal).orElseThrow();
    deals.change(
        deal,
        DealDetails.of(d.name(), d.person(), d.company(), d.owner(), d.amount(), d.currency(), on),
        "Cambia",
        nora.id(),
        desk.now());
  }

  private void talkedTo(OpportunityId deal) {
    deals.done(
        deal,
        new Deals.Result(
            com.arenacrm.shared.TimeOrderedUuid.next(),
            com.arenacrm.contacts.InteractionKind.CALL,
            com.arenacrm.contacts.InteractionResult.TALKED,
            "Hola"),
        Plan.step("Otra", desk.today().plusDays(3)),
        nora.id(),
        desk.now());
  }

  private void win(OpportunityId deal, LocalDate on) {
    deals.win(deal, new BigDecimal("100"), on, "Ya", nora.id(), desk.now());
  }

  private String version(OpportunityId deal) {
    return String.valueOf(opportunities.findById(deal).orElseThrow().version());
  }
}
