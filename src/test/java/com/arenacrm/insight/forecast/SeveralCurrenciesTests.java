package com.arenacrm.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.DealDetails;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.NewDeal;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.pipeline.rates.Rate;
import com.arenacrm.pipeline.rates.Rates;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Reports never add two currencies up as one: each deal counts at the rate of its entry. */
@ArenaTest
@OnOwnDatabase
class SeveralCurrenciesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired Rates rates;
  @Autowired Snapshots snapshots;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  /** The reports are of the whole company. */
  @BeforeEach
  void empty() {
    jdbc.sql(
            "truncate pipeline.opportunity, pipeline.exchange_rate, insight.forecast_snapshot cascade")
        .update();
  }

  @Test
  void aForecastOfSeveralCurrenciesHasOneTotalAtTheRatesOfEntry() {
    CurrentUser marcos = cast.reread(cast.marcos().id());
    LocalDate today = marcos.today(clock);
    rates.say(new Rate("USD", new BigDecimal("0.9"), today.minusDays(9)), cast.andres().id());
    open("Euros", "1000", "EUR", marcos);
    open("Dólares", "500.55", "USD", marcos);
    OpportunityId grows = open("Crece", "100", "USD", marcos);
    open("Yenes", "9000", "JPY", marcos);
    snapshots.take(clock.instant());
    // The rate of the day does not touch what was entered before it.
    rates.say(new Rate("USD", new BigDecimal("0.5"), today), cast.andres().id());
    DealDetails is = deals.details(grows).orElseThrow();
    deals.change(
        grows,
        DealDetails.of(
            is.name(),
            is.person(),
            is.company(),
            is.owner(),
            new BigDecimal("300"),
            is.currency(),
            is.closeDate()),
        null,
        marcos.id(),
        clock.instant());

    Page page = read("/reports/forecast?seller=" + marcos.id());
    Element whole = page.document().select("section:has(> h2:contains(Todo en EUR))").first();
    assertThat(whole).isNotNull();
    // 1,000 + 450.50 + 270; the yen have no rate and say so.
    assertThat(whole.select("table.forecast").first().select("tfoot").text())
        .contains("1.720,50 €", "4 oportunidades, 1 sin cambio");
    assertThat(whole.select("p").text()).contains("1 sin cambio, no suma");
    assertThat(page.texts("main h2"))
        .contains("Solo en EUR", "Solo en USD", "Solo en JPY")
        .doesNotHaveDuplicates();
    int checked = 0;
    for (Element cell : whole.select("td > a")) {
      Page behind = read(cell.attr("href"));
      assertThat(behind.text("h1")).as(cell.attr("href")).endsWith(cell.text());
      BigDecimal sum = BigDecimal.ZERO;
      for (Element amount : behind.document().select("tbody td:last-child")) {
        sum = sum.add(number(amount.text()));
      }
      assertThat(sum).as(cell.attr("href")).isEqualByComparingTo(number(cell.text()));
      checked++;
    }
    assertThat(checked).isGreaterThan(70);

    String week =
        "/reports/forecast/changes?seller="
            + marcos.id()
            + "&from="
            + marcos.thisWeek(clock).monday();
    Page changes = read(week);
    assertThat(changes.text(".bridge tbody")).contains("1.540,50 €", "+180 €");
    assertThat(changes.text(".bridge tfoot")).contains("1.720,50 €");
    assertThat(read(week + "&currency=USD").text(".bridge tfoot")).contains("800,55 US$");
    assertThat(read(week + "&currency=EUR").text(".bridge tfoot")).contains("1.000 €");
    for (String path :
        List.of("/reports/forecast", week, "/reports/forecast/rows?part=pipeline&currency=all")) {
      var teresa = cast.as(cast.teresa());
      assertThat(SqlCount.during(() -> mvc.get().uri(URI.create(path)).with(teresa).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void theWeeklyReportAndTheGoalsAddWhatWasWonInAnotherCurrency() {
    CurrentUser ines = cast.reread(cast.ines().id());
    LocalDate today = ines.today(clock);
    rates.say(new Rate("CHF", new BigDecimal("1.05"), today.minusDays(9)), cast.andres().id());
    win(open("Francos", "200", "CHF", ines), "200", ines);
    win(open("Coronas", "5000", "SEK", ines), "5000", ines);
    win(open("Del país", "10", "EUR", ines), "10", ines);

    Page report = read("/reports/coverage");
    assertThat(report.text("main")).contains("220 €").doesNotContain("5.210", "5.220");
    assertThat(read("/reports/goals").text("main")).contains("220 €").doesNotContain("5.220");
  }

  private void win(OpportunityId deal, String amount, CurrentUser by) {
    deals.win(deal, new BigDecimal(amount), by.today(clock), "Ya", by.id(), clock.instant());
  }

  private OpportunityId open(String name, String amount, String currency, CurrentUser seller) {
    CompanyId company =
        book.addCompany(
                CompanyId.next(),
                CompanyDetails.named(name + " S.L."),
                seller.id(),
                clock.instant())
            .id();
    return deals.open(
        NewDeal.of(
            DealDetails.of(
                name,
                null,
                company,
                seller.id(),
                new BigDecimal(amount),
                Currency.getInstance(currency),
                seller.today(clock).plusDays(40)),
            Plan.step("Llamar", seller.today(clock)),
            clock.instant()),
        seller.id(),
        clock.instant());
  }

  private static BigDecimal number(String money) {
    String digits = money.replaceAll("[^0-9,-]", "").replace(',', '.');
    return digits.isEmpty() ? BigDecimal.ZERO : new BigDecimal(digits);
  }

  private Page read(String path) {
    return Page.of(get(path));
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(cast.teresa())).exchange();
  }
}
