package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.goals.Measure;
import com.arenacrm.shared.Quarter;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** New sales beside repeated ones, and what winning a customer costs beside keeping one. */
@ArenaTest
@OnOwnDatabase
class KeepingPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired KeepingReports reports;
  @Autowired GoalReports goals;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @BeforeEach
  void empty() {
    jdbc.sql("delete from customers.purchase").update();
    jdbc.sql("delete from planner.occurrence").update();
  }

  @Test
  void whoBuysForTheFirstTimeIsNewAndWhoBuysAgainIsNot() {
    UUID regular = company();
    bought(regular, "100", "EUR", LocalDate.of(2014, 1, 10));
    bought(regular, "200", "EUR", LocalDate.of(2014, 2, 9));
    bought(regular, "50", "USD", LocalDate.of(2014, 4, 1));
    bought(company(), "70", "EUR", LocalDate.of(2014, 3, 31));

    KeepingLine first = line(new Quarter(2014, 1));
    assertThat(first.fresh()).isEqualTo(2);
    assertThat(first.freshAmount()).isEqualByComparingTo("170");
    assertThat(first.repeats()).isEqualTo(1);
    assertThat(first.repeatAmount()).isEqualByComparingTo("200");
    // Somebody new who bought again is one customer.
    assertThat(first.buyers()).isEqualTo(2);
    assertThat(first.medianDays()).isEqualByComparingTo("30");
    KeepingLine second = line(new Quarter(2014, 2));
    assertThat(second.fresh()).isZero();
    assertThat(second.repeats()).isEqualTo(1);
    // Dollars are a sale, and no euros.
    assertThat(second.repeatAmount()).isEqualByComparingTo("0");
  }

  @Test
  void whatIsBoughtTwiceOnTheFirstDayIsNoRepeat() {
    UUID twice = company();
    bought(twice, "100", "EUR", LocalDate.of(2014, 1, 10));
    bought(twice, "200", "EUR", LocalDate.of(2014, 1, 10));
    bought(twice, "50", "EUR", LocalDate.of(2014, 2, 9));
    bought(twice, "50", "EUR", LocalDate.of(2014, 2, 9));

    KeepingLine line = line(new Quarter(2014, 1));
    assertThat(line.fresh()).isEqualTo(2);
    assertThat(line.repeats()).isEqualTo(2);
    assertThat(line.medianDays()).isEqualByComparingTo("30");
  }

  @Test
  void itRepeatsWhatTheGoalsSay() {
    UUID regular = company();
    for (int month = 1; month <= 3; month++) {
      bought(regular, "100", "EUR", LocalDate.of(2014, month, 10));
    }
    Quarter quarter = new Quarter(2014, 1);

    BigDecimal reached =
        goals.board(quarter, cast.teresa().today(clock), cast.teresa()).lines().stream()
            .filter(l -> l.measure() == Measure.REPEATS)
            .findFirst()
            .orElseThrow()
            .reached();
    assertThat(reached).isEqualByComparingTo("2");
    assertThat(line(quarter).repeats()).isEqualTo(2);
    Page rows = page(cast.lucia(), "/reports/keeping/rows?of=repeats&quarter=2014-Q1");
    assertThat(rows.text("h1")).contains("Compras repetidas: 2");
    assertThat(rows.document().select("tbody tr")).hasSize(2);
    assertThat(rows.text("tbody")).contains("31", "28");
    assertThat(rows.has("tbody a[href]")).as("a way to where she may not go").isFalse();
    assertThat(
            page(cast.teresa(), "/reports/keeping/rows?of=repeats&quarter=2014-Q1")
                .has("tbody a[href^=/customers/purchases/]"))
        .isTrue();
    assertThat(rows.file(f -> mvc.get().uri(URI.create(f)).with(cast.as(cast.lucia())).exchange()))
        .extracting(row -> row.get(3))
        .containsExactlyInAnyOrder("31", "28");
  }

  @Test
  void withFewCasesItSaysSoAndWithEnoughItCompares() {
    for (int i = 0; i < 4; i++) {
      UUID one = company();
      bought(one, "100", "EUR", LocalDate.of(2013, 1, 10));
      bought(one, "100", "EUR", LocalDate.of(2014, 1, 10));
      bought(company(), "100", "EUR", LocalDate.of(2014, 1, 11));
    }
    spent("KNOW", "500", LocalDate.of(2014, 2, 3));
    spent("BUY", "100", LocalDate.of(2014, 2, 4));
    spent("REPEAT", "40", LocalDate.of(2014, 2, 5));
    spent("REFER", "10", LocalDate.of(2014, 2, 6));
    spent("REFER", null, LocalDate.of(2014, 2, 7));

    Page few = page(cast.marcos(), "/reports/keeping?quarter=2014-Q1");
    assertThat(row(few, 1)).contains("Aún no se puede comparar", "pocos casos", "4 clientes");

    UUID one = company();
    bought(one, "100", "EUR", LocalDate.of(2013, 1, 10));
    bought(one, "100", "EUR", LocalDate.of(2014, 1, 10));
    bought(company(), "100", "EUR", LocalDate.of(2014, 1, 11));
    for (CurrentUser reader : List.of(cast.lucia(), cast.marcos(), cast.teresa())) {
      Page enough = page(reader, "/reports/keeping?quarter=2014-Q1");
      assertThat(row(enough, 0)).contains("50 %", "5 de 10 clientes", "365 días");
      assertThat(row(enough, 1))
          .contains("600 €", "120 €", "50 €", "10 €")
          .contains("1 actividad sin gasto anotado")
          .contains("Ganar un cliente costó 12 veces lo que conservarlo");
    }
    Page spending = page(cast.marcos(), "/reports/keeping/rows?of=kept-spend&quarter=2014-Q1");
    assertThat(spending.text("h1")).contains("50 €");
    assertThat(spending.document().select("tbody tr")).hasSize(3);
    assertThat(spending.text("tbody")).contains("sin anotar");
  }

  @Test
  void aQuarterWithoutSalesSaysWhyItIsZero() {
    Page page = page(cast.ines(), "/reports/keeping?quarter=2011-Q3");

    assertThat(row(page, 0)).contains("nadie compró por primera vez", "nadie volvió a comprar");
    assertThat(row(page, 1)).contains("No se vendió nada", "no se hizo ninguna actividad");
    assertThat(page.text("section.formula")).contains("Con menos de 5 casos");
    assertThat(page(cast.ines(), "/reports/keeping/rows?of=fresh&quarter=2011-Q3").text("main"))
        .contains("Todavía no hay nada");
  }

  @Test
  void thePagesSendFewStatementsAndGoOutAsAFile() {
    bought(company(), "100.50", "EUR", LocalDate.of(2014, 1, 11));
    var teresa = cast.as(cast.teresa());
    for (String path :
        List.of(
            "/reports/keeping",
            "/reports/keeping?quarter=2014-Q1",
            "/reports/keeping/rows?of=buyers&quarter=2014-Q1")) {
      assertThat(SqlCount.during(() -> mvc.get().uri(URI.create(path)).with(teresa).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
    assertThat(mvc.get().uri("/reports/keeping/rows?of=magic").with(teresa).exchange())
        .hasStatus(404);
    assertThat(mvc.get().uri("/reports/keeping/export?quarter=2014-Q1").with(teresa).exchange())
        .hasStatusOk()
        .bodyText()
        .contains("Clientes nuevos", "2014-Q1", "100,50");
  }

  private KeepingLine line(Quarter quarter) {
    return reports.lines(quarter, 1, cast.teresa()).get(0);
  }

  private Page page(CurrentUser reader, String path) {
    return Page.of(mvc.get().uri(URI.create(path)).with(cast.as(reader)).exchange());
  }

  /** The latest quarter, in the first or the second table. */
  private static String row(Page page, int table) {
    return page.document()
        .select("table.keeping")
        .get(table)
        .select("tbody tr")
        .get(0)
        .text()
        .replace('\u00a0', ' ');
  }

  private UUID company() {
    return book.addCompany(
            CompanyId.next(),
            CompanyDetails.named("Vuelve " + UUID.randomUUID()),
            cast.lucia().id(),
            clock.instant())
        .id()
        .id();
  }

  private void bought(UUID company, String amount, String currency, LocalDate on) {
    jdbc.sql(
            """
            insert into customers.purchase (id, company_id, company_name, what, bought_on, amount,
              currency, owner_id, created_at, version)
            select ?, c.id, c.name, 'Café', ?, ?, ?, ?, ?, 0 from contacts.company c where c.id = ?
            """)
        .params(
            UUID.randomUUID(),
            on,
            new BigDecimal(amount),
            currency,
            cast.marcos().id().id(),
            clock.instant().atOffset(ZoneOffset.UTC),
            company)
        .update();
  }

  /**
   * An activity that was done.
   *
   * @param spent null when nobody said what it cost
   */
  private void spent(String phase, String spent, LocalDate day) {
    UUID activity = UUID.randomUUID();
    UUID lucia = cast.lucia().id().id();
    UUID profile = UUID.randomUUID();
    jdbc.sql(
            "insert into icp.profile (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
        .params(profile, "Conservar " + profile, lucia)
        .update();
    jdbc.sql(
            """
            insert into planner.activity (id, title, phase, profile_id, owner_id, goal, channel,
              investment, nature, first_day, stored_until, created_at, created_by, version)
            values (?, 'Cata', ?, ?, ?, 'x', 'x', 0, 'AWARENESS', ?, ?, now(), ?, 0)
            """)
        .params(activity, phase, profile, lucia, day, day, lucia)
        .update();
    jdbc.sql(
            """
            insert into planner.occurrence (id, activity_id, series_day, day, title, phase, profile_id,
              owner_id, investment, state, spent, closed_at, closed_by, version)
            values (?, ?, ?, ?, 'Cata', ?, ?, ?, 0, 'DONE', cast(? as numeric), now(), ?, 0)
            """)
        .params(UUID.randomUUID(), activity, day, day, phase, profile, lucia, spent, lucia)
        .update();
  }
}
