package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** What somebody is reminded of stands once on their page, and what they were told in its order. */
@ArenaTest
class RemindedTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void whatWasToldThisMorningStandsOnceAndTheRestByDay() {
    CurrentUser somebody = cast.in(Role.MARKETING);
    LocalDate today = somebody.today(clock);
    Plan plan = new Plan(planner, jdbc);
    OccurrenceId tasting =
        plan.on(
                plan.once(
                    "Cata avisada",
                    HourglassPhase.TRY,
                    plan.profile("Avisos", somebody.id()),
                    today,
                    somebody),
                today)
            .occurrence();
    Instant now = clock.instant();
    tell(somebody, "today", "Cata avisada", "/planner/occurrences/" + tasting, now);
    tell(somebody, "today", "Hace tres días", "/planner/week", now.minus(Duration.ofDays(3)));
    tell(somebody, "today", "Hace dos días", "/planner/week", now.minus(Duration.ofDays(2)));
    tell(somebody, "today", "Hace nueve días", "/planner/week", now.minus(Duration.ofDays(9)));

    Page page = Page.of(mvc.get().uri("/notifications").with(cast.as(somebody)).exchange());

    assertThat(page.texts(".inbox-due li")).filteredOn(t -> t.contains("Cata avisada")).hasSize(1);
    assertThat(page.document().select(".inbox-due form[action$=/reading]"))
        .as("read from there")
        .hasSize(1);
    assertThat(page.texts(".inbox li button"))
        .containsExactly("Hoy: «Hace dos días»", "Hoy: «Hace tres días»", "Hoy: «Hace nueve días»");
  }

  private void tell(CurrentUser user, String kind, String title, String link, Instant at) {
    jdbc.sql(
            """
            insert into notifications.notification
              (id, user_id, kind, text_key, arguments, link, made_at, mail)
            values (:id, :user, :kind, 'reminder.today', :arguments, :link, :at, 'NONE')
            """)
        .param("id", UUID.randomUUID())
        .param("user", user.id().id())
        .param("kind", kind)
        .param("arguments", new String[] {title})
        .param("link", link)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }
}
