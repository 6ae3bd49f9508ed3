package com.arenacrm.insight.buyers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Who buys regularly, pays well and on time, and recommends; the customers of one seller. */
@ArenaTest
class BestCustomersTests {

  private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Europe/Madrid"));

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  private Visibility before;
  private CurrentUser marcos;

  @BeforeEach
  void onlyTheirOwn() {
    assertThat(mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos()))).hasStatusOk();
    before = cast.see(Visibility.OWN);
    marcos = cast.marcos();
    jdbc.sql("update pipeline.opportunity set owner_id = ? where owner_id = ?")
        .params(cast.ines().id().id(), marcos.id().id())
        .update();
    for (String table : List.of("purchase", "customer")) {
      jdbc.sql("update customers.%s set owner_id = ? where owner_id = ?".formatted(table))
          .params(cast.ines().id().id(), marcos.id().id())
          .update();
    }
  }

  @AfterEach
  void seeAsBefore() {
    cast.see(before);
  }

  @Test
  void theFourVirtuesComeFromRealPurchases() {
    UUID mirador = company("Hotel Mirador");
    sold(mirador, "1000", 100, 70, 75);
    sold(mirador, "3000", 60, 30, 31);
    sold(mirador, "2000", 10, null, null);
    UUID bar = company("Bar Estación");
    sold(bar, "100", 50, 20, null);
    UUID old = company("Cliente de antes");
    sold(old, "900", 500, null, null);
    UUID person =
        jdbc.sql(
                "insert into contacts.person (id, name, company_id, created_at, version) values (?, 'Paula Rey', ?, now(), 0) returning id")
            .params(TimeOrderedUuid.next(), mirador)
            .query(UUID.class)
            .single();
    jdbc.sql(
            "insert into leads.lead (id, person_id, person_name, origin, referred_by, sales_owner_id, stage, fit_due, created_at, version) values (?, ?, 'Recomendada', 'REFERRAL', ?, ?, 'OPEN', false, now(), 0)")
        .params(TimeOrderedUuid.next(), person, person, marcos.id().id())
        .update();

    Page page = Page.of(get("/reports/customers"));

    assertThat(page.texts("tbody tr")).hasSize(3);
    assertThat(page.texts("tbody tr").get(0))
        .startsWith("Hotel Mirador 4 de 4 3 compras cada 45 días 6.000 €")
        .contains("2 de 2")
        .endsWith("1");
    assertThat(row(page, "Bar Estación")).contains("0 de 4", "1 compra", "0 de 1");
    assertThat(row(page, "Cliente de antes"))
        .as("what is not known is not held against them")
        .contains("nada en un año", "sin dato");
    assertThat(Page.of(get("/reports/customers?only=on_time")).texts("tbody tr")).hasSize(1);
    for (String sort : List.of("regular", "pays_well", "on_time", "recommends")) {
      assertThat(Page.of(get("/reports/customers?sort=" + sort)).texts("tbody tr").get(0))
          .as(sort)
          .startsWith("Hotel Mirador");
    }
    for (var link : page.document().select("tbody td.num > a")) {
      int rows = Page.of(get(link.attr("href"))).texts("tbody tr").size();
      String shown = link.text();
      int expected =
          shown.contains(" de ")
              ? Integer.parseInt(shown.replaceAll(".* ", ""))
              : shown.contains("€")
                  ? shown.startsWith("6.000") ? 3 : 1
                  : Integer.parseInt(shown.replaceAll("[^0-9]", ""));
      assertThat(rows).as(link.attr("href")).isEqualTo(expected);
    }
    var signedIn = cast.as(marcos);
    assertThat(SqlCount.during(() -> mvc.get().uri("/reports/customers").with(signedIn).exchange()))
        .hasSizeLessThanOrEqualTo(8);
    Page none = Page.of(get("/reports/customers", cast.ines()));
    assertThat(none.text("table")).doesNotContain("Cliente de antes");
  }

  @Test
  void whatIsBoughtTwiceOnOneDayIsNoIntervalOfItsOwn() {
    UUID twice = company("Compra doble");
    for (int days : new int[] {70, 40, 10}) {
      sold(twice, "100", days, null, null);
      sold(twice, "20", days, null, null);
    }
    UUID once = company("Un solo día");
    sold(once, "100", 10, null, null);
    sold(once, "100", 10, null, null);

    Page page = Page.of(get("/reports/customers"));
    assertThat(row(page, "Compra doble")).contains("6 compras", "cada 30 días");
    assertThat(row(page, "Un solo día")).contains("2 compras").doesNotContain("cada");
    assertThat(Page.of(get("/reports/customers?only=regular")).text("table"))
        .contains("Compra doble")
        .doesNotContain("Un solo día");
  }

  @Test
  void whoStoppedBuyingIsNoRegularCustomerAndEqualsStandByAmountAndName() {
    for (String name : List.of("Zapatería Antigua", "ábaco Antiguo", "Bodega Antigua")) {
      UUID old = company(name);
      sold(old, "100", 3300, null, null);
      sold(old, "100", 3200, null, null);
    }
    UUID larger = company("Yeso Antiguo");
    sold(larger, "100", 3300, null, null);
    sold(larger, "101", 3200, null, null);
    UUID seldom = company("Compra cada dos años");
    sold(seldom, "10", 2300, null, null);
    sold(seldom, "10", 1570, null, null);
    sold(seldom, "10", 840, null, null);
    UUID twice = company("Compró dos veces hace años");
    sold(twice, "10", 2300, null, null);
    sold(twice, "10", 840, null, null);
    UUID now = company("Compra este año");
    sold(now, "1", 500, null, null);
    sold(now, "1", 300, null, null);
    UUID monthly = company("Compraba cada mes");
    sold(monthly, "1", 210, null, null);
    sold(monthly, "1", 180, null, null);
    sold(monthly, "1", 150, null, null);
    UUID daily = company("Compra a diario");
    sold(daily, "1", 27, null, null);
    sold(daily, "1", 26, null, null);
    sold(daily, "1", 25, null, null);
    UUID single = company("Solo una vez");
    sold(single, "1", 5, null, null);

    Page page = Page.of(get("/reports/customers"));

    assertThat(row(page, "Zapatería Antigua")).contains("0 de 4", "compraba seguido, ya no");
    assertThat(Page.of(get("/reports/customers?only=regular")).texts("tbody tr td:first-child"))
        .as("within one and a half times their own interval, and never judged before a month")
        .containsExactlyInAnyOrder("Compra este año", "Compra a diario", "Compra cada dos años");
    assertThat(row(page, "Compraba cada mes"))
        .contains("3 compras cada 30 días", "compraba seguido, ya no: la última, el");
    assertThat(row(page, "Compra a diario")).doesNotContain("ya no");
    assertThat(row(page, "Solo una vez")).doesNotContain("ya no");
    assertThat(page.text(".formula"))
        .contains("vez y media su intervalo habitual")
        .contains("con un mínimo de 30 días")
        .contains("«compraba seguido, ya no»")
        .doesNotContain("doce meses. A quien");
    Page stopped = Page.of(get("/reports/customers?only=stopped"));
    assertThat(stopped.texts("tbody tr td:first-child"))
        .contains("Compraba cada mes", "Zapatería Antigua", "Compró dos veces hace años")
        .doesNotContain("Compra este año", "Solo una vez");
    assertThat(stopped.text("h1")).isEqualTo("Mejores clientes");
    assertThat(stopped.text(".seg [aria-current]")).isEqualTo("Compraba seguido, ya no");
    assertThat(page.texts("tbody tr td:first-child"))
        .containsSubsequence(
            "Yeso Antiguo", "ábaco Antiguo", "Bodega Antigua", "Zapatería Antigua");
    assertThat(Page.of(get("/reports/customers?sort=regular")).texts("tbody tr td:first-child"))
        .as("those who still buy stand before those who bought as often")
        .startsWith("Compra a diario", "Compra cada dos años", "Compra este año");
  }

  @Test
  void whoPaysWellIsJudgedByTheLastTwelveMonthsOnly() {
    UUID once = company("Grande de entonces");
    sold(once, "50000", 500, null, null);
    UUID often = company("Compra poco y a menudo");
    sold(often, "300", 100, null, null);
    sold(often, "300", 60, null, null);
    sold(often, "300", 10, null, null);
    UUID single = company("Una sola este año");
    sold(single, "500", 50, null, null);

    Page page = Page.of(get("/reports/customers"));

    assertThat(row(page, "Grande de entonces")).contains("0 de 4", "nada en un año");
    assertThat(row(page, "Compra poco y a menudo")).contains("900 €", "la mediana es 700 €");
    assertThat(row(page, "Una sola este año")).contains("500 €", "menos que la mediana, 700 €");
    assertThat(Page.of(get("/reports/customers?only=pays_well")).texts("tbody tr td:first-child"))
        .containsExactly("Compra poco y a menudo");
    assertThat(Page.of(get("/reports/customers?sort=pays_well")).texts("tbody tr td:first-child"))
        .containsExactly("Compra poco y a menudo", "Una sola este año", "Grande de entonces");
    assertThat(
            Page.of(get("/reports/customers/rows?of=pays_well&customer=" + often))
                .texts("tbody tr"))
        .hasSize(3);
  }

  @Test
  void whatWasBoughtInAnotherCurrencyCountsAtItsRateOrIsSaidToHaveNone() {
    UUID without = company("Compra en dólares");
    UUID sale = sold(without, "900", 0, null, null);
    UUID with = company("Compra en libras");
    UUID rated = sold(with, "100", 0, null, null);
    sold(with, "1", 10, null, null);
    inCurrency(sale, "USD");
    inCurrency(rated, "GBP");
    jdbc.sql(
            "insert into pipeline.deal_rate (opportunity_id, currency, rate, day) values (?, 'GBP', 1.2, ?)")
        .params(rated, TODAY)
        .update();

    Page page = Page.of(get("/reports/customers"));

    assertThat(row(page, "Compra en dólares"))
        .contains("1 compra", "1 sin cambio, no suma")
        .doesNotContain("nada en un año");
    assertThat(row(page, "Compra en libras")).contains("121 €").doesNotContain("sin cambio");
    Page behind = Page.of(get("/reports/customers/rows?of=pays_well&customer=" + without));
    assertThat(behind.text("tbody tr")).contains("900 US$", "sin cambio");
    assertThat(behind.text("tfoot")).contains("0 €");
    Page summed = Page.of(get("/reports/customers/rows?of=pays_well&customer=" + with));
    assertThat(summed.texts("tbody tr")).hasSize(2);
    assertThat(summed.text("tbody")).contains("100 GBP").doesNotContain("sin cambio");
    assertThat(summed.text("tfoot")).contains("121 €");
  }

  private void inCurrency(UUID deal, String currency) {
    jdbc.sql("update pipeline.opportunity set currency = ? where id = ?")
        .params(currency, deal)
        .update();
    jdbc.sql("update customers.purchase set currency = ? where opportunity_id = ?")
        .params(currency, deal)
        .update();
  }

  @Test
  void whoNeverSoldSeesWhatIsMissing() {
    assertThat(Page.of(get("/reports/customers")).text(".empty")).contains("Nadie ha comprado");
    assertThat(get("/reports/customers/rows?of=regular&customer=" + UUID.randomUUID()))
        .hasStatus(404);
  }

  @Test
  void aSellerNotesWhenAWonDealWasPaid() {
    UUID deal = sold(company("Pagador"), "500", 20, null, null);

    assertThat(pay(deal, "0", TODAY.minusDays(3).toString(), TODAY.minusDays(1).toString()))
        .hasStatus3xxRedirection();

    Page page = Page.of(get("/pipeline/opportunities/" + deal));
    assertThat(page.text(".payment")).contains("Cobrado el").contains("vencimiento: ");
    assertThat(paid(deal)).isEqualTo(TODAY.minusDays(1));
    assertThat(pay(deal, "1", "", TODAY.plusDays(2).toString()))
        .flash()
        .containsEntry("wrongPaid", "payment.future")
        .doesNotContainKey("wrongDue");
    assertThat(paid(deal)).as("nobody pays in the future").isEqualTo(TODAY.minusDays(1));
    assertThat(pay(deal, "1", "ayer", "")).flash().containsEntry("wrongDue", "payment.date");
    assertThat(paid(deal)).isEqualTo(TODAY.minusDays(1));
    MvcTestResult stale = pay(deal, "0", "", "");
    assertThat(stale).as("somebody changed it meanwhile").hasStatus(409);
    assertThat(Page.of(stale).document().select("main a.btn-primary").attr("href"))
        .isEqualTo("/pipeline/opportunities/" + deal);
    assertThat(pay(deal, "0", TODAY.minusDays(3).toString(), TODAY.minusDays(1).toString()))
        .as("pressed twice")
        .hasStatus3xxRedirection();
    assertThat(
            mvc.post()
                .uri("/pipeline/opportunities/" + deal + "/payment")
                .with(cast.as(cast.ines()))
                .with(csrf())
                .param("version", "1"))
        .hasStatus(404);
  }

  @Test
  void whatIsWrongWithAPaymentStandsBesideItsField() {
    UUID deal = sold(company("Impuntual"), "500", 20, null, null);
    MvcTestResult refused = pay(deal, "0", "ayer", "2026-11-20");

    Page page =
        Page.of(
            mvc.get()
                .uri("/pipeline/opportunities/" + deal)
                .with(cast.as(marcos))
                .cookie(refused.getResponse().getCookie("arena"))
                .exchange());

    assertThat(page.text("#paymentDueOn-notes")).contains("«ayer» no es una fecha");
    assertThat(page.has("#paidOn-notes")).isFalse();
    assertThat(page.has(".payment details[open] #paidOn[value=2026-11-20]"))
        .as("nothing typed is lost")
        .isTrue();
  }

  private @Nullable LocalDate paid(UUID deal) {
    return jdbc.sql("select paid_on from pipeline.opportunity where id = ?")
        .param(deal)
        .query(LocalDate.class)
        .optional()
        .orElse(null);
  }

  private MvcTestResult pay(UUID deal, String version, String due, String paid) {
    return mvc.post()
        .uri("/pipeline/opportunities/" + deal + "/payment")
        .with(cast.as(marcos))
        .with(csrf())
        .param("version", version)
        .param("paymentDueOn", due)
        .param("paidOn", paid)
        .exchange();
  }

  private UUID company(String name) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql("insert into contacts.company (id, name, created_at, version) values (?, ?, now(), 0)")
        .params(id, name)
        .update();
    return id;
  }

  private UUID sold(
      UUID company, String amount, int ago, @Nullable Integer dueAgo, @Nullable Integer paidAgo) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, company_id, company_name, owner_id, stage_id, kind, amount,
              currency, phase, won_phase, opened_at, closed_at, payment_due_on, paid_on, created_at, version)
            select ?, 'Venta', c.id, c.name, ?, (select s.id from pipeline.stage s where s.kind = 'WON' order by s.position limit 1),
              'WON', cast(? as numeric), 'EUR', 'BUY', 'BUY', now(), now() - make_interval(days => ?), ?, ?, now(), 0
            from contacts.company c where c.id = ?
            """)
        .params(
            id,
            marcos.id().id(),
            amount,
            ago,
            dueAgo == null ? null : TODAY.minusDays(dueAgo),
            paidAgo == null ? null : TODAY.minusDays(paidAgo),
            company)
        .update();
    jdbc.sql(
            """
            insert into customers.purchase (id, opportunity_id, company_id, company_name, what, bought_on, amount,
              currency, due_on, paid_on, owner_id, created_at, version)
            select gen_random_uuid(), o.id, o.company_id, o.company_name, o.name, ?, o.amount, o.currency,
              o.payment_due_on, o.paid_on, o.owner_id, now(), 0
            from pipeline.opportunity o where o.id = ?
            """)
        .params(TODAY.minusDays(ago), id)
        .update();
    return id;
  }

  private static String row(Page page, String name) {
    return page.texts("tbody tr").stream()
        .filter(r -> r.startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private MvcTestResult get(String path) {
    return get(path, marcos);
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(URI.create(path)).with(cast.as(user)).exchange();
  }
}
