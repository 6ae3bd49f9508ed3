package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The lines of deals on their pages, and the products that they are chosen from. */
@ArenaTest
class LinePagesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser seller;
  private OpportunityId deal;
  private String path;

  @BeforeEach
  void aDeal() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Lía Renglones");
    deal = desk.deal(seller, "Trato de líneas " + UUID.randomUUID());
    path = "/pipeline/opportunities/" + deal + "/lines";
  }

  @Test
  void theAmountIsTheSumOfTheLinesAndTheirDiscountIsThatOfTheDeal() {
    Map<String, String> form = lines("Café en grano", "12", "14,505", "10 %", "Firma tres años");
    form.put("lines[1].what", "Molino");
    form.put("lines[1].quantity", "1");
    form.put("lines[1].price", "800");
    form.put("lines[1].discount", "");
    form.put("lines[1].reason", "");

    assertThat(send(path, form, seller)).hasStatus(302);

    // 12 × 14.505 = 174.06; less 10 %, 17.41, is 156.65.
    assertThat(column("amount")).isEqualTo("956.65");
    assertThat(column("discount")).isEqualTo("17.41");
    assertThat(column("discount_reason")).isEqualTo("Firma tres años");
    assertThat(Page.of(get(path, cast.lucia())).text("main"))
        .contains("14,505 €", "10 %", "17,41 €", "974,06 € − 17,41 € = 956,65 €");
    Page discounts = Page.of(get("/reports/discounts?owner=" + seller.id(), cast.teresa()));
    assertThat(discounts.texts("#deals tbody tr")).hasSize(1);
    assertThat(discounts.text("#deals")).contains("Firma tres años");
  }

  @Test
  void noOtherPageChangesTheAmountOfLines() {
    send(path, lines("Café", "2", "50", "", ""), seller);

    Map<String, String> edit = new LinkedHashMap<>();
    edit.put("name", "Otro nombre");
    edit.put("company", "Empresa que no había");
    edit.put("amount", "7");
    edit.put("currency", "EUR");
    edit.put("closeDate", column("close_date"));
    edit.put("version", column("version"));
    MvcTestResult refused = send("/pipeline/opportunities/" + deal, edit, seller);

    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".problems")).contains("suma de sus líneas");
    assertThat(column("amount")).isEqualTo("100.00");
    assertThatThrownBy(
            () ->
                deals.win(
                    deal,
                    BigDecimal.TEN,
                    seller.today(clock),
                    "Todo dicho",
                    seller.id(),
                    clock.instant()))
        .isInstanceOf(RefusedException.class);

    // The terms keep the discount of the lines, whatever is sent.
    send(
        "/pipeline/opportunities/" + deal + "/terms",
        Map.of("discount", "50", "reason", "x", "competitor", "Sur", "version", column("version")),
        seller);
    assertThat(column("amount")).isEqualTo("100.00");
    assertThat(column("discount")).isNull();
    assertThat(column("competitor")).isEqualTo("Sur");

    deals.win(
        deal,
        new BigDecimal("100"),
        seller.today(clock),
        "Todo dicho",
        seller.id(),
        clock.instant());
    assertThat(column("kind")).isEqualTo("WON");
  }

  @Test
  void theCurrencyOfADealWithLinesCanBeAnotherWhereTheirFiguresStayAsTheyAre() {
    send(path, lines("Café", "2", "50", "", ""), seller);
    Map<String, String> edit = new LinkedHashMap<>();
    edit.put("name", "En dólares");
    edit.put("company", "Empresa que no había " + deal);
    edit.put("amount", "100");
    edit.put("currency", "JPY");
    edit.put("closeDate", column("close_date"));
    edit.put("version", column("version"));
    String address = "/pipeline/opportunities/" + deal;
    assertThat(Page.of(get(address + "/edit", seller)).document().select("[name=currency]"))
        .isNotEmpty()
        .noneMatch(field -> field.hasAttr("readonly"));

    MvcTestResult refused = send(address, edit, seller);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#amount-notes .error"))
        .contains("En JPY los precios llevan otros decimales", "Quita antes las líneas");
    assertThat(Page.of(refused).value("currency")).isEqualTo("JPY");

    edit.put("currency", "USD");
    MvcTestResult asked = send(address, edit, seller);
    assertThat(asked).as("their figures are not converted").hasStatus(422);
    assertThat(Page.of(asked).text("#amount-notes .error"))
        .contains("Las líneas están escritas en EUR", "en USD");
    assertThat(Page.of(asked).text(".check")).contains("las cifras de las líneas son en USD");
    assertThat(column("currency")).isEqualTo("EUR");
    edit.put("relined", "GBP");
    assertThat(send(address, edit, seller)).as("that was another one").hasStatus(422);
    edit.put("relined", "USD");
    assertThat(send(address, edit, seller)).hasStatus(302);
    assertThat(column("amount")).isEqualTo("100.00");
    assertThat(column("currency")).isEqualTo("USD");
    assertThat(Page.of(get(path, cast.lucia())).text("main")).contains("100 US$");
  }

  @Test
  void aDiscountNeedsAReasonAndNothingTypedIsLost() {
    MvcTestResult refused = send(path, lines("Café", "2", "50", "99,5", ""), seller);

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text(".linerow .error")).contains("Di por qué");
    assertThat(page.value("lines[0].discount")).isEqualTo("99,5");
    for (String[] wrong :
        new String[][] {
          {"", "1", "5", ""},
          {"Café", "0", "5", ""},
          {"Café", "1", "", ""},
          {"Café", "1,2345", "5", ""},
          {"Café", "1", "5", "6"},
          {"Café", "1", "5", "101 %"},
          {"Café", "-1", "5", ""},
          {"Café", "1", "99999999999", ""}
        }) {
      assertThat(send(path, lines(wrong[0], wrong[1], wrong[2], wrong[3], "Por algo"), seller))
          .as(String.join("|", wrong))
          .hasStatus(422);
    }
    assertThat(column("lines")).isNull();
    Page over = Page.of(send(path, lines("Café", "1", "5", "120 %", "Por algo"), seller));
    assertThat(over.text(".linerow .error")).contains("entre 0 y 100").doesNotContain("decimales");
    assertThat(over.value("lines[0].discount")).isEqualTo("120 %");
    Page fine = Page.of(send(path, lines("Café", "1", "5", "10,555 %", "Por algo"), seller));
    assertThat(fine.text(".linerow .error")).contains("2 decimales");
  }

  @Test
  void whoComesLateIsToldAndWhoSendsTwiceIsNot() {
    Map<String, String> form = lines("Café", "2", "50", "", "");
    assertThat(send(path, form, seller)).hasStatus(302);
    assertThat(send(path, form, seller)).as("a double click").hasStatus(302);
    assertThat(column("lines")).isEqualTo("1");

    MvcTestResult late = send(path, lines("Té", "1", "9", "", ""), seller, "0");

    assertThat(late).hasStatus(409);
    assertThat(Page.of(late).text(".meanwhile")).contains("Café", "50 €");
    assertThat(Page.of(late).value("lines[0].what")).isEqualTo("Té");
    assertThat(column("amount")).isEqualTo("100.00");
  }

  @Test
  void withoutLinesTheAmountStaysAndIsTypedAgain() {
    send(path, lines("Café", "2", "50", "", ""), seller);
    assertThat(send(path, Map.of("version", column("version")), seller)).hasStatus(302);
    assertThat(column("lines")).isNull();
    assertThat(column("amount")).isEqualTo("100.00");
  }

  @Test
  void aProductOfTheListSaysItsNameAndPriceAndKeepsThemInLinesOnceItChanges() {
    String name = "Café de Huila " + UUID.randomUUID();
    String id = UUID.randomUUID().toString();
    Map<String, String> product = Map.of("id", id, "name", name, "price", "14,5", "unit", "kg");
    assertThat(send("/pipeline/products", product, cast.andres())).hasStatus(302);
    assertThat(send("/pipeline/products", product, cast.andres())).as("sent twice").hasStatus(302);
    Map<String, String> again = new LinkedHashMap<>(product);
    again.put("id", UUID.randomUUID().toString());
    again.put("name", name.toUpperCase());
    assertThat(send("/pipeline/products", again, cast.andres())).hasStatus(422);
    assertThat(send("/pipeline/products", again, seller)).hasStatus(403);

    Map<String, String> form = lines("", "3", "", "", "");
    form.put("lines[0].product", id);
    Page draft = Page.of(send(path + "/draft", form, seller));
    assertThat(draft.value("lines[0].what")).isEqualTo(name);
    assertThat(draft.value("lines[0].price")).isEqualTo("14,50");
    assertThat(draft.text("output")).isEqualTo("43,50 €");
    assertThat(column("lines")).as("a draft keeps nothing").isNull();
    assertThat(send(path, form, seller)).hasStatus(302);
    assertThat(column("amount")).isEqualTo("43.50");

    Map<String, String> change =
        Map.of("name", name, "price", "20", "retired", "true", "version", "0");
    assertThat(send("/pipeline/products/" + id, change, cast.andres())).hasStatus(302);
    assertThat(send("/pipeline/products/" + id, change, cast.andres())).as("late").hasStatus(409);
    assertThat(column("amount")).isEqualTo("43.50");
    assertThat(Page.of(get("/pipeline/products", cast.andres())).text("main")).contains(name);
    assertThat(Page.of(get(path, seller)).value("lines[0].price")).isEqualTo("14,50");
  }

  @Test
  void aProductWithItsPriceInAnotherCurrencySaysWhatToDo() {
    String name = "Café de fuera " + UUID.randomUUID();
    String id = UUID.randomUUID().toString();
    assertThat(
            send(
                "/pipeline/products",
                Map.of("id", id, "name", name, "price", "14,5", "unit", "kg"),
                cast.andres()))
        .hasStatus(302);
    jdbc.sql("update pipeline.opportunity set currency = 'USD' where id = ?")
        .param(deal.id())
        .update();
    Map<String, String> form = lines("", "3", "", "", "");
    form.put("lines[0].product", id);
    String what = "En la lista cuesta 14,50 € y la oportunidad es en USD: escribe el precio en USD";

    Page draft = Page.of(send(path + "/draft", form, seller));
    assertThat(draft.text("#line-rows .error").replace('\u00a0', ' '))
        .as("as soon as it is chosen")
        .contains(what);
    MvcTestResult refused = send(path, form, seller);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#line-rows .error").replace('\u00a0', ' ')).contains(what);
    form.put("lines[0].price", "16");
    assertThat(send(path, form, seller)).hasStatus(302);
    assertThat(column("amount")).isEqualTo("48.00");
  }

  @Test
  void whoMayNotSeeTheDealSeesNoLines() {
    Visibility before = cast.see(Visibility.OWN);
    try {
      assertThat(get(path, cast.ines())).hasStatus(404);
      assertThat(send(path, lines("Café", "2", "50", "", ""), cast.ines())).hasStatus(404);
    } finally {
      cast.see(before);
    }
    assertThat(send(path, lines("Café", "2", "50", "", ""), cast.lucia())).hasStatus(403);
  }

  @Test
  void thePageTakesAFixedNumberOfStatements() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("version", column("version"));
    for (int i = 0; i < 30; i++) {
      form.put("lines[" + i + "].what", "Línea " + i);
      form.put("lines[" + i + "].quantity", "1");
      form.put("lines[" + i + "].price", "1");
    }
    assertThat(send(path, form, seller)).hasStatus(302);
    assertThat(column("amount")).isEqualTo("30.00");
    assertThat(SqlCount.during(() -> get(path, seller))).hasSizeLessThanOrEqualTo(8);
  }

  private Map<String, String> lines(
      String what, String quantity, String price, String discount, String reason) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("version", column("version"));
    form.put("lines[0].what", what);
    form.put("lines[0].quantity", quantity);
    form.put("lines[0].price", price);
    form.put("lines[0].discount", discount);
    form.put("lines[0].reason", reason);
    return form;
  }

  private String column(String name) {
    return (String)
        jdbc.sql("select to_jsonb(o) ->> :name from pipeline.opportunity o where o.id = :id")
            .param("name", name)
            .param("id", deal.id())
            .query()
            .singleColumn()
            .get(0);
  }

  private MvcTestResult send(
      String to, Map<String, String> form, CurrentUser user, String version) {
    Map<String, String> old = new LinkedHashMap<>(form);
    old.put("version", version);
    return send(to, old, user);
  }

  private MvcTestResult send(String to, Map<String, String> form, CurrentUser user) {
    var request = mvc.post().uri(to).with(cast.as(user)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String of, CurrentUser user) {
    return mvc.get().uri(of).with(cast.as(user)).exchange();
  }
}
