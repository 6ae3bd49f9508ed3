package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WeekClosed;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.io.UnsupportedEncodingException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A week of one profile that nothing else in the tests touches, with every kind of number in it.
 */
@ArenaTest
class CoverageTests {

  private static final Week WEEK = Week.parse("2031-W11").orElseThrow();
  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final String HEADER =
      "phase,applicable,planned,done,not_done,investment_planned,investment_spent,reach,"
          + "people_touched,signals_intent,signals_closing,signals_advance,leads,qualified,accepted,"
          + "deals_opened,deals_won,amount_won,invited,attended";

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;

  private Story story;

  @BeforeEach
  void tellTheStory() {
    // Whoever opens the board first gets the stages that a new company starts with.
    assertThat(mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos()))).hasStatusOk();
    story = new Story();
  }

  @Test
  void theCsvHasOneLineForEachPhaseInOrderAndPlainNumbers() {
    List<String> lines = csv(WEEK, story.profile).lines().toList();

    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).isEqualTo(HEADER);
    assertThat(lines)
        .extracting(l -> l.split(",")[0])
        .containsExactly("phase", "KNOW", "LIKE", "TRUST", "TRY", "BUY", "REPEAT", "REFER");
    assertThat(lines.get(1)).isEqualTo("KNOW,true,2,1,1,120,118,4310,0,0,0,0,0,0,0,0,0,0,0,0");
    assertThat(lines.get(2)).isEqualTo("LIKE,false,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
    assertThat(lines.get(4)).isEqualTo("TRY,true,1,1,0,260,262.5,24,2,1,0,1,1,1,1,1,1,1900,0,2");
    assertThat(lines.get(6)).isEqualTo("REPEAT,true,0,0,0,0,0,0,0,0,0,0,0,0,0,1,1,2150,0,0");
    assertThat(lines.get(7)).isEqualTo("REFER,true,1,0,0,180,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
  }

  @Test
  void aWeekThatDoesNotExistIsRefusedInASentence() throws UnsupportedEncodingException {
    MvcTestResult csv = get("/reports/coverage.csv?week=2026-W99");
    assertThat(csv).hasStatus(400);
    assertThat(csv.getResponse().getContentAsString()).contains("2026-W99").contains("no existe");
    assertThat(get("/reports/coverage?week=2026-W99")).hasStatus(400);
    assertThat(get("/reports/coverage.csv?profile=" + UUID.randomUUID())).hasStatus(400);
  }

  @Test
  void theVerdictNamesTheDealThatMovedOnApartFromTheSignals() {
    UUID tasting =
        jdbc.sql("select id from planner.occurrence where profile_id = ? and phase = 'TRY'")
            .param(story.profile)
            .query(UUID.class)
            .single();

    Page verdict = Page.of(get("/reports/verdict?occurrence=" + tasting));

    assertThat(verdict.text(".verdict p:first-child"))
        .startsWith("Demanda: ")
        .contains("1 señal confirmada", "1 avance de oportunidad (")
        .doesNotContain("sin señales");
    assertThat(verdict.has(".verdict a[href^=/pipeline/opportunities/]")).isTrue();
  }

  @Test
  void theSignalsOfAWeekAddUpVisiblyAndAreTheSameInTheMeetingAndTheReport() {
    Page meeting = Page.of(get("/reports/week-demand?week=" + WEEK));
    Page report = Page.of(get("/reports/coverage?week=" + WEEK));

    var said =
        java.util.regex.Pattern.compile(
                "Esta semana cuentan (\\d+) señales: (\\d+) confirmadas? por ventas y (\\d+) avances? de oportunidad")
            .matcher(meeting.text(".adds"));
    assertThat(said.find()).as(meeting.text(".adds")).isTrue();
    int all = Integer.parseInt(said.group(1));
    int advances = Integer.parseInt(said.group(3));
    assertThat(all).isEqualTo(Integer.parseInt(said.group(2)) + advances).isGreaterThan(1);
    assertThat(advances).isPositive();
    assertThat(report.text(".facts"))
        .contains("÷ " + all + " señales", "de cierre + " + advances + " avance");
    assertThat(meeting.text("main")).contains("que también");
  }

  @Test
  void bothTeamsReadTheSameFiguresAndSellersOnlyTheirOwnRows() {
    for (String path :
        List.of(
            "/reports/coverage", "/reports/coverage.csv", "/reports/coverage/rows?figure=leads")) {
      for (var reader :
          List.of(cast.lucia(), cast.marcos(), cast.ines(), cast.teresa(), cast.andres())) {
        assertThat(mvc.get().uri(path).with(cast.as(reader))).hasStatus(200);
      }
    }
    String won =
        "/reports/coverage/rows?figure=deals_won&week=" + WEEK + "&profile=" + story.profile;
    jdbc.sql("update pipeline.opportunity set owner_id = ? where person_id = ?")
        .params(cast.marcos().id().id(), story.customer)
        .update();
    Page all = Page.of(get(won));
    assertThat(all.texts("tbody tr")).hasSize(2);
    var before = cast.see(com.arenacrm.identity.Visibility.OWN);
    Page own = Page.of(mvc.get().uri(won).with(cast.as(cast.marcos())).exchange());
    cast.see(before);
    assertThat(own.text("h1")).as("the figure is everybody's").endsWith(": 2");
    assertThat(own.texts("tbody tr")).hasSize(1);
    assertThat(own.text("main")).contains("1 fila es de otras personas de ventas");
    assertThat(Page.of(mvc.get().uri(won).with(cast.as(cast.lucia())).exchange()).texts("tbody tr"))
        .hasSize(2);
  }

  @Test
  void everyNumberOpensRowsThatAddUpToIt() {
    List<String> lines = csv(WEEK, story.profile).lines().toList();
    List<String> columns = List.of(HEADER.split(","));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      for (int i = 2; i < cells.length; i++) {
        Page rows =
            Page.of(
                get(
                    "/reports/coverage/rows?week="
                        + WEEK
                        + "&profile="
                        + story.profile
                        + "&figure="
                        + columns.get(i)
                        + "&phase="
                        + cells[0]));
        String shown = rows.document().select("h1 span").last().text();
        assertThat(number(shown))
            .as(cells[0] + " " + columns.get(i))
            .isEqualByComparingTo(new BigDecimal(cells[i]));
      }
    }
  }

  @Test
  void everyLinkOfThePageOpensRowsThatAddUpToItsNumber() {
    for (String by : List.of("7", "4")) {
      Page page =
          Page.of(
              get("/reports/coverage?week=" + WEEK + "&profile=" + story.profile + "&by=" + by));
      var links = page.document().select("table a[href^=/reports/coverage/rows]");
      assertThat(links).hasSizeGreaterThan(20);
      for (var link : links) {
        Page rows = Page.of(get(link.attr("href")));
        assertThat(number(rows.document().select("h1 span").last().text()))
            .as(by + " " + link.attr("href"))
            .isEqualByComparingTo(number(link.text()))
            .isEqualByComparingTo(
                rows.document().select("tbody td.num").eachText().stream()
                    .map(CoverageTests::number)
                    .reduce(BigDecimal.ZERO, BigDecimal::add));
      }
      assertThat(page.document().select("tbody tr td:not(.barcell):not(:has(a))").eachText())
          .as("what is not a link is nothing")
          .allMatch(text -> text.equals("0") || text.equals("—"));
    }
  }

  @Test
  void aNumberWithManyRowsOpensThemPageByPage() {
    Week week = Week.parse("2032-W05").orElseThrow();
    for (int i = 0; i < 501; i++) {
      story.occurrence("KNOW", week.monday(), "DONE", "2", "2", 1);
    }

    Page page =
        Page.of(
            get(
                "/reports/coverage/rows?figure=investment_spent&week="
                    + week
                    + "&profile="
                    + story.profile));

    assertThat(number(page.document().select("h1 span").last().text()))
        .isEqualByComparingTo("1002");
    assertThat(page.texts("tbody tr")).hasSize(500);
    assertThat(page.text(".pager")).contains("Filas 1 a 500 de 501");
    Page last = Page.of(get(page.document().select(".pager a").last().attr("href")));
    assertThat(last.texts("tbody tr")).hasSize(1);
    assertThat(last.text(".pager")).contains("Filas 501 a 501 de 501").doesNotContain("Siguientes");
  }

  @Test
  void whatNoActivityBroughtIsShownApartAndInTheTotal() {
    Page page = page(WEEK, story.profile);

    assertThat(page.text("tbody tr:last-child")).startsWith("Sin actividad");
    Page rows =
        Page.of(
            get(
                "/reports/coverage/rows?week="
                    + WEEK
                    + "&profile="
                    + story.profile
                    + "&figure=leads&phase=NONE"));
    assertThat(rows.text(".list")).contains("Llegó Solo");
    Page all =
        Page.of(
            get(
                "/reports/coverage/rows?week="
                    + WEEK
                    + "&profile="
                    + story.profile
                    + "&figure=leads"));
    assertThat(all.texts(".list tbody tr")).hasSize(2);
  }

  @Test
  void coverageCountsDoneOverApplicableAndNamesTheGap() {
    Page page = page(WEEK, story.profile);

    assertThat(page.texts(".facts dl").get(0)).contains("2 de 6 fases");
    assertThat(page.texts(".facts dl").get(1))
        .contains("3 de 6")
        .contains("Confiar, Comprar, Repetir");
    assertThat(page.text("tr.phase-like"))
        .contains("no aplica")
        .contains("solo se vende a empresas");
  }

  @Test
  void coveredWithoutDemandAndDemandWithoutActivityAreMarked() {
    Page page = page(WEEK, story.profile);

    assertThat(page.text("tr.phase-know")).contains("cubierta sin demanda");
    assertThat(page.text("tr.phase-try")).doesNotContain("cubierta sin demanda");
    assertThat(page.text("tr.phase-repeat")).contains("demanda sin actividad");
    assertThat(page.text("tr.phase-refer")).contains("1 sin cerrar");
    assertThat(page.text(".report-foot"))
        .contains("Comida con recomendadores")
        .contains("Lucía Ferrer");
  }

  @Test
  void sevenPhasesFoldIntoFour() {
    Page page =
        Page.of(get("/reports/coverage?week=" + WEEK + "&profile=" + story.profile + "&by=4"));

    assertThat(page.texts("tbody th b"))
        .containsExactly("Captación", "Activación", "Fidelización", "Retención");
    assertThat(page.texts("tbody tr").get(1)).contains("1.900");
    assertThat(page.texts("tbody tr").get(3)).contains("2.150");
  }

  @Test
  void aClosedWeekKeepsItsNumbersAndShowsWhatWasCorrected() {
    Week week = Week.parse("2031-W12").orElseThrow();
    UUID occurrence = story.occurrence("KNOW", week.monday(), "DONE", "50", "50", 100);
    transaction.executeWithoutResult(
        tx ->
            events.publishEvent(
                new WeekClosed(
                    week, cast.lucia().id().id(), Instant.parse("2031-03-21T12:00:00Z"))));

    jdbc.sql("update planner.occurrence set spent = 75 where id = ?").param(occurrence).update();

    assertThat(csv(week, story.profile).lines().toList().get(1))
        .startsWith("KNOW,true,1,1,0,50,50,100");
    assertThat(page(week, story.profile).text("tr.phase-know")).contains("ahora 75");
  }

  @Test
  void theFactsAboveAClosedWeekSayWhatIsNowAsTheTableDoes() {
    Week week = Week.parse("2031-W30").orElseThrow();
    UUID occurrence = story.occurrence("TRY", week.monday(), "DONE", "50", "50", 100);
    UUID planned = story.occurrence("KNOW", week.monday(), "NOT_DONE", "10", "0", null);
    UUID person = story.person("Señal De Luego");
    story.touch(occurrence, person, week.monday());
    transaction.executeWithoutResult(
        tx ->
            events.publishEvent(
                new WeekClosed(
                    week, cast.lucia().id().id(), Instant.parse("2031-07-28T09:00:00Z"))));
    Page before = page(week, story.profile);
    assertThat(before.text(".summary")).doesNotContain("ahora");
    assertThat(before.text("tr.phase-try")).contains("cubierta sin demanda");

    story.signal(person, occurrence, week.monday().plusDays(1), true);
    jdbc.sql("update planner.occurrence set spent = 75 where id = ?").param(occurrence).update();
    jdbc.sql("update planner.occurrence set state = 'DONE', reason = null where id = ?")
        .param(planned)
        .update();

    Page page = page(week, story.profile);
    assertThat(page.text(".summary .facts"))
        .contains("50 € ÷ 0 señales", "ahora 75 € = 75 € ÷ 1 señal", "ahora 2 de 6");
    assertThat(page.text("tr.phase-try th")).contains("cubierta sin demanda", "ahora con demanda");
    assertThat(page.text("tr.phase-know th")).contains("ahora cubierta sin demanda");
  }

  @Test
  void whoWasInvitedAndWhoCameStandBesideTheSignalsAndAWeekClosedBeforeShowsThemAsTheyAre() {
    Week week = Week.parse("2031-W13").orElseThrow();
    UUID occurrence = story.occurrence("TRY", week.monday(), "DONE", "50", "50", 100);
    counted(occurrence, 40, 25);
    assertThat(cell(week, "TRY", "invited")).isEqualTo("40");
    assertThat(cell(week, "TRY", "attended")).isEqualTo("25");
    assertThat(cell(week, "TRY", "signals_intent")).isEqualTo("0");
    Page rows =
        Page.of(
            get(
                "/reports/coverage/rows?figure=attended&phase=TRY&week="
                    + week
                    + "&profile="
                    + story.profile));
    assertThat(rows.texts("tbody td.num")).containsExactly("25");

    transaction.executeWithoutResult(
        tx ->
            events.publishEvent(
                new WeekClosed(
                    week, cast.lucia().id().id(), Instant.parse("2031-03-28T12:00:00Z"))));
    counted(occurrence, 40, 26);
    assertThat(cell(week, "TRY", "attended")).as("as it was closed").isEqualTo("25");
    assertThat(page(week, story.profile).text("tr.phase-try")).contains("ahora 26");

    jdbc.sql("update insight.week_snapshot set invited = null, attended = null where monday = ?")
        .param(week.monday())
        .update();
    assertThat(cell(week, "TRY", "attended")).as("as it is now").isEqualTo("26");
    assertThat(page(week, story.profile).text("tr.phase-try")).doesNotContain("ahora");
  }

  @Test
  void everySnapshotIsKeptAndAWeekOpenAgainShowsTheLast() {
    Week week = Week.parse("2031-W18").orElseThrow();
    UUID occurrence = story.occurrence("KNOW", week.monday(), "DONE", "50", "50", 100);
    Instant first = Instant.parse("2031-05-05T12:00:00Z");
    jdbc.sql(
            "insert into planner.week_closing (id, monday, learned, closed_at, closed_by, opened_at, opened_by) values (?, ?, 'Uno', ?, ?, ?, ?)")
        .params(
            TimeOrderedUuid.next(),
            week.monday(),
            first.atOffset(java.time.ZoneOffset.UTC),
            cast.lucia().id().id(),
            first.plusSeconds(3600).atOffset(java.time.ZoneOffset.UTC),
            cast.lucia().id().id())
        .update();
    UUID lucia = cast.lucia().id().id();
    transaction.executeWithoutResult(
        tx -> {
          events.publishEvent(new WeekClosed(week, lucia, first));
          events.publishEvent(
              new com.arenacrm.shared.WeekReopened(week, lucia, first.plusSeconds(3600), false));
        });
    jdbc.sql("update planner.occurrence set spent = 75 where id = ?").param(occurrence).update();

    Page open = page(week, story.profile);
    assertThat(open.text(".history"))
        .contains("Cerrada por Lucía Ferrer")
        .contains("abierta otra vez por Lucía Ferrer");
    assertThat(open.text("main"))
        .contains("Esta semana está abierta otra vez")
        .doesNotContain("no se ha cerrado todavía");
    assertThat(open.text("tr.phase-know")).contains("50 €").contains("ahora 75");

    transaction.executeWithoutResult(
        tx -> events.publishEvent(new WeekClosed(week, lucia, first.plusSeconds(7200))));
    assertThat(page(week, story.profile).text("tr.phase-know"))
        .contains("75 €")
        .doesNotContain("ahora");
    assertThat(
            jdbc.sql(
                    "select investment_spent from insight.week_snapshot where monday = ? and profile_id = ? and phase = 'KNOW' order by taken_at")
                .params(week.monday(), story.profile)
                .query(BigDecimal.class)
                .list())
        .as("the first is kept")
        .containsExactly(new BigDecimal("50.00"), new BigDecimal("75.00"));
  }

  @Test
  void rowsThatCameAfterTheCloseSayWhoNotedThemAndWhen() {
    Week week = Week.parse("2031-W20").orElseThrow();
    UUID occurrence = story.occurrence("TRY", week.monday(), "DONE", "50", "50", 100);
    story.touch(occurrence, story.person("Estaba Ya"), week.monday());
    jdbc.sql(
            "insert into planner.week_closing (id, monday, learned, closed_at, closed_by) values (?, ?, 'Uno', timestamptz '2020-01-01 12:00Z', ?)")
        .params(TimeOrderedUuid.next(), week.monday(), cast.lucia().id().id())
        .update();
    UUID late = story.person("Vino Luego");
    jdbc.sql(
            "insert into planner.touch (id, occurrence_id, person_id, kind, at, created_by) values (?, ?, ?, 'ATTENDED', ?, ?)")
        .params(
            TimeOrderedUuid.next(),
            occurrence,
            late,
            week.monday().atTime(11, 0).atZone(MADRID).toOffsetDateTime(),
            cast.lucia().id().id())
        .update();
    story.signal(late, occurrence, week.monday(), true);

    Page people =
        Page.of(
            get(
                "/reports/coverage/rows?figure=people_touched&phase=TRY&week="
                    + week
                    + "&profile="
                    + story.profile));
    assertThat(people.texts("tbody tr:has(.correction)"))
        .singleElement()
        .asString()
        .contains("Vino Luego")
        .contains("después del cierre")
        .contains("Lucía Ferrer");
    Page signals =
        Page.of(
            get(
                "/reports/coverage/rows?figure=signals_intent&phase=TRY&week="
                    + week
                    + "&profile="
                    + story.profile));
    assertThat(signals.text("tbody .correction")).contains("Marcos Vidal");
    assertThat(
            Page.of(
                    get(
                        "/reports/coverage/rows?figure=attended&phase=TRY&week=%s&profile=%s"
                            .formatted(week, story.profile)))
                .text("tbody .correction"))
        .as("one more is known by name")
        .contains("Lucía Ferrer");

    jdbc.sql(
            "update planner.week_closing set opened_at = now(), opened_by = closed_by where monday = ?")
        .param(week.monday())
        .update();
    for (String table : List.of("week_closing (id, ", "week_review (")) {
      jdbc.sql(
              "insert into planner.%smonday, learned, closed_at, closed_by) values (%s?, 'Dos', timestamptz '2100-01-01 12:00Z', ?)"
                  .formatted(table, table.contains("id") ? "gen_random_uuid(), " : ""))
          .params(week.monday(), cast.lucia().id().id())
          .update();
    }
    jdbc.sql(
            "update planner.week_closing set recorded_at = closed_at where monday = ? and learned = 'Dos'")
        .param(week.monday())
        .update();
    try {
      for (String figure : List.of("people_touched", "signals_intent")) {
        assertThat(
                Page.of(
                        get(
                            "/reports/coverage/rows?figure=%s&phase=TRY&week=%s&profile=%s"
                                .formatted(figure, week, story.profile)))
                    .text("tbody .correction"))
            .contains("entre un cierre y otro")
            .contains(figure.startsWith("p") ? "Lucía Ferrer" : "Marcos Vidal");
      }
      assertThat(Page.of(get("/reports/week-demand?week=" + week)).text("main"))
          .contains("Confirmada entre un cierre y otro")
          .contains("por Marcos Vidal");
    } finally {
      jdbc.sql("delete from planner.week_review where monday = ?").param(week.monday()).update();
    }
  }

  @Test
  void onlyRowsThatSayAnotherNumberBearTheMark() {
    Week week = Week.parse("2031-W22").orElseThrow();
    UUID occurrence = story.occurrence("TRY", week.monday(), "DONE", "50", "50", 100);
    UUID person = story.person("Misma Prueba");
    story.touch(occurrence, person, week.monday());
    UUID early = story.signal(person, occurrence, week.monday(), true);
    jdbc.sql(
            "update leads.demand_signal set confirmed_at = timestamptz '2019-01-01 12:00Z' where id = ?")
        .param(early)
        .update();
    story.signal(person, occurrence, week.monday(), true);
    jdbc.sql(
            "insert into planner.week_closing (id, monday, learned, closed_at, closed_by) values (?, ?, 'Uno', timestamptz '2020-01-01 12:00Z', ?)")
        .params(TimeOrderedUuid.next(), week.monday(), cast.lucia().id().id())
        .update();
    correction(
        occurrence,
        "{\"done\":true,\"reach\":90,\"attended\":4,\"spent\":50}",
        "{\"done\":true,\"reach\":100,\"attended\":4,\"spent\":50.00}",
        1);
    correction(
        occurrence,
        "{\"done\":true,\"reach\":100,\"attended\":4,\"spent\":50}",
        "{\"done\":true,\"reach\":100,\"attended\":5,\"spent\":50}",
        2);
    correction(
        occurrence,
        "{\"done\":true,\"reach\":100,\"attended\":5,\"spent\":50}",
        "{\"done\":true,\"reach\":100,\"attended\":4,\"spent\":50}",
        3);
    counted(occurrence, 40, 4);

    assertThat(marks(week, "reach")).singleElement().asString().contains("2 ene 2020");
    assertThat(marks(week, "investment_spent")).isEmpty();
    assertThat(marks(week, "done")).isEmpty();
    assertThat(marks(week, "invited")).isEmpty();
    assertThat(marks(week, "attended")).as("as it was again").isEmpty();
    assertThat(marks(week, "signals_intent")).as("of two with the same proof").hasSize(1);
  }

  private List<String> marks(Week week, String figure) {
    return Page.of(
            get(
                "/reports/coverage/rows?figure=%s&phase=TRY&week=%s&profile=%s"
                    .formatted(figure, week, story.profile)))
        .texts("tbody .correction");
  }

  private void correction(UUID occurrence, String before, String after, int day) {
    jdbc.sql(
            "insert into planner.correction (id, occurrence_id, before, after, at, by_user) values (?, ?, ?::jsonb, ?::jsonb, timestamptz '2020-01-01 12:00Z' + make_interval(days => ?), ?)")
        .params(TimeOrderedUuid.next(), occurrence, before, after, day, cast.lucia().id().id())
        .update();
  }

  @Test
  void whatIsConfirmedAfterAWeekWasClosedShowsAsACorrection() {
    Week week = Week.parse("2031-W16").orElseThrow();
    UUID occurrence = story.occurrence("TRY", week.monday(), "DONE", "50", "50", 100);
    UUID person = story.person("Señal Tardía");
    story.touch(occurrence, person, week.monday());
    story.signal(person, occurrence, week.monday(), true);
    transaction.executeWithoutResult(
        tx ->
            events.publishEvent(
                new WeekClosed(
                    week, cast.lucia().id().id(), Instant.parse("2031-04-21T09:00:00Z"))));
    story.signal(person, occurrence, week.monday().plusDays(1), true);

    Page page = page(week, story.profile);
    assertThat(page.text("tr.phase-try")).contains("ahora 2");
    assertThat(cell(week, "TRY", "signals_intent")).isEqualTo("1");
    assertThat(page.text(".facts")).as("cost per signal").contains("50 € ÷ 1 señal");
    Page rows =
        Page.of(
            get(
                "/reports/coverage/rows?figure=signals_intent&phase=TRY&week="
                    + week
                    + "&profile="
                    + story.profile));
    assertThat(rows.texts("tbody td.num")).hasSize(2);
    assertThat(rows.file(this::get))
        .allMatch(row -> row.get(1).equals("pidió precio") && row.get(2).equals("Probar"))
        .extracting(row -> row.get(4))
        .containsExactly("1", "1");
    assertThat(rows.text("main")).contains("Cuando se cerró la semana eran 1");
    Page signals = Page.of(get("/reports/signals?occurrence=" + occurrence));
    assertThat(signals.text("h1")).endsWith(": 2");
    assertThat(signals.texts("tbody tr")).hasSize(2);
  }

  private void counted(UUID occurrence, int invited, int attended) {
    jdbc.sql("update planner.occurrence set invited = ?, attended = ? where id = ?")
        .params(invited, attended, occurrence)
        .update();
  }

  @Test
  void theTrendTellsAClosedWeekAsItWasClosed() {
    Week week = Week.parse("2031-W32").orElseThrow();
    UUID closed = story.occurrence("KNOW", week.monday(), "DONE", "0", "0", 1);
    story.occurrence("TRY", week.monday(), "DONE", "0", "0", 1);
    story.occurrence("TRY", week.plus(1).monday(), "DONE", "0", "0", 1);
    transaction.executeWithoutResult(
        tx ->
            events.publishEvent(
                new WeekClosed(
                    week, cast.lucia().id().id(), Instant.parse("2031-08-09T12:00:00Z"))));
    jdbc.sql("update planner.occurrence set state = 'NOT_DONE', reason = 'x' where id = ?")
        .param(closed)
        .update();

    assertThat(page(week.plus(1), story.profile).texts(".trend title"))
        .endsWith("2031-W31: 0/0", "2031-W32: 2/2", "2031-W33: 1/1");
    assertThat(page(week, story.profile).texts(".trend title"))
        .endsWith("2031-W31: 0/0", "2031-W32: 2/2");
  }

  @Test
  void demandIsCreditedToTheLastTouchInsideTheWindowOnly() {
    Week week = Week.parse("2031-W20").orElseThrow();
    UUID person = story.person("Ventana Justa");
    story.touch(
        story.occurrence("KNOW", week.monday().minusDays(60), "DONE", "0", "0", 1),
        person,
        week.monday().minusDays(60));
    story.signal(person, null, week.monday(), true);
    assertThat(cell(week, "KNOW", "signals_intent"))
        .as("sixty days are too long ago")
        .isEqualTo("0");

    story.touch(
        story.occurrence("TRUST", week.monday().minusDays(20), "DONE", "0", "0", 1),
        person,
        week.monday().minusDays(20));
    story.touch(
        story.occurrence("TRY", week.monday().minusDays(10), "DONE", "0", "0", 1),
        person,
        week.monday().minusDays(10));
    assertThat(cell(week, "TRY", "signals_intent")).isEqualTo("1");
    assertThat(cell(week, "TRUST", "signals_intent")).isEqualTo("0");

    story.signal(person, null, week.monday(), false);
    assertThat(cell(week, "TRY", "signals_intent"))
        .as("what sales has not confirmed does not count")
        .isEqualTo("1");
  }

  @Test
  void aNewcomerSeesTheReportOfAnEmptyWeek() {
    assertThat(page(Week.parse("1999-W01").orElseThrow(), story.profile).text("main"))
        .contains("Cobertura")
        .contains("0 de 6");
  }

  private String cell(Week week, String phase, String column) {
    int at = List.of(HEADER.split(",")).indexOf(column);
    return csv(week, story.profile)
        .lines()
        .filter(l -> l.startsWith(phase))
        .findFirst()
        .orElseThrow()
        .split(",")[at];
  }

  @Test
  void theFileForPeopleSpeaksTheirLanguageAndHasTheTotal() {
    String link =
        page(WEEK, story.profile)
            .document()
            .select("a[href*='/coverage/export'][href$=CSV]")
            .attr("href");
    List<List<String>> lines =
        file(link).lines().map(l -> List.of(l.replace("\uFEFF", "").split(";", -1))).toList();
    assertThat(lines).hasSize(10).allMatch(l -> l.size() == lines.get(0).size());
    assertThat(lines.get(0))
        .startsWith("Fase", "Aplica", "Ocurrencias previstas")
        .contains("Compras repetidas", "Recomendaciones");
    assertThat(lines.stream().map(l -> l.get(0)))
        .containsExactly(
            "Fase",
            "Conocer",
            "Gustar",
            "Confiar",
            "Probar",
            "Comprar",
            "Repetir",
            "Referir",
            "Sin actividad",
            "Total");
    for (int column = 2; column < lines.get(0).size(); column++) {
      int at = column;
      assertThat(
              lines.subList(1, 9).stream()
                  .map(l -> number(l.get(at)))
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .as(lines.get(0).get(at))
          .isEqualByComparingTo(number(lines.get(9).get(at)));
    }
  }

  @Test
  void theTotalOfPeopleSaysThatWhoWasTouchedInTwoPhasesCountsTwice() {
    assertThat(
            page(WEEK, story.profile)
                .document()
                .select("thead th[title*='quien tuvo contacto en dos cuenta en ambas']"))
        .hasSize(1);
    assertThat(
            Page.of(get("/reports/coverage/rows?figure=people_touched&week=" + WEEK)).text(".lede"))
        .contains("quien tuvo contacto en dos cuenta en ambas");
  }

  private String csv(Week week, UUID profile) {
    return file("/reports/coverage.csv?week=" + week + "&profile=" + profile);
  }

  private String file(String path) {
    try {
      MvcTestResult result = get(path);
      assertThat(result).hasStatus(200);
      assertThat(result.getResponse().getContentType()).isEqualTo("text/csv;charset=UTF-8");
      return result.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private Page page(Week week, UUID profile) {
    return Page.of(get("/reports/coverage?week=" + week + "&profile=" + profile));
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(path).with(cast.as(cast.teresa())).exchange();
  }

  private static BigDecimal number(String shown) {
    String plain = shown.replaceAll("[^0-9,]", "").replace(',', '.');
    return plain.isEmpty() ? BigDecimal.ZERO : new BigDecimal(plain);
  }

  @Test
  void whoBoughtIsACustomer() {
    Page history =
        Page.of(
            mvc.get()
                .uri("/reports/timeline?person=" + story.customer)
                .with(cast.as(cast.lucia()))
                .exchange());

    assertThat(history.text("main")).contains("Cliente desde el").contains("1 compra");
  }

  /** Rows as the other modules would have written them. */
  private final class Story {

    private final UUID lucia = cast.lucia().id().id();
    private final UUID marcos = cast.marcos().id().id();
    private final UUID profile = TimeOrderedUuid.next();
    private final UUID customer;

    Story() {
      UUID edition = TimeOrderedUuid.next();
      jdbc.sql(
              "insert into icp.profile (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
          .params(profile, "Hoteles " + profile, lucia)
          .update();
      jdbc.sql(
              "insert into icp.edition (id, profile_id, number, state, signed_at, created_at, created_by, version) values (?, ?, 1, 'SIGNED', now(), now(), ?, 0)")
          .params(edition, profile, lucia)
          .update();
      jdbc.sql("insert into icp.phase_exclusion values (?, 'LIKE', 'solo se vende a empresas')")
          .params(edition)
          .update();

      occurrence("KNOW", day(0), "DONE", "120", "118", 4310);
      occurrence("KNOW", day(1), "NOT_DONE", "0", null, null);
      occurrence("REFER", day(3), "PLANNED", "180", null, null);
      UUID tasting = occurrence("TRY", day(2), "DONE", "260", "262.5", 24);

      UUID paula = person("Paula Rey");
      UUID eva = person("Eva Prieto");
      touch(tasting, paula, day(2));
      touch(tasting, eva, day(2));
      signal(paula, tasting, day(2), true);
      UUID lead = lead(paula, "Paula Rey", "TRY");
      lead(person("Llegó Solo"), "Llegó Solo", null);
      jdbc.sql(
              "insert into leads.qualification (id, lead_id, qualified_at, qualified_by, facts) values (?, ?, ?, ?, '{}')")
          .params(TimeOrderedUuid.next(), lead, at(3), lucia)
          .update();
      jdbc.sql(
              "insert into leads.handoff (id, lead_id, from_user, to_user, why, first_step, handed_at, due_at, accepted_at, accepted_by, version) values (?, ?, ?, ?, 'x', 'y', ?, ?, ?, ?, 0)")
          .params(TimeOrderedUuid.next(), lead, lucia, marcos, at(3), at(4), at(4), marcos)
          .update();
      UUID deal = deal(paula, lead, "TRY", "1900");
      UUID stage = stage();
      jdbc.sql(
              "insert into pipeline.stage_change (id, opportunity_id, to_stage, advance, at) values (?, ?, ?, false, ?)")
          .params(TimeOrderedUuid.next(), deal, stage, at(4))
          .update();
      jdbc.sql(
              "insert into pipeline.stage_change (id, opportunity_id, from_stage, to_stage, advance, at) values (?, ?, ?, ?, true, ?)")
          .params(TimeOrderedUuid.next(), deal, stage, stage, at(5))
          .update();
      customer = person("Ya Cliente");
      UUID again = deal(customer, null, "REPEAT", "2150");
      jdbc.sql(
              """
              insert into customers.purchase (id, opportunity_id, person_id, person_name, what,
                bought_on, amount, currency, created_at, version)
              values (?, ?, ?, 'Ya Cliente', 'Café', ?, 2150, 'EUR', now(), 0)
              """)
          .params(TimeOrderedUuid.next(), again, customer, day(5))
          .update();
    }

    private LocalDate day(int n) {
      return WEEK.monday().plusDays(n);
    }

    private java.time.OffsetDateTime at(int n) {
      return day(n).atTime(12, 0).atZone(MADRID).toOffsetDateTime();
    }

    private UUID occurrence(
        String phase, LocalDate day, String state, String planned, String spent, Integer reach) {
      UUID activity = TimeOrderedUuid.next();
      UUID occurrence = TimeOrderedUuid.next();
      String title = phase.equals("REFER") ? "Comida con recomendadores" : "Actividad " + phase;
      jdbc.sql(
              "insert into planner.activity (id, title, phase, profile_id, owner_id, goal, channel, investment, nature, first_day, stored_until, created_at, created_by, version) values (?, ?, ?, ?, ?, 'g', 'c', ?, 'DEMAND', ?, ?, now(), ?, 0)")
          .params(activity, title, phase, profile, lucia, new BigDecimal(planned), day, day, lucia)
          .update();
      jdbc.sql(
              "insert into planner.occurrence (id, activity_id, title, phase, profile_id, owner_id, series_day, day, investment, state, reason, reach, spent, closed_at, closed_by, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
          .params(
              occurrence,
              activity,
              title,
              phase,
              profile,
              lucia,
              day,
              day,
              new BigDecimal(planned),
              state,
              state.equals("NOT_DONE") ? "llovía" : null,
              reach,
              spent == null ? null : new BigDecimal(spent),
              state.equals("PLANNED") ? null : at(6),
              state.equals("PLANNED") ? null : lucia)
          .update();
      return occurrence;
    }

    private UUID person(String name) {
      UUID id = TimeOrderedUuid.next();
      jdbc.sql(
              "insert into contacts.person (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
          .params(id, name, lucia)
          .update();
      return id;
    }

    private void touch(UUID occurrence, UUID person, LocalDate day) {
      jdbc.sql(
              "insert into planner.touch (id, occurrence_id, person_id, kind, at) values (?, ?, ?, 'ATTENDED', ?)")
          .params(
              TimeOrderedUuid.next(),
              occurrence,
              person,
              day.atTime(11, 0).atZone(MADRID).toOffsetDateTime())
          .update();
    }

    private UUID signal(UUID person, UUID occurrence, LocalDate day, boolean confirmed) {
      UUID id = TimeOrderedUuid.next();
      jdbc.sql(
              "insert into leads.demand_signal (id, kind, person_id, person_name, occurrence_id, evidence, happened_on, noted_at, noted_by, confirmed_at, confirmed_by, version) values (?, 'PURCHASE_INTENT', ?, 'x', ?, 'pidió precio', ?, now(), ?, ?, ?, 0)")
          .params(
              id,
              person,
              occurrence,
              day,
              lucia,
              confirmed ? at(6) : null,
              confirmed ? marcos : null)
          .update();
      return id;
    }

    private UUID lead(UUID person, String name, String phase) {
      UUID id = TimeOrderedUuid.next();
      jdbc.sql(
              "insert into leads.lead (id, person_id, person_name, profile_id, origin, phase, stage, created_at, version) values (?, ?, ?, ?, 'MANUAL', ?, 'OPEN', ?, 0)")
          .params(id, person, name, profile, phase, at(2))
          .update();
      return id;
    }

    // Stages are the company's, and other tests rely on them.
    private UUID stage() {
      return jdbc.sql("select id from pipeline.stage where kind = 'WON' order by position limit 1")
          .query(UUID.class)
          .single();
    }

    private UUID deal(UUID person, UUID lead, String phase, String amount) {
      UUID id = TimeOrderedUuid.next();
      jdbc.sql(
              "insert into pipeline.opportunity (id, name, person_id, lead_id, profile_id, stage_id, kind, amount, currency, phase, won_phase, opened_at, closed_at, created_at, version) values (?, 'Trato', ?, ?, ?, ?, 'WON', ?, 'EUR', ?, ?, ?, ?, now(), 0)")
          .params(
              id,
              person,
              lead,
              profile,
              stage(),
              new BigDecimal(amount),
              phase,
              phase,
              at(4),
              at(5))
          .update();
      return id;
    }
  }
}
