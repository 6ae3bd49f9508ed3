package com.arenacrm.insight.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.LeadId;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Where demand leaks away: each lead in one place, with what it cost, and the rows behind it. */
@ArenaTest
class LeakTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired Handoffs handoffs;

  private Kept kept;

  @BeforeEach
  void aMonthOfLeads() {
    UUID marcos = cast.marcos().id().id();
    assertThat(mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos()))).hasStatusOk();
    kept = new Kept(jdbc, cast.lucia().id().id(), marcos);
    UUID tasting = kept.activity("Cata", "TRY", "120");
    kept.lead("Callado", tasting, "OPEN", null, null, null);
    UUID heard = kept.lead("Habló ayer", tasting, "OPEN", null, null, null);
    jdbc.sql(
            """
            insert into contacts.interaction (id, kind, person_id, summary, happened_at, created_at, created_by)
            select ?, 'CALL', person_id, 'llamó', now() - interval '1 day', now(), ? from leads.lead where id = ?
            """)
        .params(TimeOrderedUuid.next(), marcos, heard)
        .update();
    kept.qualified(kept.lead("Olvidado", tasting, "QUALIFIED", null, null, null));
    kept.handoff(
        kept.lead("Sin respuesta", null, "HANDED_OVER", null, null, marcos), null, null, null);
    kept.handoff(kept.lead("Devuelto", null, "OPEN", null, null, null), null, 12, null);
    kept.handoff(
        kept.lead("Aceptado", tasting, "ACCEPTED", null, null, cast.ines().id().id()),
        11,
        null,
        null);
    UUID lost = kept.lead("Perdido", tasting, "ENDED", "COMPETITOR", "Tostadero  Norte", marcos);
    kept.handoff(lost, 11, null, 12);
    kept.lost(lost, "PRICE", "COMPETITOR", "tostadero norte", "900.50");
    kept.lead("Sin trato", null, "ENDED", "COMPETITOR", "Café del Puerto", null);
    UUID silent = kept.lead("Silencio", tasting, "ENDED", "NOTHING", null, marcos);
    kept.handoff(silent, 11, null, 12);
    kept.lost(silent, "SILENCE", "UNKNOWN", null, "100");
    kept.lead("Nada", null, "ENDED", "NOTHING", null, null);
    kept.lead("Broma", null, "ENDED", "NOT_A_LEAD", null, null);
    kept.handoff(kept.lead("Compró", null, "ENDED", "BOUGHT", null, marcos), 11, null, 12);
  }

  @Test
  void eachLeadStandsInOnePlaceAndTheyAddUpToAllThatCameIn() {
    Page page = page(cast.lucia());

    for (Leak leak : Leak.values()) {
      int expected = leak == Leak.COMPETITOR ? 2 : 1;
      assertThat(count(page, leak)).as(leak.name()).isEqualTo(expected);
    }
    assertThat(page.text(".facts")).contains("Llegaron 12", "Se escaparon 9");
    assertThat(names("competitor")).containsExactlyInAnyOrder("Perdido", "Sin trato");
    assertThat(names("silent")).containsExactly("Silencio");
    assertThat(names("under-way")).containsExactly("Habló ayer");
  }

  @Test
  void whatItCostIsThatOfItsActivityAndNoneIsInvented() {
    // 120 between the six that the tasting brought.
    Page rows = rows(cast.lucia(), "lost", "");
    assertThat(rows.text("tfoot")).contains("100 €").contains("1.000,5");
    assertThat(rows.document().select("tbody tr:contains(Sin respuesta) td").get(4).text())
        .isEqualTo("—");
  }

  @Test
  void whoSoldToThemIsOneHoweverItIsWritten() {
    Page page = page(cast.lucia());

    assertThat(page.document().select("a[href*='by=competitor']")).hasSize(2);
    Page rows =
        Page.of(
            get(
                cast.lucia(),
                page.document().select("a[href*='line=tostaderonorte']").attr("href")));
    assertThat(rows.texts("tbody tr td:first-child a")).containsExactly("Perdido");
  }

  @Test
  void eachNumberOpensExactlyItsRows() {
    for (String by : new String[] {"phase", "profile"}) {
      Page page = Page.of(get(cast.lucia(), kept.address("/reports/leakage") + "&by=" + by));
      int opened = 0;
      for (Element link : page.document().select("main a[href*='/leakage/rows']")) {
        Page rows = Page.of(get(cast.lucia(), link.attr("href")));
        assertThat(rows.title()).as(link.attr("href")).endsWith(": " + link.text());
        assertThat(rows.document().select("tbody tr"))
            .as(link.attr("href"))
            .hasSize(Integer.parseInt(link.text()));
        opened++;
      }
      assertThat(opened).isGreaterThan(20);
    }
  }

  @Test
  void whatWasAcceptedAndLeftAloneStaysSoInThePool() {
    UUID accepted =
        jdbc.sql("select id from leads.lead where person_name = 'Aceptado' and profile_id = ?")
            .param(kept.profile)
            .query(UUID.class)
            .single();
    String before = page(cast.lucia()).document().select("main table").text();

    handoffs.release(new LeadId(accepted), "no avanza", cast.teresa().id(), Instant.now());

    assertThat(page(cast.lucia()).document().select("main table").text()).isEqualTo(before);
    assertThat(names("untouched")).containsExactly("Aceptado");
  }

  @Test
  void theFunnelNeverGrows() {
    Page page = page(cast.lucia());

    assertThat(
            page.document().select("a[href*='what=to-']").stream()
                .skip(2) // above the table
                .map(Element::text)
                .toList())
        .containsExactly("12", "7", "6", "4", "3", "1");
  }

  @Test
  void whoSeesOnlyTheirOwnCountsOnlyThatAndThePageStaysCheap() {
    Visibility before = cast.see(Visibility.OWN);
    try {
      assertThat(page(cast.reread(cast.ines().id())).text(".facts")).contains("Llegaron 1");
    } finally {
      cast.see(before);
    }
    CurrentUser lucia = cast.lucia();
    assertThat(SqlCount.during(() -> get(lucia, kept.address("/reports/leakage"))))
        .hasSizeLessThanOrEqualTo(8);
    assertThat(get(lucia, kept.address("/reports/leakage/rows") + "&what=nada")).hasStatus(404);
    assertThat(get(lucia, kept.address("/reports/leakage/rows") + "&what=lost&by=phase&line=NADA"))
        .hasStatus(404);
  }

  private List<String> names(String what) {
    return rows(cast.lucia(), what, "").texts("tbody tr td:first-child a");
  }

  private Page rows(CurrentUser user, String what, String more) {
    return Page.of(get(user, kept.address("/reports/leakage/rows") + "&what=" + what + more));
  }

  private static int count(Page page, Leak leak) {
    Element link = page.document().selectFirst(".leaks a[href$='what=" + leak.key() + "']");
    return link == null ? 0 : Integer.parseInt(link.text());
  }

  private Page page(CurrentUser user) {
    return Page.of(get(user, kept.address("/reports/leakage")));
  }

  private MvcTestResult get(CurrentUser user, String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(user)).exchange();
  }
}
