package com.arenacrm.insight.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.LeadId;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** How the agreement is kept: each number, the rows behind it, and what it leaves out. */
@ArenaTest
class AgreementTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired Handoffs handoffs;

  private Kept kept;
  private UUID ended;
  private UUID inTime;
  private UUID nobody;
  private UUID untouched;

  @BeforeEach
  void aMonthOfHandoffs() {
    UUID marcos = cast.marcos().id().id();
    UUID ines = cast.ines().id().id();
    kept = new Kept(jdbc, cast.lucia().id().id(), marcos);
    // 300.01 between three leads is 100.00 each, to the cent.
    UUID tasting = kept.activity("Cata", "TRY", "200", "100.01");
    UUID article = kept.activity("Artículo", "KNOW");
    inTime = kept.lead("En plazo", tasting, "ACCEPTED", null, null, marcos);
    kept.handoff(inTime, 11, null, 12);
    nobody = kept.lead("Nadie", tasting, "HANDED_OVER", null, null, marcos);
    kept.handoff(nobody, null, null, null);
    kept.lead("Sin entregar", tasting, "OPEN", null, null, null);
    kept.handoff(kept.lead("Tarde", article, "ACCEPTED", null, null, marcos), 11, null, 17);
    Kept hers = new Kept(jdbc, cast.lucia().id().id(), ines, kept.profile);
    untouched = kept.lead("Sin tocar", null, "ACCEPTED", null, null, ines);
    hers.handoff(untouched, 11, null, null);
    kept.handoff(kept.lead("Devuelto", null, "OPEN", null, null, null), null, 12, null);
    ended =
        kept.handoff(kept.lead("Acabado", null, "ENDED", "NOTHING", null, null), null, 13, null);
    kept.handoff(kept.lead("Compró", null, "ENDED", "BOUGHT", null, marcos), 11, null, null);
    jdbc.sql(
            "update leads.handoff set return_answer = 'ENDED', return_answered_at = ? where id = ?")
        .params(Kept.at(1, 16), ended)
        .update();
    UUID withdrawn =
        kept.handoff(kept.lead("Retirado", null, "OPEN", null, null, null), null, null, null);
    jdbc.sql("update leads.handoff set withdrawn_at = handed_at where id = ?")
        .param(withdrawn)
        .update();
  }

  @Test
  void handoffsAreAcceptedReturnedOrWaitAndAnsweredInTimeOrNot() {
    Page page = page(cast.lucia());

    assertThat(fact(page, "Entregados")).isEqualTo("8");
    assertThat(fact(page, "Aceptación")).isEqualTo("67 %");
    assertThat(number(page, "Aceptados")).isEqualTo("4");
    assertThat(number(page, "Devueltos")).isEqualTo("2");
    assertThat(number(page, "Esperan respuesta")).isEqualTo("1");
    assertThat(number(page, "Respondidos en plazo")).isEqualTo("3");
    assertThat(number(page, "Respondidos tarde")).isEqualTo("1");
    // Of these one bought long afterwards: the time had passed all the same.
    assertThat(number(page, "Plazo vencido sin hablar con el cliente")).isEqualTo("3");
    assertThat(number(page, "Terminados antes del plazo, sin hablar")).isEqualTo("0");
    assertThat(number(page, "Retirados por marketing")).isEqualTo("1");
    assertThat(number(page, "Retirados, o de vuelta en la bolsa, antes del plazo")).isEqualTo("1");
    // Three of the seven whose time is over; by the office hours of Spain two, two, three and six.
    assertThat(fact(page, "En plazo")).isEqualTo("43 %");
    assertThat(page.text(".facts")).contains("mediana: 2 h 30 min de trabajo");
  }

  /** What was worked by earlier hours is not counted again by those of today. */
  @Test
  void whatWasAnsweredKeepsTheTimeThatItTook() {
    jdbc.sql(
            """
            update leads.handoff h set counted_seconds = 4200,
              counted_until = least(h.first_contact_at, h.rejected_at)
            from leads.lead l where l.id = h.lead_id and l.profile_id = ?
              and least(h.first_contact_at, h.rejected_at) is not null
            """)
        .param(kept.profile)
        .update();

    assertThat(page(cast.lucia()).text(".facts")).contains("mediana: 1 h 10 min de trabajo");
  }

  @Test
  void fewAnswersAreNoFinding() {
    Page page = page(cast.lucia());

    assertThat(page.text("main")).contains("todavía no es un hallazgo");
    assertThat(page.texts(".agreement .tag")).isNotEmpty().allMatch("pocos para comparar"::equals);
  }

  @Test
  void theMoneyAtRiskIsThatOfLeadsLateOrUntouchedAndNoneIsInvented() {
    Page page = page(cast.lucia());

    assertThat(fact(page, "Inversión en riesgo")).isEqualTo("100 €");
    assertThat(page.text("#risk"))
        .contains("Nadie ha hablado con el cliente y el plazo venció 3 100 €")
        .contains("Se habló con el cliente, pero tarde 1 0 €")
        .contains("uno que nos compró de todos modos")
        .contains("2 no vienen de ninguna actividad")
        .contains("uno viene de una actividad sin gasto anotado");
  }

  @Test
  void whatComesBackIsFollowedToWhatMarketingDid() {
    Page page = page(cast.lucia());

    assertThat(page.text("#returns"))
        .contains("Marketing respondió a una devolución, con 2 h de trabajo de mediana")
        .contains("Una espera respuesta")
        .contains("datos malos 2")
        .contains("Lo terminó. 1");
  }

  @Test
  void eachNumberOpensExactlyItsRowsAndTheyAddUpToIt() {
    Page page = page(cast.lucia());

    int opened = 0;
    for (Element link : page.document().select("main a[href*='/agreement/rows']")) {
      String text = link.text();
      if (!text.matches("[0-9.,]+( €)?")) {
        continue;
      }
      Page rows = Page.of(get(cast.lucia(), link.attr("href")));
      if (text.endsWith("€")) {
        assertThat(rows.title()).as(link.attr("href")).contains(": " + text);
      } else {
        assertThat(rows.title()).as(link.attr("href")).endsWith(" " + text);
        assertThat(rows.document().select("tbody tr"))
            .as(link.attr("href"))
            .hasSize(Integer.parseInt(text));
      }
      opened++;
    }
    assertThat(opened).isGreaterThan(25);
  }

  @Test
  void theLinesOfEachTableAddUpToTheTotal() {
    Page page = page(cast.lucia());

    for (String by : new String[] {"activity", "marketer", "seller"}) {
      int sum =
          page.document().select("a[href*='what=handed'][href*='by=" + by + "']").stream()
              .mapToInt(a -> Integer.parseInt(a.text()))
              .sum();
      assertThat(sum).as(by).isEqualTo(8);
    }
  }

  @Test
  void aZeroExplainsItself() {
    Kept nothing = new Kept(jdbc, cast.lucia().id().id(), cast.marcos().id().id());
    assertThat(Page.of(get(cast.lucia(), nothing.address("/reports/agreement"))).text(".empty"))
        .contains("no se entregó a ventas ningún prospecto");

    nothing.handoff(nothing.lead("Bien", null, "ACCEPTED", null, null, null), 11, null, 12);
    assertThat(Page.of(get(cast.lucia(), nothing.address("/reports/agreement"))).text("#risk"))
        .contains("Cero: de los entregados en estas fechas, ninguno se quedó sin tocar");
  }

  @Test
  void everybodyReadsItAndWhoSeesOnlyTheirOwnCountsOnlyThat() {
    for (CurrentUser reader : new CurrentUser[] {cast.marcos(), cast.teresa(), cast.andres()}) {
      assertThat(get(reader, kept.address("/reports/agreement"))).hasStatusOk();
    }
    Visibility before = cast.see(Visibility.OWN);
    try {
      Page own = page(cast.reread(cast.ines().id()));
      assertThat(fact(own, "Entregados")).isEqualTo("1");
      assertThat(own.text("main")).contains("Solo cuentan los prospectos que puedes ver");
      assertThat(
              Page.of(
                      get(
                          cast.reread(cast.ines().id()),
                          kept.address("/reports/agreement/rows") + "&what=handed"))
                  .texts("tbody tr td:first-child a"))
          .containsExactly("Sin tocar");
    } finally {
      cast.see(before);
    }
  }

  @Test
  void whatIsSignedStandsThereAndThePageStaysCheap() {
    CurrentUser lucia = cast.lucia();

    assertThat(SqlCount.during(() -> get(lucia, kept.address("/reports/agreement"))))
        .hasSizeLessThanOrEqualTo(9); // one of them is the test's own sign-in
    assertThat(page(lucia).has("#signed")).isTrue();
    assertThat(get(lucia, kept.address("/reports/agreement/rows") + "&what=nada")).hasStatus(404);
    assertThat(
            get(
                lucia,
                kept.address("/reports/agreement/rows") + "&what=handed&by=seller&line=x'--"))
        .hasStatus(404);
  }

  @Test
  void whatHappenedStaysSoWhoeverGetsTheLeadsAfterwards() {
    CurrentUser teresa = cast.teresa();
    String before = page(cast.lucia()).document().select("main table").text();

    handoffs.release(new LeadId(untouched), "no avanza", teresa.id(), Instant.now());
    handoffs.release(new LeadId(nobody), "nadie lo toca", teresa.id(), Instant.now());
    handoffs.passOn(new LeadId(inTime), cast.ines().id(), null, teresa, Instant.now());
    // As it is where whoever has it next works at other hours.
    jdbc.sql("update leads.handoff set due_at = now() + interval '1 day' where lead_id = ?")
        .param(nobody)
        .update();

    assertThat(page(cast.lucia()).document().select("main table").text()).isEqualTo(before);
    Page blamed =
        Page.of(
            get(
                cast.lucia(),
                kept.address("/reports/agreement/rows")
                    + "&what=overdue&by=holder&line="
                    + cast.ines().id()));
    assertThat(blamed.texts("tbody tr td:first-child a")).containsExactly("Sin tocar");

    handoffs.passOn(new LeadId(nobody), cast.ines().id(), null, teresa, Instant.now());
    assertThat(page(cast.lucia()).document().select("main table").text()).isEqualTo(before);
  }

  @Test
  void theHandoffsBehindANumberGoOutAsAFile() throws Exception {
    Page page = page(cast.lucia());
    String file =
        get(cast.lucia(), page.document().select(".menu a[href$=CSV]").attr("href"))
            .getResponse()
            .getContentAsString();

    assertThat(file.lines()).hasSize(9);
    assertThat(file).contains("Sin tocar", "retirado por marketing", "Plazo vencido");
    assertThat(
            get(cast.lucia(), kept.address("/reports/agreement/export") + "&what=late&format=CSV")
                .getResponse()
                .getContentAsString()
                .lines())
        .hasSize(2);
  }

  private Page page(CurrentUser user) {
    return Page.of(get(user, kept.address("/reports/agreement")));
  }

  private static String fact(Page page, String name) {
    return page.document()
        .select(".facts div:has(dt:matchesOwn(^" + name + "$)) dd")
        .first()
        .text();
  }

  private static String number(Page page, String name) {
    return page.document().select("tr:has(td:matchesOwn(^" + name + "$)) td.num").first().text();
  }

  private MvcTestResult get(CurrentUser user, String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(user)).exchange();
  }
}
