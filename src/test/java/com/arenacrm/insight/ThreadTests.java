package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/**
 * The thread from message to deal: its long lists go on to a next page, and a lead names its deal.
 */
@ArenaTest
class ThreadTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired Threads threads;

  @BeforeEach
  void stagesComeWithTheFirstSightOfTheBoard() {
    get("/pipeline/board", cast.ines());
  }

  @Test
  void usesGoOnToANextPage() {
    UUID script = TimeOrderedUuid.next();
    UUID lucia = cast.lucia().id().id();
    jdbc.sql(
            "insert into playbook.script (id, title, body, created_at, created_by, version) values (?, 'Guion largo', 'Hola', now(), ?, 0)")
        .params(script, lucia)
        .update();
    jdbc.sql(
            """
            insert into playbook.item_use (id, script_id, about_kind, about_id, used_at, used_by, day)
            select gen_random_uuid(), ?, 'PERSON', gen_random_uuid(), now() - make_interval(mins => g / 2), ?, current_date
            from generate_series(1, ?) g
            """)
        .params(script, lucia, Threads.PAGE + 3)
        .update();

    Page first = get("/reports/uses?script=" + script, cast.lucia());
    assertThat(first.texts("main li")).hasSize(Threads.PAGE);
    assertThat(first.text(".crumb")).isEqualTo("Guion largo");
    String next = first.document().select(".pager a:contains(Siguientes)").attr("href");
    Page second = get(next, cast.lucia());
    assertThat(second.texts("main li")).hasSize(3);
    assertThat(second.text(".pager")).contains("al principio").doesNotContain("Siguientes");
  }

  @Test
  void aRetiredStoryStaysInTheThreadWhereSomethingTellsIt() {
    UUID lucia = cast.lucia().id().id();
    UUID part = TimeOrderedUuid.next();
    jdbc.sql("insert into playbook.part (id, created_at, created_by) values (?, now(), ?)")
        .params(part, lucia)
        .update();
    UUID told = story(part, "Retirada y contada", lucia);
    story(part, "Retirada y callada", lucia);
    UUID activity =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", java.time.LocalDate.of(2026, 11, 25))
            .id()
            .id();
    jdbc.sql("update planner.activity set story_id = ? where id = ?")
        .params(told, activity)
        .update();

    assertThat(threads.storiesOf(part))
        .containsExactly(new Threads.StoryLine(told, "Retirada y contada", true));
    assertThat(threads.activitiesOfPart(part, cast.lucia())).hasSize(1);
  }

  private UUID story(UUID part, String title, UUID by) {
    UUID story = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into playbook.story (id, kind, title, body, retired_at, created_at, created_by, version)
            values (?, 'CUSTOMER', ?, 'Estuvimos', now(), now(), ?, 0)
            """)
        .params(story, title, by)
        .update();
    jdbc.sql("insert into playbook.story_part (story_id, part_id) values (?, ?)")
        .params(story, part)
        .update();
    return story;
  }

  @Test
  void whatIsUnknownHasNoThread() {
    UUID nothing = UUID.randomUUID();
    for (String path :
        List.of(
            "/reports/uses?script=",
            "/reports/uses?material=",
            "/reports/thread?part=",
            "/reports/thread?story=",
            "/reports/thread?offer=")) {
      assertThat(mvc.get().uri(path + nothing).with(cast.as(cast.lucia()))).as(path).hasStatus(404);
    }
  }

  @Test
  void discountsGoOnToANextPageAndAreAddedUpWhole() {
    UUID seller = cast.ines().id().id();
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, owner_id, stage_id, kind, amount, currency, phase, opened_at,
              no_step_reason, discount, discount_reason, discount_by, discount_at, created_at, version)
            select gen_random_uuid(), 'Rebajada ' || g, ?, (select id from pipeline.stage where kind = 'OPEN' order by position limit 1),
              'OPEN', 100, 'EUR', 'BUY', now(), 'Espera', 1, 'Porque sí', ?, now() - make_interval(mins => g / 2), now(), 0
            from generate_series(1, ?) g
            """)
        .params(seller, seller, Threads.PAGE + 2)
        .update();
    String path = "/reports/discounts?owner=" + seller;

    Page first = get(path, cast.ines());
    assertThat(first.texts("#deals tbody tr")).hasSize(Threads.PAGE);
    String next =
        first.document().select(".pager a:contains(Siguientes)").attr("href").replace("#deals", "");
    assertThat(get(next, cast.ines()).texts("#deals tbody tr")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aLeadSaysWhatItsDealAsksForToWhoeverMaySeeIt() {
    UUID person = TimeOrderedUuid.next();
    UUID lead = TimeOrderedUuid.next();
    UUID marcos = cast.marcos().id().id();
    jdbc.sql(
            "insert into contacts.person (id, name, consent, created_at, version) values (?, 'Eva Prieto', 'UNKNOWN', now(), 0)")
        .param(person)
        .update();
    jdbc.sql(
            """
            insert into leads.lead (id, person_id, person_name, origin, stage, sales_owner_id, created_at, version)
            values (?, ?, 'Eva Prieto', 'MANUAL', 'ACCEPTED', ?, now(), 0)
            """)
        .params(lead, person, marcos)
        .update();
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, person_id, lead_id, owner_id, stage_id, kind, currency, phase,
              opened_at, next_step, next_step_on, created_at, version)
            values (gen_random_uuid(), 'Dos máquinas', ?, ?, ?, (select id from pipeline.stage where kind = 'OPEN' order by position limit 1),
              'OPEN', 'EUR', 'BUY', now(), 'Llamar a Eva', ?, now(), 0)
            """)
        .params(person, lead, marcos, LocalDate.of(2020, 1, 7))
        .update();

    Page seen = get("/reports/dealings?lead=" + lead, cast.marcos());
    assertThat(seen.text(".next-late")).contains("Llamar a Eva").contains("Dos máquinas");
    Visibility before = cast.see(Visibility.OWN);
    try {
      assertThat(get("/reports/dealings?lead=" + lead, cast.ines()).text("main"))
          .contains("Ninguna oportunidad suya")
          .doesNotContain("Llamar a Eva");
    } finally {
      cast.see(before);
    }
    Page page = get("/leads/" + lead, cast.marcos());
    assertThat(page.has(".dealings a[href*=/reports/dealings]")).as("without scripts").isTrue();
    assertThat(page.has("details:not([open]) form[action=/leads/" + lead + "]"))
        .as("what made it a lead stands below")
        .isTrue();
  }

  private Page get(String path, CurrentUser who) {
    return Page.of(mvc.get().uri(path).with(cast.as(who)).exchange());
  }
}
