package com.arenacrm.insight.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What activities of one profile yielded in weeks that nothing else in the tests touches. */
@ArenaTest
class ResultsTests {

  private static final LocalDate DAY = LocalDate.of(2033, 3, 7);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  private Story story;
  private UUID tasting;
  private UUID tastingLater;
  private UUID article;
  private UUID paula;
  private UUID won;

  @BeforeEach
  void tellTheStory() {
    assertThat(mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos()))).hasStatusOk();
    story = new Story(jdbc, cast.lucia().id().id());
    UUID marcos = cast.marcos().id().id();
    tasting = story.activity("Cata en el hotel", "TRY", "Agencia Faro", null);
    tastingLater =
        story.activity("Cata en el hotel, por la tarde", "TRY", "AGENCIA  FÁRO", tasting);
    article = story.activity("=Artículo", "KNOW", null, null);
    UUID first = story.occurrence(tasting, DAY, "DONE", "200", 14);
    UUID second = story.occurrence(tastingLater, DAY.plusDays(7), "DONE", "100.50", 10);
    UUID written = story.occurrence(article, DAY.minusDays(5), "DONE", "0", 900);
    story.occurrence(article, DAY.plusDays(9), "DONE", null, null);

    paula = story.person("Paula Rey");
    UUID eva = story.person("Eva Prieto");
    story.touch(written, paula, "READ", Story.noon(DAY.minusDays(5)));
    story.touch(first, paula, "INVITED", Story.noon(DAY.minusDays(3)));
    story.touch(first, paula, "ATTENDED", Story.noon(DAY));
    story.touch(second, eva, "ATTENDED", Story.noon(DAY.plusDays(7)));
    story.signal(paula, first, DAY.plusDays(1), marcos);
    story.signal(eva, second, DAY.plusDays(8), null);

    UUID lead = story.lead(paula, "FORM", tasting, DAY, marcos);
    story.fit(lead, "A");
    story.fit(story.lead(eva, "MANUAL", tastingLater, DAY.plusDays(7), marcos), "D");
    story.handoff(lead, marcos, DAY.plusDays(2), true);

    won = story.deal(paula, marcos, "1000.01", "EUR", DAY.plusDays(3), DAY.plusDays(10));
    story.role(won, eva, "DECIDES");
    // After the win: it cannot have brought it.
    story.touch(second, paula, "ATTENDED", Story.noon(DAY.plusDays(12)));
    story.deal(null, marcos, "70", "EUR", DAY.plusDays(1), DAY.plusDays(2));
    story.deal(eva, marcos, "50", "USD", DAY.plusDays(8), DAY.plusDays(11));
  }

  @Test
  void theWayFromReachToMoneyByActivity() {
    Page page = page("by=activity");

    Element row = row(page, "Cata en el hotel");
    assertThat(cells(row))
        .containsEntry("Gasto", "200 €")
        .containsEntry("Alcance", "14")
        .containsEntry("Convocadas", "1")
        .containsEntry("Asistentes", "1")
        .containsEntry("Personas", "1")
        .containsEntry("Nuevas", "0?")
        .containsEntry("En perfil", "1")
        .containsEntry("Señales", "1")
        .containsEntry("Prospectos entrantes", "1")
        .containsEntry("Prospectos buscados", "0?")
        .containsEntry("Entregados", "1")
        .containsEntry("Aceptados", "1")
        .containsEntry("Ganadas", "1");
    assertThat(row.text()).contains("a 200 €").contains("100 % de 1");
    assertThat(cells(row(page, "=Artículo"))).containsEntry("Nuevas", "1");
  }

  @Test
  void whatIsWonAddsUpToTheCentWithWhatNoTouchExplains() {
    // Four touches before the win: read, invited, attended, and Eva who decides.
    assertThat(amounts("first"))
        .containsEntry("=Artículo", "1.000,01 €")
        .containsEntry("Cata en el hotel, por la tarde", "50 US$");
    assertThat(amounts("linear"))
        .containsEntry("=Artículo", "250,01 €")
        .containsEntry("Cata en el hotel", "500 €")
        .containsEntry("Cata en el hotel, por la tarde", "250 € 50 US$");
    assertThat(amounts("u_shaped"))
        .containsEntry("=Artículo", "400,01 €")
        .containsEntry("Cata en el hotel", "200 €")
        .containsEntry("Cata en el hotel, por la tarde", "400 € 50 US$");
    assertThat(amounts("evidenced"))
        .containsEntry("Cata en el hotel", "1.000,01 €")
        .containsEntry("Sin actividad ni contacto de marketing", "70 € 50 US$");
    for (AttributionModel model : AttributionModel.values()) {
      assertThat(amounts(model.key()).get("Total")).isEqualTo("1.070,01 € 50 US$");
    }
  }

  @Test
  void theLaterPartOfASeriesAndTheSameProviderWrittenOtherwiseAreOne() {
    assertThat(amounts("linear", "series")).containsEntry("Cata en el hotel", "750 € 50 US$");
    assertThat(amounts("linear", "phase")).containsEntry("Probar", "750 € 50 US$");
    assertThat(amounts("linear", "macro")).containsEntry("Activación", "750 € 50 US$");
    Page providers = Page.of(get("/reports/providers?" + terms()));
    assertThat(providers.texts("tbody tr")).hasSize(1);
    assertThat(cells(providers.document().selectFirst("tbody tr")))
        .containsEntry("Actividades", "2")
        .containsEntry("Gasto", "300,50 €")
        .containsEntry("Ganado", "750 € 50 US$");
  }

  @Test
  void seriesSayWhatTheyAreAndWhenTheyAreTheSameAsActivities() {
    assertThat(page("by=activity").texts(".seg a")).contains("Serie (con sus continuaciones)");
    assertThat(page("by=series").text("main"))
        .contains("junto con las que la continúan")
        .doesNotContain("las mismas que por actividad");
    jdbc.sql("update planner.activity set continues_id = null where id = ?")
        .param(tastingLater)
        .update();
    assertThat(page("by=series").text("main")).contains("las mismas que por actividad");
  }

  @Test
  void everyNumberOpensRowsThatAddUpToIt() {
    for (String by : List.of("activity", "series", "phase", "macro", "profile", "provider")) {
      Page page = page("by=" + by + "&model=u_shaped");
      List<Element> links = page.document().select("table td > a:not(.zero)");
      assertThat(links).hasSizeGreaterThan(15);
      for (Element link : links) {
        Page rows = Page.of(get(link.attr("href")));
        String shown = rows.document().select("h1").text().replaceAll("^[^:]*: ", "");
        assertThat(shown).as(by + " " + link.attr("href")).contains(link.text());
        BigDecimal sum =
            rows.document().select("tbody td.num").eachText().stream()
                .map(ResultsTests::number)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal parts =
            List.of(shown.split(" \\+ ")).stream()
                .map(ResultsTests::number)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).as(by + " " + link.attr("href")).isEqualByComparingTo(parts);
        if (by.equals("activity")) {
          List<List<String>> file = rows.file(this::get);
          assertThat(file)
              .as("the file of " + link.attr("href"))
              .hasSameSizeAs(rows.document().select("main > table:first-of-type tbody tr"));
          assertThat(
                  file.stream()
                      .map(row -> number(row.get(3)))
                      .reduce(BigDecimal.ZERO, BigDecimal::add))
              .isEqualByComparingTo(parts);
        }
      }
    }
  }

  @Test
  void onATelephoneALineShowsItsMainNumbersAndTheRestBehindMore() {
    Element row = row(page("by=activity"), "Cata en el hotel");
    assertThat(row.select("td[data-label]:not(.rest)").eachAttr("data-label"))
        .containsExactly("Alcance", "Personas", "Señales", "Oport.", "Ganado");
    assertThat(row.select("td.unfold summary .shut").text()).isEqualTo("Más");
  }

  @Test
  void everyZeroSaysWhy() {
    for (String by : List.of("activity", "phase", "provider")) {
      for (String zero : page("by=" + by).document().select("a.zero").eachAttr("href")) {
        Page why = Page.of(get(zero));
        assertThat(why.texts(".whys li")).as(zero).isNotEmpty().allMatch(t -> t.length() > 10);
      }
    }
    assertThat(why("new", tasting.toString())).contains("ya la conocíamos");
    assertThat(why("signals", tastingLater.toString())).contains("Una señal espera");
    assertThat(why("inbound", tastingLater.toString())).contains("se buscó");
    assertThat(why("handed", tastingLater.toString())).contains("ninguno se ha entregado");
    Page other =
        Page.of(
            get(
                "/reports/results/rows?by=activity&measure=reach&line=%s&from=2033-06-01&until=2033-06-30"
                    .formatted(tasting)));
    assertThat(other.text(".whys")).contains("Ninguna ocurrencia en estas fechas");
  }

  @Test
  void dealsWithoutAmountsSayThatNoneIsWrittenDown() {
    Story imported = new Story(jdbc, cast.lucia().id().id());
    UUID marcos = cast.marcos().id().id();
    UUID open = imported.deal(null, marcos, "0", "EUR", DAY, null);
    jdbc.sql("update pipeline.opportunity set amount = null where id = ?").param(open).update();
    imported.deal(null, marcos, "0", "EUR", DAY, DAY.plusDays(1));
    imported.deal(null, marcos, "0", "EUR", DAY, DAY.plusDays(2));

    Page page =
        Page.of(
            get("/reports/results?from=2033-02-20&until=2033-04-10&profile=" + imported.profile));

    assertThat(cells(page.document().selectFirst("tr.none-row")))
        .containsEntry("Oport.", "3")
        .containsEntry("Por cerrar", "—?")
        .containsEntry("Ganado", "—?");
    for (Element zero :
        page.document()
            .select("td[data-label='Por cerrar'] a.zero, td[data-label=Ganado] a.zero")) {
      assertThat(Page.of(get(zero.attr("href"))).text(".whys"))
          .contains(
              zero.attr("href").contains("measure=pipeline")
                  ? "La única oportunidad de aquí no tiene anotado un importe"
                  : "Ninguna de las 2 oportunidades de aquí tiene anotado un importe");
    }
  }

  @Test
  void whatIsStillToCloseIsNeitherWonNorLost() {
    Story mixed = new Story(jdbc, cast.lucia().id().id());
    UUID marcos = cast.marcos().id().id();
    UUID read = mixed.activity("Guía del barista", "KNOW", null, null);
    UUID came = mixed.activity("Jornada abierta", "TRY", null, null);
    UUID nora = mixed.person("Nora Gil");
    mixed.touch(
        mixed.occurrence(read, DAY.minusDays(4), "DONE", "10", 5),
        nora,
        "READ",
        Story.noon(DAY.minusDays(4)));
    mixed.touch(
        mixed.occurrence(came, DAY.minusDays(2), "DONE", "10", 5),
        nora,
        "ATTENDED",
        Story.noon(DAY.minusDays(2)));
    mixed.deal(nora, marcos, "443.01", "EUR", DAY, null);
    mixed.deal(nora, marcos, "104", "EUR", DAY, DAY.plusDays(3));
    mixed.lose(mixed.deal(nora, marcos, "65", "EUR", DAY, null), DAY.plusDays(4));
    mixed.deal(null, marcos, "7", "EUR", DAY, null);
    UUID lost = mixed.deal(null, marcos, "9", "EUR", DAY, null);
    mixed.lose(lost, DAY.plusDays(1));
    String terms = "from=2033-02-20&until=2033-04-10&window=30&profile=" + mixed.profile;

    for (Grouping by : Grouping.values()) {
      for (AttributionModel model : AttributionModel.values()) {
        String asked = terms + "&by=" + by.word() + "&model=" + model.key();
        Page page = Page.of(get("/reports/results?" + asked));
        BigDecimal sum =
            page.document().select("tbody tr").stream()
                .map(r -> number(cells(r).get("Por cerrar")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).as(asked).isEqualByComparingTo("450.01");
        Element total = page.document().selectFirst("tfoot tr");
        assertThat(cells(total))
            .as(asked)
            .containsEntry("Oport.", "5")
            .containsEntry("Por cerrar", "450,01 €")
            .containsEntry("Ganado", "104 €");
        assertThat(
                Page.of(get("/reports/results/rows?measure=pipeline&" + asked)).texts("tbody tr"))
            .as(asked)
            .hasSize(2);
      }
    }
    assertThat(get("/reports/results/export?" + terms).getResponse().getContentAsByteArray())
        .asString(java.nio.charset.StandardCharsets.UTF_8)
        .contains("Por cerrar EUR")
        .containsPattern("Total;.*;104;450,01;")
        .contains(";221,51;")
        .contains(";221,5;");
    jdbc.sql("update pipeline.opportunity set amount = null where profile_id = ? and kind = 'OPEN'")
        .param(mixed.profile)
        .update();
    mixed.lose(
        jdbc.sql("select id from pipeline.opportunity where kind = 'OPEN' and person_id = ?")
            .param(nora)
            .query(UUID.class)
            .single(),
        DAY.plusDays(5));
    assertThat(
            Page.of(
                    get(
                        "/reports/results/rows?measure=pipeline&by=activity&line="
                            + read
                            + "&"
                            + terms))
                .text(".whys"))
        .contains(
            "Las 3 oportunidades en las que esto tiene parte ya se ganaron o se perdieron: no queda nada por cerrar");
    assertThat(Page.of(get("/reports/credits?deal=" + lost)).text(".credits"))
        .contains("9 € que se perdieron")
        .doesNotContain("por cerrar");
  }

  @Test
  void whatNoContactOfMarketingBroughtStandsApartInEveryGrouping() {
    Story mixed = new Story(jdbc, cast.lucia().id().id());
    UUID marcos = cast.marcos().id().id();
    UUID silent = mixed.activity("Sin historia ni agencia", "LIKE", null, null);
    UUID nora = mixed.person("Nora Gil");
    mixed.touch(
        mixed.occurrence(silent, DAY.minusDays(4), "DONE", "10", 5),
        nora,
        "READ",
        Story.noon(DAY.minusDays(4)));
    mixed.deal(nora, marcos, "100", "EUR", DAY, DAY.plusDays(3));
    mixed.deal(null, marcos, "30.50", "EUR", DAY, DAY.plusDays(3));
    mixed.deal(null, marcos, "7", "EUR", DAY, null);
    mixed.lead(mixed.person("Suelta"), "MANUAL", null, DAY, marcos);
    String terms = "from=2033-02-20&until=2033-04-10&window=30&profile=" + mixed.profile;

    for (Grouping by : Grouping.values()) {
      String asked = terms + "&by=" + by.word();
      Page page = Page.of(get("/reports/results?" + asked));
      Element apart = row(page, "Sin actividad ni contacto de marketing");
      assertThat(cells(apart))
          .as(asked)
          .containsEntry("Ganado", "30,50 €")
          .containsEntry("Por cerrar", "7 €")
          .containsEntry("Prospectos buscados", "1");
      assertThat(page.texts("tbody tr")).as(asked).hasSize(2).last().isEqualTo(apart.text());
      for (String link : page.document().select("tbody td > a:not(.zero)").eachAttr("href")) {
        assertThat(Page.of(get(link)).texts("tbody tr")).as(link).isNotEmpty();
      }
      for (String zero : page.document().select("tbody a.zero").eachAttr("href")) {
        assertThat(Page.of(get(zero)).texts(".whys li")).as(zero).isNotEmpty();
      }
      assertThat(get("/reports/results/export?" + asked).getResponse().getContentAsByteArray())
          .asString(java.nio.charset.StandardCharsets.UTF_8)
          .contains("\nSin actividad ni contacto de marketing;");
    }
    Page stories = Page.of(get("/reports/results?by=story&" + terms));
    assertThat(cells(row(stories, "No cuenta ninguna historia"))).containsEntry("Ganado", "100 €");
    assertThat(
            Page.of(get("/reports/results/rows?by=story&line=NONE&measure=amount&" + terms))
                .text(".crumb"))
        .contains("No cuenta ninguna historia");
    Page providers = Page.of(get("/reports/results?by=provider&" + terms));
    assertThat(cells(row(providers, "Sin proveedor"))).containsEntry("Ganado", "100 €");
    assertThat(Page.of(get("/reports/providers?" + terms)).texts("tbody tr")).isEmpty();
  }

  @Test
  void invitationsThatNobodyAnsweredCanBeLeftOutOfTheCredit() {
    Story asked = new Story(jdbc, cast.lucia().id().id());
    UUID marcos = cast.marcos().id().id();
    UUID mailing = asked.activity("Invitación sin eco", "KNOW", null, null);
    UUID visit = asked.activity("Visita al tostadero", "TRUST", null, null);
    UUID silent = asked.occurrence(mailing, DAY.minusDays(9), "DONE", "10", 5);
    UUID shown = asked.occurrence(visit, DAY.minusDays(4), "DONE", "10", 5);
    UUID nora = asked.person("Nora Gil");
    UUID luis = asked.person("Luis Paz");
    asked.touch(silent, nora, "INVITED", Story.noon(DAY.minusDays(9)));
    asked.touch(shown, nora, "INVITED", Story.noon(DAY.minusDays(6)));
    asked.touch(shown, nora, "ATTENDED", Story.noon(DAY.minusDays(4)));
    asked.touch(silent, luis, "INVITED", Story.noon(DAY.minusDays(9)));
    UUID deal = asked.deal(nora, marcos, "100", "EUR", DAY, DAY.plusDays(3));
    asked.deal(luis, marcos, "40", "EUR", DAY, DAY.plusDays(3));
    String terms = "from=2033-02-20&until=2033-04-10&window=30&profile=" + asked.profile;

    Page all = Page.of(get("/reports/results?" + terms));
    assertThat(cells(row(all, "Invitación sin eco"))).containsEntry("Ganado", "73,34 €");
    assertThat(all.text(".formula")).contains("cuenta aunque nadie la conteste");

    for (AttributionModel model : AttributionModel.values()) {
      String left = terms + "&touches=answered&model=" + model.key();
      Page page = Page.of(get("/reports/results?" + left));
      assertThat(cells(page.document().selectFirst("tfoot tr"))).containsEntry("Ganado", "140 €");
      assertThat(cells(row(page, "Invitación sin eco"))).containsEntry("Ganado", "—?");
      if (model != AttributionModel.EVIDENCED) {
        assertThat(cells(row(page, "Visita al tostadero"))).containsEntry("Ganado", "100 €");
        assertThat(cells(row(page, "Sin actividad ni contacto de marketing")))
            .containsEntry("Ganado", "40 €");
      }
      assertThat(page.text(".formula")).contains("nadie contestó no cuentan");
      assertThat(page.has("#touches option[value=answered][selected]")).isTrue();
      assertThat(
              page.document()
                  .select("thead a, .seg a, td > a, .actions a[href*=csv]")
                  .eachAttr("href"))
          .as("whatever is opened from here asks the same")
          .allMatch(h -> h.contains("touches=answered"));
    }
    Page why =
        Page.of(
            get(
                "/reports/results/rows?measure=amount&touches=answered&line="
                    + mailing
                    + "&"
                    + terms));
    assertThat(why.text(".whys")).contains("Las invitaciones que nadie contestó están fuera");
    assertThat(why.text(".not-counted")).contains("invitación que nadie contestó");
    Page credits = Page.of(get("/reports/credits?window=30&touches=answered&deal=" + deal));
    assertThat(credits.text(".not-counted")).contains("nadie contestó: no cuenta");
    assertThat(credits.text("tfoot")).contains("100 €");
    assertThat(Page.of(get("/reports/credits?window=30&deal=" + deal)).text(".credits"))
        .contains("Sin invitaciones que nadie contestó")
        .doesNotContain("no cuenta");
  }

  @Test
  void signalsOfNoActivitySayThatNothingOfOursTouchedThesePeople() {
    UUID alone = story.person("Sin contacto");
    LocalDate day = LocalDate.of(2035, 3, 1);
    story.signal(alone, null, day, cast.marcos().id().id());
    String period = "/reports/results/rows?measure=signals&from=2035-02-01&until=2035-04-01";

    Page rows = Page.of(get(period + "&by=activity&line="));
    assertThat(rows.text("main")).contains("Alguien");
    assertThat(rows.text(".lede"))
        .contains("Nada nuestro había llegado a estas personas")
        .doesNotContain("dentro de la ventana tras un contacto");
    assertThat(Page.of(get(period + "&by=provider&line=")).text(".lede"))
        .contains("Nada nuestro había llegado a estas personas");
    assertThat(Page.of(get(period + "&by=provider&line=NONE")).text(".lede"))
        .contains("dentro de la ventana tras un contacto");
    String week = "/reports/coverage/rows?week=2035-W09&figure=signals_intent&phase=";
    assertThat(Page.of(get(week + "NONE")).text(".lede")).contains("Nada nuestro había llegado");
    assertThat(Page.of(get(week + "ALL")).text(".lede")).contains("en la fase del último contacto");
  }

  @Test
  void lateTouchesAreShownAsNotCounted() {
    Page rows =
        Page.of(
            get(
                "/reports/results/rows?"
                    + terms()
                    + "&by=activity&measure=amount&line="
                    + tastingLater));
    assertThat(rows.text(".not-counted")).contains("Paula Rey").contains("después del hecho");

    Page credits = Page.of(get("/reports/credits?deal=" + won));
    assertThat(credits.text("h1")).isEqualTo("Quién se lleva el mérito");
    assertThat(credits.texts("tbody tr")).hasSize(6);
    assertThat(credits.texts("tbody tr").get(5)).contains("después: no cuenta");
    assertThat(credits.texts("tbody tr").get(2)).contains("señal con prueba").contains("250 €");
    assertThat(
            credits
                .document()
                .select(".list.fold tbody tr")
                .get(0)
                .select("td.num")
                .eachAttr("data-label"))
        .as("what a telephone shows one below the other says which model it is")
        .containsExactly("Primero", "Último", "Iguales", "En U", "Con prueba");
    Page narrow = Page.of(get("/reports/credits?deal=" + won + "&window=5"));
    assertThat(narrow.text("tbody")).contains("demasiado antes: no cuenta");
  }

  @Test
  void aSellerSeesNumbersOfTheirOwnDealsOnly() {
    Page mine = Page.of(get("/reports/results?" + terms(), cast.marcos()));
    assertThat(mine.text("tfoot")).contains("1.070,01");
    jdbc.sql("update pipeline.opportunity set owner_id = ? where id = ?")
        .params(cast.ines().id().id(), won)
        .update();
    boolean shares = cast.marcos().scope().covers(java.util.Optional.of(cast.ines().id()));
    Page after = Page.of(get("/reports/results?" + terms(), cast.marcos()));
    assertThat(after.text("tfoot").contains("1.070,01")).isEqualTo(shares);
    assertThat(mvc.get().uri("/reports/credits?deal=" + won).with(cast.as(cast.marcos())))
        .hasStatus(shares ? 200 : 404);
  }

  @Test
  void theFileHoldsEveryLineAndNoFormula() throws Exception {
    MvcTestResult result = get("/reports/results/export?" + terms());
    assertThat(result).hasStatusOk();
    String csv = result.getResponse().getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(csv).contains("'=Artículo").contains("Ganado EUR;Ganado USD");
    List<String> head = List.of(csv.lines().findFirst().orElseThrow().split(";", -1));
    assertThat(csv.lines().filter(l -> l.startsWith("Cata en el hotel;")).findFirst())
        .hasValueSatisfying(l -> assertThat(l).contains(";200;14;1;1;1;0;1;1;"))
        .map(l -> List.of(l.split(";", -1)))
        .hasValueSatisfying(
            cells -> {
              assertThat(cells).hasSameSizeAs(head);
              assertThat(cells.get(head.indexOf("Ganado EUR"))).isEqualTo("500");
              assertThat(cells.get(head.indexOf("Ganado USD"))).isEqualTo("0");
              assertThat(cells.get(head.indexOf("Por cerrar EUR"))).isEqualTo("0");
              assertThat(cells.get(head.indexOf("Alcance: coste por unidad"))).isEqualTo("14,29");
              assertThat(cells.get(head.indexOf("Nuevas: coste por unidad"))).isEmpty();
            });
    assertThat(csv.lines().reduce((a, b) -> b))
        .hasValueSatisfying(l -> assertThat(l).startsWith("Total;").contains(";1070,01;50;"));
  }

  @Test
  void aPageTakesFewStatementsAndUnderstandsAnyAddress() {
    var teresa = cast.as(cast.teresa());
    for (String path :
        List.of(
            "/reports/results?",
            "/reports/results?by=series&",
            "/reports/providers?",
            "/reports/results/rows?measure=amount&line=" + tasting + "&",
            "/reports/results/rows?measure=handed&line=" + tastingLater + "&")) {
      assertThat(SqlCount.during(() -> mvc.get().uri(path + terms()).with(teresa).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
    assertThat(
            Page.of(get("/reports/results?from=ayer&window=x&by=zz&model=qq&sort=1"))
                .texts(".flash-unread"))
        .hasSize(5)
        .anyMatch(s -> s.contains("«Desde», «ayer»"))
        .anyMatch(s -> s.contains("«Ventana», «x»"));
    assertThat(get("/reports/results/rows?measure=amount&by=activity&line=zz")).hasStatus(404);
    assertThat(get("/reports/results/rows?measure=nada")).hasStatus(404);
    assertThat(Page.of(get("/reports/results?profile=" + UUID.randomUUID())).text(".flash-unread"))
        .contains("«Perfil»");
    assertThat(get("/reports/results/export?profile=" + UUID.randomUUID())).hasStatus(404);
  }

  @Test
  void theDatabaseSharesOutAsTheRuleSays() {
    Random random = new Random(20260817);
    Story other = new Story(jdbc, cast.lucia().id().id());
    LocalDate day = LocalDate.of(2034, 5, 1);
    List<UUID> activities = new ArrayList<>();
    List<UUID> occurrences = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      activities.add(other.activity("Azar " + i, "LIKE", null, null));
      occurrences.add(other.occurrence(activities.get(i), day, "DONE", "1", 1));
    }
    Map<AttributionModel, Map<String, BigDecimal>> expected = new HashMap<>();
    BigDecimal total = BigDecimal.ZERO;
    String[] kinds = {"INVITED", "ATTENDED", "READ", "WATCHED", "REPLIED"};
    for (int d = 0; d < 40; d++) {
      UUID person = other.person("Azar " + d);
      LocalDate end = day.plusDays(40);
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(2_000_000), 2);
      total = total.add(amount);
      other.deal(person, cast.marcos().id().id(), amount.toPlainString(), "EUR", day, end);
      List<Touchpoint> counted = new ArrayList<>();
      Map<UUID, UUID> activityOf = new HashMap<>();
      boolean[] signalled = new boolean[5];
      for (int o = 0; o < 5; o++) {
        signalled[o] = random.nextInt(4) == 0;
        if (signalled[o]) {
          other.signal(person, occurrences.get(o), day, cast.marcos().id().id());
        }
      }
      for (int k = random.nextInt(12); k > 0; k--) {
        int o = random.nextInt(5);
        String kind = kinds[random.nextInt(5)];
        if (jdbc.sql(
                    "select count(*) from planner.touch where occurrence_id = ? and person_id = ? and kind = ?")
                .params(occurrences.get(o), person, kind)
                .query(Integer.class)
                .single()
            > 0) {
          continue;
        }
        var at = Story.noon(day.plusDays(random.nextInt(50)));
        UUID touch = other.touch(occurrences.get(o), person, kind, at);
        activityOf.put(touch, activities.get(o));
        if (Credits.standing(at.toInstant(), Story.noon(end).toInstant(), 30)
            == Credits.Standing.COUNTED) {
          counted.add(new Touchpoint(touch, at.toInstant(), signalled[o]));
        }
      }
      for (AttributionModel model : AttributionModel.values()) {
        Map<String, BigDecimal> of = expected.computeIfAbsent(model, m -> new HashMap<>());
        Map<UUID, BigDecimal> credits = Attribution.credits(model, counted, amount);
        credits.forEach((t, c) -> of.merge(activityOf.get(t).toString(), c, BigDecimal::add));
        if (credits.isEmpty()) {
          of.merge("", amount, BigDecimal::add);
        }
      }
    }
    for (AttributionModel model : AttributionModel.values()) {
      Page page =
          Page.of(
              get(
                  "/reports/results?by=activity&from=2034-04-01&until=2034-07-30&window=30&profile=%s&model=%s"
                      .formatted(other.profile, model.key())));
      expected
          .get(model)
          .forEach(
              (activity, credit) -> {
                Element row =
                    activity.isEmpty()
                        ? page.document().selectFirst("tr.none-row")
                        : page.document().selectFirst("tr:has(th a[href$=" + activity + "])");
                assertThat(number(cells(row).get("Ganado")))
                    .as(model + " " + activity)
                    .isEqualByComparingTo(credit);
              });
      assertThat(number(cells(page.document().selectFirst("tfoot tr")).get("Ganado")))
          .isEqualByComparingTo(total);
    }
  }

  @Test
  void rowsOfALineThatDoesNotExistAreNotFound() {
    String nobody = java.util.UUID.randomUUID().toString();
    for (String by : java.util.List.of("activity", "series", "profile", "story")) {
      for (String path : java.util.List.of("rows", "rows/export")) {
        assertThat(
                get(
                    "/reports/results/%s?%s&by=%s&measure=won&line=%s"
                        .formatted(path, terms(), by, nobody)))
            .as(by + " " + path)
            .hasStatus(404);
      }
    }
  }

  @Test
  void datesTheWrongWayRoundAreTurnedAndItIsSaid() {
    Page page =
        Page.of(
            get(
                "/reports/results?from=2033-04-10&until=2033-02-20&window=30&profile="
                    + story.profile));
    assertThat(page.text(".notice")).contains("«Desde» era posterior a «Hasta»", "20 feb 2033");
    assertThat(page.value("from")).isEqualTo("2033-02-20");
    assertThat(page("by=activity").text("main")).doesNotContain("era posterior");
  }

  private Map<String, String> amounts(String model) {
    return amounts(model, "activity");
  }

  private Map<String, String> amounts(String model, String by) {
    Map<String, String> amounts = new HashMap<>();
    for (Element row :
        page("by=" + by + "&model=" + model).document().select("tbody tr, tfoot tr")) {
      amounts.put(row.select("th").text(), cells(row).get("Ganado"));
    }
    return amounts;
  }

  private String why(String measure, String line) {
    return Page.of(
            get("/reports/results/rows?" + terms() + "&measure=" + measure + "&line=" + line))
        .text(".whys");
  }

  private static Element row(Page page, String name) {
    return page.document().select("tbody tr").stream()
        .filter(r -> r.select("th").text().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What stands in each column, without the small print. */
  private static Map<String, String> cells(Element row) {
    Map<String, String> cells = new HashMap<>();
    for (Element cell : row.select("td[data-label]")) {
      cell.select(".visually-hidden").remove();
      cells.put(cell.attr("data-label"), cell.select("> a").text().replace('\u00a0', ' '));
    }
    return cells;
  }

  private Page page(String more) {
    return Page.of(get("/reports/results?" + terms() + "&" + more));
  }

  private String terms() {
    return "from=2033-02-20&until=2033-04-10&window=30&profile=" + story.profile;
  }

  private MvcTestResult get(String path) {
    return get(path, cast.teresa());
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(java.net.URI.create(path)).with(cast.as(user)).exchange();
  }

  private static BigDecimal number(String shown) {
    String plain = shown.replaceAll("[^0-9,]", "").replace(',', '.');
    return plain.isEmpty() ? BigDecimal.ZERO : new BigDecimal(plain);
  }
}
