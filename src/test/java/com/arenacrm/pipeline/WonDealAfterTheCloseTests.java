package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A week that was closed says what became of its won deals since, by whom and when (R015). */
@ArenaTest
class WonDealAfterTheCloseTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired Opportunities opportunities;
  @Autowired StageBook stages;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser seller;
  private Instant before;
  private Instant after;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Inés Corrige");
    before = clock.instant().minus(Duration.ofHours(2));
    after = clock.instant().plus(Duration.ofHours(2));
  }

  @Test
  void anotherAmountIsToldWithWhoAndWhen() {
    Week week = Week.parse("2012-W20").orElseThrow();
    OpportunityId deal = won("Carta de cafés", "1150", week.monday(), before);
    close(week);
    assertThat(learned(week)).contains("los resultados siguen como se cerraron");

    deals.change(
        deal,
        opportunities.findById(deal).orElseThrow().details().worth(new BigDecimal("1175")),
        null,
        seller.id(),
        after);

    assertThat(learned(week))
        .contains("Oportunidad «Carta de cafés»", "1.150 € → 1.175 €", "Inés Corrige");
    Page rows = rows(week, "amount_won");
    assertThat(plain(rows)).contains("Cuando se cerró la semana eran 1.150 €");
    assertThat(rows.text("tbody .correction")).contains("Inés Corrige");
    assertThat(plain(page("/pipeline/opportunities/" + deal))).contains("1.150 € → 1.175 €");
    var teresa = cast.as(cast.teresa());
    for (String path :
        new String[] {
          "/planner/week/meeting?step=learned&week=" + week, "/pipeline/opportunities/" + deal
        }) {
      assertThat(SqlCount.during(() -> mvc.get().uri(path).with(teresa).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void oneThatIsWorkedAgainIsNamedThoughItCountsNoMore() {
    Week week = Week.parse("2012-W22").orElseThrow();
    OpportunityId deal = won("Molinillo del bar", "900", week.monday(), before);
    close(week);

    Opportunity won = opportunities.findById(deal).orElseThrow();
    deals.reopen(
        won,
        stages.path().first(),
        Plan.step("Llamar otra vez", desk.today().plusDays(3)),
        null,
        "Se echan atrás",
        seller.id(),
        after);

    assertThat(learned(week))
        .contains("Oportunidad «Molinillo del bar»", "Dejó de estar ganada: 900 €", "Inés Corrige");
    assertThat(rows(week, "deals_won").text("main"))
        .contains("Contaban al cerrar y ya no cuentan", "Molinillo del bar", "Inés Corrige");
  }

  @Test
  void oneThatIsWrittenDownLaterIsToldAsWonLater() {
    Week week = Week.parse("2012-W24").orElseThrow();
    won("La de siempre", "100", week.monday(), before);
    close(week);

    won("Apuntada tarde", "300", week.monday().plusDays(1), after);

    assertThat(learned(week))
        .contains("Oportunidad «Apuntada tarde»", "Se apuntó como ganada: 300 €")
        .doesNotContain("La de siempre");
    assertThat(rows(week, "deals_won").text("tbody .correction")).contains("Inés Corrige");
  }

  private OpportunityId won(String name, String amount, LocalDate on, Instant now) {
    OpportunityId deal = desk.deal(seller, name);
    deals.win(deal, new BigDecimal(amount), on, "Directo", seller.id(), now);
    return deal;
  }

  private void close(Week week) {
    assertThat(
            mvc.post()
                .uri("/planner/week/meeting")
                .param("week", week.toString())
                .param("learned", "Cerrada")
                .with(cast.as(cast.lucia()))
                .with(csrf()))
        .hasStatus3xxRedirection();
  }

  private String learned(Week week) {
    return plain(page("/planner/week/meeting?step=learned&week=" + week));
  }

  private static String plain(Page page) {
    return page.text("main").replace('\u00a0', ' ');
  }

  private Page rows(Week week, String figure) {
    return page("/reports/coverage/rows?figure=" + figure + "&week=" + week);
  }

  private Page page(String path) {
    return Page.of(mvc.get().uri(URI.create(path)).with(cast.as(cast.teresa())).exchange());
  }
}
