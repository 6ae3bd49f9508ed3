package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
@OnOwnDatabase
class AdoptionTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void whatIsLeftWithoutANextStepOrClosedLateStandsByWhoLetItLie() {
    CurrentUser ines = cast.ines();
    String mark = UUID.randomUUID().toString();
    Week week = ines.thisWeek(clock).plus(-3);
    UUID profile = profile(mark);
    assertThat(get("/pipeline/board", cast.teresa())).as("which makes the stages").hasStatusOk();
    deal("Sin paso " + mark, null);
    deal("Con paso " + mark, week.sunday());
    occurrence("A tiempo " + mark, profile, week.monday(), week.monday());
    occurrence("Tarde " + mark, profile, week.monday(), week.next().monday());
    occurrence("Abierta " + mark, profile, week.monday(), null);
    try {
      Page steps = Page.of(get(left("steps"), cast.teresa()));
      assertThat(steps.texts("tbody tr"))
          .anyMatch(row -> row.contains("Sin paso " + mark) && row.contains("Espera al comité"))
          .noneMatch(row -> row.contains("Con paso " + mark));
      Page late = Page.of(get(left("late"), ines));
      assertThat(late.texts("tbody tr"))
          .anyMatch(row -> row.contains("Tarde " + mark))
          .anyMatch(row -> row.contains("Abierta " + mark) && row.contains("sin cerrar"))
          .noneMatch(row -> row.contains("A tiempo " + mark));
      assertThat(get(left("late"), cast.marcos())).as("for who leads them").hasStatus(404);
      Page users = Page.of(get("/reports/uses/users", cast.teresa()));
      assertThat(users.document().select("a[href='%s']".formatted(left("late"))).text())
          .isEqualTo(String.valueOf(late.texts("tbody tr").size()));
      var teresa = cast.as(cast.teresa());
      assertThat(
              SqlCount.during(() -> mvc.get().uri("/reports/uses/users").with(teresa).exchange()))
          .hasSizeLessThanOrEqualTo(8);
    } finally {
      jdbc.sql("delete from pipeline.opportunity where name like ?").param("% " + mark).update();
      jdbc.sql("delete from planner.activity where title like ?").param("% " + mark).update();
      jdbc.sql("delete from icp.profile where id = ?").param(profile).update();
    }
  }

  private String left(String what) {
    return "/reports/uses/left?user=" + cast.ines().id() + "&what=" + what;
  }

  private UUID profile(String mark) {
    ProfileId id = ProfileId.next();
    jdbc.sql(
            "insert into icp.profile (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
        .params(id.id(), "Adopción " + mark, cast.ines().id().id())
        .update();
    return id.id();
  }

  private void deal(String name, LocalDate stepOn) {
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, owner_id, stage_id, kind, currency, phase,
              opened_at, created_at, version, next_step, next_step_on, no_step_reason)
            values (?, ?, ?, (select id from pipeline.stage order by position limit 1), 'OPEN', 'EUR',
              'BUY', now(), now(), 0, ?, ?, 'Espera al comité')
            """)
        .params(
            TimeOrderedUuid.next(),
            name,
            cast.ines().id().id(),
            stepOn == null ? null : "Llamar",
            stepOn)
        .update();
  }

  private void occurrence(String title, UUID profile, LocalDate day, LocalDate closed) {
    UUID activity = TimeOrderedUuid.next();
    UUID ines = cast.ines().id().id();
    jdbc.sql(
            """
            insert into planner.activity (id, title, phase, profile_id, owner_id, goal, channel,
              investment, nature, first_day, stored_until, created_at, created_by, version)
            values (?, ?, 'KNOW', ?, ?, 'x', 'x', 0, 'AWARENESS', ?, ?, now(), ?, 0)
            """)
        .params(activity, title, profile, ines, day, day, ines)
        .update();
    jdbc.sql(
            """
            insert into planner.occurrence (id, activity_id, series_day, day, title, phase, profile_id,
              owner_id, investment, state, spent, closed_at, closed_by, version)
            values (?, ?, ?, ?, ?, 'KNOW', ?, ?, 0, ?, ?, ?, ?, 0)
            """)
        .params(
            TimeOrderedUuid.next(),
            activity,
            day,
            day,
            title,
            profile,
            ines,
            closed == null ? "PLANNED" : "DONE",
            closed == null ? null : 0,
            closed == null ? null : closed.atTime(12, 0).atOffset(ZoneOffset.UTC),
            closed == null ? null : ines)
        .update();
  }

  private MvcTestResult get(String path, CurrentUser viewer) {
    return mvc.get().uri(path).with(cast.as(viewer)).exchange();
  }
}
