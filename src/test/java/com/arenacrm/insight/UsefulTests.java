package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** What was used to sell, and what became of the deals. */
@ArenaTest
@OnOwnDatabase
class UsefulTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private UUID script;
  private UUID battlecard;

  @BeforeEach
  void aScriptThatTellsAStory() {
    mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos())).exchange();
    jdbc.sql("delete from playbook.item_use").update();
    UUID lucia = cast.lucia().id().id();
    UUID story = UUID.randomUUID();
    script = UUID.randomUUID();
    battlecard = UUID.randomUUID();
    jdbc.sql(
            "insert into playbook.story (id, kind, title, body, created_at, created_by, version) values (?, 'CUSTOMER', ?, 'x', now(), ?, 0)")
        .params(story, "Historia " + story, lucia)
        .update();
    jdbc.sql(
            "insert into playbook.script (id, title, body, story_id, created_at, created_by, version) values (?, ?, 'x', ?, now(), ?, 0)")
        .params(script, "Guion " + script, story, lucia)
        .update();
    jdbc.sql(
            "insert into playbook.material (id, kind, title, competitor, created_at, created_by, version) values (?, 'BATTLECARD', ?, 'Cafés Norte', now(), ?, 0)")
        .params(battlecard, "Ficha " + battlecard, lucia)
        .update();
  }

  @Test
  void fewDecidedDealsSayNothingAndEnoughSayHowManyWereWon() {
    for (int i = 0; i < 9; i++) {
      used(deal(i < 6 ? "WON" : "LOST", now()), now().minus(Duration.ofDays(1)));
    }
    used(deal("OPEN", null), now());
    assertThat(row("script", script))
        .contains("10 10 6 3 1")
        .contains("Solo 9 decididas: no dice nada")
        .doesNotContain("%");

    used(deal("LOST", now()), now().minus(Duration.ofDays(2)));
    assertThat(row("script", script)).contains("11 11 6 4 1", "Se ganó el 60 % de 10");
    assertThat(row("story", script)).contains("11 11 6 4 1");
    Page deals =
        Page.of(
            mvc.get()
                .uri("/reports/uses/won/deals?item=" + script)
                .with(cast.as(cast.lucia()))
                .exchange());
    assertThat(deals.document().select("tbody tr")).hasSize(11);
  }

  @Test
  void whatWasUsedAfterTheEndOrNeverCountsInNoDeal() {
    used(deal("WON", now().minus(Duration.ofDays(5))), now());

    assertThat(row("script", script)).contains("1 0 0 0 0", "Ninguna decidida");
    assertThat(row("battlecard", battlecard)).contains("Nadie lo ha usado");
  }

  @Test
  void theKitOfADealSaysWhatWasUsedWithTheCustomerByWhomAndHowOftenItWon() {
    used(deal("WON", now()), now().minus(Duration.ofDays(1)));
    used(deal("LOST", now()), now().minus(Duration.ofDays(1)));
    used(deal("LOST", now().minus(Duration.ofDays(5))), now());
    UUID open = deal("OPEN", null);
    assertThat(inKit(open, cast.marcos()))
        .contains("Se ha ganado 1 de 2 oportunidades decididas en que se usó")
        .doesNotContain("Usado el");

    used(open, now());

    assertThat(inKit(open, cast.marcos())).contains("Usado el", "por Marcos Vidal", "Deshacer");
    assertThat(inKit(open, cast.nuria()))
        .as("who did not use it takes nothing back")
        .contains("por Marcos Vidal")
        .doesNotContain("Deshacer");
    UUID use =
        jdbc.sql("select id from playbook.item_use where about_id = ?")
            .param(open)
            .query(UUID.class)
            .single();
    assertThat(
            mvc.post()
                .uri("/playbook/uses/" + use + "/deletion")
                .with(cast.as(cast.marcos()))
                .with(csrf())
                .exchange())
        .hasStatus(302)
        .hasRedirectedUrl("/pipeline/opportunities/" + open);
    assertThat(inKit(open, cast.marcos())).doesNotContain("Usado el");

    UUID company = UUID.randomUUID();
    jdbc.sql(
            "insert into contacts.company (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
        .params(company, "Hotel " + company, cast.lucia().id().id())
        .update();
    UUID before = deal("WON", now());
    used(before, now().minus(Duration.ofDays(30)));
    jdbc.sql("update pipeline.opportunity set company_id = ? where id in (?, ?)")
        .params(company, before, open)
        .update();
    assertThat(inKit(open, cast.marcos())).contains("por Marcos Vidal, con Usado");
  }

  /** What the kit of a deal says of the script. */
  private String inKit(UUID deal, CurrentUser viewer) {
    return Page.of(
            mvc.get()
                .uri("/pipeline/opportunities/" + deal + "/kit")
                .with(cast.as(viewer))
                .exchange())
        .texts(".kit-item")
        .stream()
        .filter(i -> i.contains(script.toString()))
        .findFirst()
        .orElseThrow()
        .replace('\u00a0', ' ');
  }

  @Test
  void itSendsFewStatements() {
    var lucia = cast.as(cast.lucia());
    assertThat(SqlCount.during(() -> mvc.get().uri("/reports/uses/won").with(lucia).exchange()))
        .hasSizeLessThanOrEqualTo(8);
    assertThat(
            mvc.get()
                .uri("/reports/uses/won/deals?item=" + UUID.randomUUID())
                .with(lucia)
                .exchange())
        .hasStatus(404);
  }

  /** Of this script or material, or of the only story with uses. */
  private String row(String kind, UUID item) {
    return Page.of(
            mvc.get().uri("/reports/uses/won?kind=" + kind).with(cast.as(cast.lucia())).exchange())
        .texts("tbody tr")
        .stream()
        .filter(r -> kind.equals("story") || r.contains(item.toString()))
        .findFirst()
        .orElseThrow()
        .replace('\u00a0', ' ');
  }

  private void used(UUID deal, Instant at) {
    jdbc.sql(
            "insert into playbook.item_use (id, script_id, about_kind, about_id, used_at, used_by, day) values (?, ?, 'DEAL', ?, ?, ?, ?)")
        .params(
            UUID.randomUUID(),
            script,
            deal,
            at.atOffset(ZoneOffset.UTC),
            cast.marcos().id().id(),
            at.atOffset(ZoneOffset.UTC).toLocalDate())
        .update();
  }

  private UUID deal(String kind, @Nullable Instant closed) {
    UUID id = UUID.randomUUID();
    OffsetDateTime at = closed == null ? null : closed.atOffset(ZoneOffset.UTC);
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, owner_id, stage_id, kind, currency, phase,
              won_phase, opened_at, closed_at, created_at, version, next_step, next_step_on,
              lost_reason, lost_to, amount)
            values (?, 'Usado', ?, (select id from pipeline.stage where kind = ? limit 1), ?, 'EUR',
              'BUY', ?, now(), cast(? as timestamptz), now(), 0, ?, cast(? as date),
              ?, ?, 100)
            """)
        .params(
            id,
            cast.marcos().id().id(),
            kind,
            kind,
            kind.equals("WON") ? "BUY" : null,
            at,
            kind.equals("OPEN") ? "Llamar" : null,
            kind.equals("OPEN") ? cast.marcos().today(clock) : null,
            kind.equals("LOST") ? "PRICE" : null,
            kind.equals("LOST") ? "NOBODY" : null)
        .update();
    return id;
  }

  private Instant now() {
    return clock.instant();
  }
}
