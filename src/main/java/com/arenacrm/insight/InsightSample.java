package com.arenacrm.insight;

import com.arenacrm.platform.SampleContent;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WeekClosed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The frozen numbers of weeks, and what their deals looked like. Those of weeks that sample people
 * closed go; a week that real people closed while the sample was in it keeps the numbers of what is
 * left.
 */
@Component
class InsightSample implements SampleContent {

  private final CoverageReports reports;
  private final JdbcClient jdbc;

  InsightSample(CoverageReports reports, JdbcClient jdbc) {
    this.reports = reports;
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 70;
  }

  @Override
  public void removeMadeBy(Collection<UUID> users, Set<UUID> kept) {
    jdbc.sql(
            """
            delete from insight.week_snapshot s
            where s.profile_id in (select p.id from icp.profile p where p.created_by in (:users))
              or s.monday in
                (select r.monday from planner.week_review r where r.closed_by in (:users))
              or s.monday in
                (select cast(date_trunc('week', o.day) as date) from planner.occurrence o
                 join planner.activity a on a.id = o.activity_id
                 where a.created_by in (:users) or o.closed_by in (:users)
                   or a.id = any(cast(:kept as uuid[])))
              or s.monday in
                (select cast(date_trunc('week', o.day) as date) from planner.touch t
                 join planner.occurrence o on o.id = t.occurrence_id
                 left join contacts.person p on p.id = t.person_id
                 where t.created_by in (:users) or p.created_by in (:users))
            """)
        .param("users", users)
        .param("kept", SampleContent.array(kept))
        .update();
    for (String trace :
        List.of(
            "delete from insight.forecast_snapshot where created_by in (:users)",
            """
            delete from insight.forecast_deal d using pipeline.opportunity o
            where o.id = d.opportunity_id and o.created_by in (:users)
            """,
            "update insight.forecast_deal set owner_id = null where owner_id in (:users)")) {
      jdbc.sql(trace).param("users", users).update();
    }
  }

  @Override
  public void settle() {
    jdbc.sql(
            """
            select r.monday, r.closed_by, r.closed_at from planner.week_review r
            where not exists (select from insight.week_snapshot s where s.monday = r.monday)
            """)
        .query(ClosedWeek.class)
        .list()
        .forEach(
            w -> reports.freeze(new WeekClosed(Week.of(w.monday()), w.closedBy(), w.closedAt())));
  }

  private record ClosedWeek(LocalDate monday, UUID closedBy, Instant closedAt) {}
}
