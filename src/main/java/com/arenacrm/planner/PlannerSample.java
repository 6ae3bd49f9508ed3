package com.arenacrm.planner;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes the sample company's plan away, and what its people did to the plan of others. */
@Component
@Transactional
class PlannerSample implements SampleContent {

  /** In order: what hangs on a row goes before the row. */
  private static final List<String> REMOVALS =
      List.of(
          """
          delete from planner.mention
          where created_by in (:users) and id <> all(cast(:kept as uuid[]))
          """,
          "delete from planner.activity where created_by in (:users)",
          "delete from planner.bulk_change where created_by in (:users)",
          "delete from planner.template where created_by in (:users)",
          "delete from planner.budget where created_by in (:users)",
          """
          delete from planner.budget_year y
          where not exists (select from planner.budget b where b.year = y.year)
          """,
          "delete from planner.goal where set_by in (:users)",
          """
          delete from planner.goal_quarter q
          where not exists (select from planner.goal g where g.quarter = q.quarter)
          """,
          "delete from planner.feed where created_by in (:users)",
          "delete from planner.batch where created_by in (:users)",
          """
          delete from planner.occurrence
          where added_by in (:users) and id <> all(cast(:kept as uuid[]))
          """,
          """
          update planner.occurrence o set added_by = a.created_by from planner.activity a
          where a.id = o.activity_id and o.added_by in (:users)
          """,
          // An activity that stays for the sake of real work has happened as often as that work
          // says, and no longer.
          """
          delete from planner.occurrence
          where activity_id = any(cast(:kept as uuid[])) and id <> all(cast(:kept as uuid[]))
          """,
          """
          update planner.activity a set stored_until = date '9999-12-31', version = version + 1,
            ended_on = coalesce((select max(o.series_day) + 1 from planner.occurrence o
              where o.activity_id = a.id), a.first_day)
          where id = any(cast(:kept as uuid[])) and rule is not null
          """,
          // Without the people whom the sample met, the demand of then is not known any more.
          """
          update planner.closed_occurrence set signals = null where occurrence_id in
            (select t.occurrence_id from planner.touch t where t.created_by in (:users))
          """,
          "delete from planner.touch where created_by in (:users)",
          "delete from planner.touch_removal where by_user in (:users)",
          "delete from planner.follow_up_seller where to_user in (:users)",
          "delete from planner.launch where created_by in (:users)",
          "delete from planner.audience_ground where created_by in (:users)",
          """
          update planner.audience_ground g set ended_at = null, ended_by = null
          where ended_by in (:users) and not exists (select from planner.audience_ground o
            where o.activity_id = g.activity_id and o.ended_at is null)
          """,
          "delete from planner.audience_ground where ended_by in (:users)",
          "delete from planner.audience_exclusion where created_by in (:users)",
          """
          update planner.audience_exclusion x set returned_at = null, returned_by = null
          where returned_by in (:users) and not exists (select from planner.audience_exclusion o
            where o.activity_id = x.activity_id and o.person_id = x.person_id
              and o.returned_at is null)
          """,
          "delete from planner.audience_exclusion where returned_by in (:users)",
          "delete from planner.audience_comment where created_by in (:users)",
          "delete from planner.audience_justification where created_by in (:users)",
          "delete from planner.audience_review where created_by in (:users)",
          """
          update planner.audience_review r set decided_at = null, decided_by = null,
            approved = null, comment = null
          where decided_by in (:users) and not exists (select from planner.audience_review o
            where o.activity_id = r.activity_id and o.decided_at is null)
          """,
          "delete from planner.audience_review where decided_by in (:users)",
          // What could be brought back might bring back what the sample people did.
          "delete from planner.audience_source_removed",
          "delete from planner.audience_source where created_by in (:users)",
          "delete from planner.rescheduling where by_user in (:users)",
          "delete from planner.week_review where closed_by in (:users)",
          "delete from planner.week_closing where closed_by in (:users) or opened_by in (:users)",
          "delete from planner.closing_participant where user_id in (:users)",
          "delete from planner.correction where by_user in (:users)",
          // What the sample people did to activities of others is undone, or handed to whoever
          // planned them.
          """
          update planner.occurrence set state = 'PLANNED', reason = null, reach = null,
            invited = null, attended = null, spent = null, closed_at = null, closed_by = null,
            corrected_at = null, corrected_by = null, version = version + 1
          where closed_by in (:users) and id <> all(cast(:kept as uuid[]))
          """,
          """
          update planner.occurrence set corrected_at = null, corrected_by = null
          where corrected_by in (:users) and id <> all(cast(:kept as uuid[]))
          """,
          """
          update planner.occurrence o set owner_id = a.created_by, version = o.version + 1
          from planner.activity a where a.id = o.activity_id and o.owner_id in (:users)
          """,
          """
          update planner.activity set owner_id = created_by, version = version + 1
          where owner_id in (:users)
          """,
          """
          update planner.activity set follow_up_by = null, version = version + 1
          where follow_up_by in (:users)
          """);

  private final JdbcClient jdbc;

  PlannerSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 30;
  }

  @Override
  public Set<String> workedOut() {
    return Set.of("planner.bulk_change_item.occurrence_id");
  }

  @Override
  public void removeMadeBy(Collection<UUID> sampleUsers, Set<UUID> kept) {
    String stays = SampleContent.array(kept);
    REMOVALS.forEach(
        sql -> jdbc.sql(sql).param("users", sampleUsers).param("kept", stays).update());
  }
}
