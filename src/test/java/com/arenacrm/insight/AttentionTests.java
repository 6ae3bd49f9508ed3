package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

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
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class AttentionTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired Attention attention;
  @Autowired Clock clock;
  @Autowired JdbcClient jdbc;

  @Test
  void whatLiesIsShownOnceForEachReasonAndPutAsideItIsNot() {
    String name = "Parada " + UUID.randomUUID();
    OpportunityId deal = deal(name, now().minus(Duration.ofDays(60)), today().minusDays(2));
    push(deal, 10);
    push(deal, 20);

    assertThat(rows("idle")).contains(name).contains("nadie ha hablado con el cliente todavía");
    assertThat(rows("pushed")).contains(name).contains("Cierre aplazado 2 veces");
    assertThat(rows("risk")).contains("Empresa " + name).contains("Un paso vencido");

    assertThat(
            post(
                cast.marcos(),
                "/pipeline/opportunities/" + deal + "/snooze",
                Map.of(
                    "id",
                    UUID.randomUUID().toString(),
                    "until",
                    today().plusDays(3).toString(),
                    "reason",
                    "DECIDER_AWAY",
                    "note",
                    "Vuelve el jueves")))
        .hasStatus(302);

    assertThat(rows("idle")).doesNotContain(name);
    assertThat(rows("risk")).doesNotContain("Empresa " + name);
    assertThat(Page.of(get(cast.teresa(), "/reports/snoozes")).text("main"))
        .contains(name)
        .contains("Quien decide no está: Vuelve el jueves")
        .contains("1 de 2");
    assertThat(Page.of(get(cast.marcos(), "/pipeline/opportunities/" + deal)).text("main"))
        .contains("Vuelve el jueves")
        .contains("Retomar ya");
    assertThat(Page.of(get(cast.marcos(), "/pipeline/day")).text("main")).doesNotContain(name);
    assertThat(Page.of(get(cast.marcos(), "/reports/snoozes/mine")).text("body"))
        .contains("aparcad");
    assertThat(post(cast.marcos(), "/pipeline/opportunities/" + deal + "/waking", Map.of()))
        .hasStatus(302);
    assertThat(rows("idle")).contains(name);
  }

  @Test
  void aDealWithoutALeadGetsMoreTimeAndIsNotTakenToAPool() {
    String name = "Sin bolsa " + UUID.randomUUID();
    OpportunityId deal = deal(name, now().minus(Duration.ofDays(60)), today());
    String path = "/pipeline/reassignment?row=deal:" + deal;
    Page page = Page.of(get(cast.teresa(), path + "&act=time"));
    assertThat(page.text("main")).contains(name).doesNotContain("No hay nada elegido");
    assertThat(page.texts("nav.tabs a")).containsExactly("Pasar a otra persona", "Dar más tiempo");
    assertThat(rows("idle")).contains(name);
    assertThat(Page.of(get(cast.teresa(), "/reports/attention?what=idle")))
        .satisfies(
            list -> {
              assertThat(
                      list.has("a[href*='row=deal:" + deal + "'][href*=act=time]")
                          || list.has("a[href*='row=deal%3A" + deal + "'][href*=act=time]"))
                  .isTrue();
              assertThat(list.text("main .below")).doesNotContain("a la bolsa");
            });

    String id = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      assertThat(
              post(
                  cast.teresa(),
                  "/pipeline/reassignment",
                  Map.of(
                      "id",
                      id,
                      "act",
                      "time",
                      "row",
                      "deal:" + deal,
                      "until",
                      today().plusDays(20).toString(),
                      "note",
                      "El comité se reúne en diciembre")))
          .hasStatus(302);
    }

    assertThat(rows("idle")).doesNotContain(name);
    assertThat(Page.of(get(cast.marcos(), "/pipeline/day")).text("main")).doesNotContain(name);
    Page own = Page.of(get(cast.marcos(), "/pipeline/opportunities/" + deal));
    assertThat(own.text("#next"))
        .contains("Más tiempo")
        .contains("El comité se reúne en diciembre")
        .contains("Teresa");
    assertThat(Page.of(get(cast.marcos(), "/notifications")).text("main"))
        .contains("Tienes más tiempo con " + name)
        .contains("El comité se reúne en diciembre");
    // It counts among none of the times that its seller may put it aside.
    assertThat(post(cast.marcos(), "/pipeline/opportunities/" + deal + "/waking", Map.of()))
        .hasStatus(302);
    assertThat(rows("idle")).contains(name);
    assertThat(Page.of(get(cast.marcos(), "/pipeline/opportunities/" + deal)).text("#next"))
        .contains("Aparcar");
  }

  @Test
  void aDealThatNobodyTalkedAboutYetSaysSo() {
    String name = "Sin hablar " + UUID.randomUUID();
    OpportunityId deal = deal(name, now().minus(Duration.ofDays(60)), today());
    Page page = Page.of(get(cast.teresa(), "/reports/attention?what=idle"));
    String row = page.text("tr:has(a[href$=" + deal + "])");
    assertThat(row)
        .contains("nadie ha hablado con el cliente todavía")
        .doesNotContain("sin hablar con el cliente desde");

    jdbc.sql("update pipeline.opportunity set last_contact_at = opened_at where id = :id")
        .param("id", deal.id())
        .update();
    assertThat(
            Page.of(get(cast.teresa(), "/reports/attention?what=idle"))
                .text("tr:has(a[href$=" + deal + "])"))
        .contains("sin hablar con el cliente desde el");
  }

  @Test
  void aDealWithoutALeadIsPassedOnToo() {
    String name = "Sin prospecto " + UUID.randomUUID();
    OpportunityId deal = deal(name, now().minus(Duration.ofDays(60)), today());
    MvcTestResult given =
        post(
            cast.teresa(),
            "/pipeline/reassignment",
            Map.of(
                "id",
                UUID.randomUUID().toString(),
                "act",
                "give",
                "row",
                "deal:" + deal,
                "seller",
                cast.ines().id().toString(),
                "note",
                "Es de tu zona",
                "confirmed",
                cast.ines().id().toString()));
    assertThat(given).redirectedUrl().isEqualTo("/reports/attention");
    assertThat(deals.details(deal).orElseThrow().owner()).isEqualTo(cast.ines().id());
    assertThat(Page.of(get(cast.teresa(), "/pipeline/opportunities/" + deal)).text("main"))
        .contains("Es de tu zona");
  }

  /** Who is away or gone, and has deals that came of no lead. */
  @Test
  void openDealsOfThoseWhoAreNotThereAreShownToo() {
    String name = "Huérfana " + UUID.randomUUID();
    deal(name, now().minus(Duration.ofDays(1)), today().plusDays(3));
    CurrentUser marcos = cast.marcos();
    assertThat(rows("sellers")).doesNotContain(marcos.name());
    UUID absence = UUID.randomUUID();
    jdbc.sql(
            """
            insert into identity.absence (id, user_id, from_day, until_day, created_at, created_by)
            values (?, ?, ?, ?, now(), ?)
            """)
        .params(
            absence,
            marcos.id().id(),
            today().minusDays(1),
            today().plusDays(2),
            cast.teresa().id().id())
        .update();
    try {
      assertThat(rows("sellers")).contains(marcos.name(), "abierta", "no está hasta el");
      Page his = Page.of(get(cast.teresa(), "/reports/attention?seller=" + marcos.id()));
      assertThat(his.text("main")).contains(name, "oportunidad abierta");
      assertThat(his.document().select("input[name=row][value^=deal:]")).isNotEmpty();
      jdbc.sql("delete from identity.absence where id = ?").param(absence).update();
      jdbc.sql("update identity.user_account set enabled = false where id = ?")
          .param(marcos.id().id())
          .update();
      assertThat(rows("sellers")).contains(marcos.name(), "sin acceso");
    } finally {
      jdbc.sql("delete from identity.absence where id = ?").param(absence).update();
      jdbc.sql("update identity.user_account set enabled = true where id = ?")
          .param(marcos.id().id())
          .update();
    }
  }

  @Test
  void eachNumberIsThatOfItsRowsAndOnlyManagersSeeThem() {
    deal("Cuenta " + UUID.randomUUID(), now().minus(Duration.ofDays(60)), today().minusDays(1));
    CurrentUser teresa = cast.teresa();
    Attention.Times times = attention.times(now());
    Map<Concern, Integer> counts = attention.counts(teresa, times);
    for (Concern concern : Concern.ALL) {
      int rows = 0;
      UUID after = null;
      do {
        var page = attention.rows(concern, teresa, times, after, Attention.PAGE);
        rows += page.rows().size();
        after = page.next();
      } while (after != null);
      assertThat(rows).as(concern.name()).isEqualTo(counts.get(concern));
      var asked = mvc.get().uri("/reports/attention?what=" + concern.key()).with(cast.as(teresa));
      assertThat(SqlCount.during(() -> assertThat(asked.exchange()).hasStatusOk()))
          .as(concern.key())
          .hasSizeLessThanOrEqualTo(8);
    }
    for (String path : List.of("/reports/attention", "/reports/attention/waiting")) {
      assertThat(get(cast.marcos(), path)).hasStatus(403);
      assertThat(get(teresa, path)).hasStatusOk();
    }
    assertThat(get(teresa, "/reports/attention?seller=" + cast.marcos().id())).hasStatusOk();
    assertThat(get(teresa, "/reports/attention?seller=" + UUID.randomUUID())).hasStatus(404);
    assertThat(get(cast.lucia(), "/reports/snoozes")).hasStatus(403);
  }

  private String rows(String what) {
    StringBuilder all = new StringBuilder();
    String path = "/reports/attention?what=" + what;
    for (int i = 0; i < 40 && path != null; i++) {
      Page page = Page.of(get(cast.teresa(), path));
      all.append(page.text("main"));
      var next = page.document().select(".pager a[href*=after]").last();
      path = next == null || next.attr("href").equals(path) ? null : next.attr("href");
    }
    return all.toString();
  }

  private void push(OpportunityId deal, int days) {
    DealDetails known = deals.details(deal).orElseThrow();
    deals.change(
        deal,
        new DealDetails(
            known.name(),
            known.person(),
            known.company(),
            known.owner(),
            known.profile(),
            known.amount(),
            known.currency(),
            today().plusDays(30 + days),
            known.attributes()),
        "Piden más tiempo",
        cast.marcos().id(),
        now());
  }

  private OpportunityId deal(String name, Instant opened, LocalDate stepOn) {
    CompanyId company = CompanyId.next();
    book.addCompany(company, CompanyDetails.named("Empresa " + name), cast.lucia().id(), now());
    return deals.open(
        NewDeal.of(
            DealDetails.of(
                name,
                null,
                company,
                cast.marcos().id(),
                new BigDecimal("1000"),
                Currency.getInstance("EUR"),
                today().plusDays(30)),
            Plan.step("Llamar", stepOn),
            opened),
        cast.marcos().id(),
        opened);
  }

  private Instant now() {
    return clock.instant();
  }

  private LocalDate today() {
    return cast.marcos().today(clock);
  }

  private MvcTestResult get(CurrentUser as, String path) {
    return mvc.get().uri(path).with(cast.as(as)).exchange();
  }

  private MvcTestResult post(CurrentUser as, String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(as));
    fields.forEach(request::param);
    return request.exchange();
  }
}
