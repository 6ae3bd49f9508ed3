package com.arenacrm.leads.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What forms set aside, as marketing's inbox shows it: somebody's after all, or thrown away. */
@ArenaTest
class AsideTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired FormSubmissions submissions;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void itDisappearsOnceSomebodyHasLookedAtIt() {
    PlannedActivity tasting =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", cast.lucia().today(clock));
    jdbc.sql("update icp.profile set retired_at = now() where id = ?")
        .param(tasting.profile())
        .update();
    LeadForm form =
        FormFixture.offer(submissions, tasting.id(), cast.lucia().id(), clock.instant());
    UUID human = aside(form, "Humana Bandeja");
    UUID robot = aside(form, "Robot Bandeja");
    assertThat(inbox()).contains("Humana Bandeja", "Robot Bandeja");

    assertThat(post(form, human, "release")).redirectedUrl().isEqualTo("/leads/inbox");
    assertThat(post(form, robot, "removal")).redirectedUrl().isEqualTo("/leads/inbox");

    assertThat(inbox()).doesNotContain("Humana Bandeja", "Robot Bandeja");
    assertThat(
            jdbc.sql("select quarantine is null from leads.form_submission where id = ?")
                .param(human)
                .query(Boolean.class)
                .single())
        .isTrue();
    // What counts is never thrown away like that.
    post(form, human, "removal");
    assertThat(
            jdbc.sql("select count(*) from leads.form_submission where id in (?, ?)")
                .params(human, robot)
                .query(Integer.class)
                .single())
        .isOne();
  }

  private UUID aside(LeadForm form, String name) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into leads.form_submission
              (id, form_id, at, name, email, consents, address, language, quarantine, fingerprint)
            values (?, ?, now(), ?, ?, false, '203.0.113.9', 'es', 'TRAP', ?)
            """)
        .params(id, form.id().id(), name, id + "@bandeja.example", id.toString())
        .update();
    return id;
  }

  private String inbox() {
    return Page.of(mvc.get().uri("/leads/inbox/aside").with(cast.as(cast.lucia())).exchange())
        .text("main");
  }

  private MvcTestResult post(LeadForm form, UUID answer, String what) {
    return mvc.post()
        .uri("/leads/forms/" + form.id() + "/answers/" + answer + "/" + what)
        .param("back", "inbox")
        .with(csrf())
        .with(cast.as(cast.lucia()))
        .exchange();
  }
}
