package com.arenacrm.leads;

import com.arenacrm.identity.UserId;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An activity of a profile with one occurrence, for tests that need somewhere to come from. */
public record PlannedActivity(ActivityId id, OccurrenceId occurrence, UUID profile) {

  public static PlannedActivity of(JdbcClient jdbc, UserId owner, String phase, LocalDate day) {
    UUID profile = TimeOrderedUuid.next();
    UUID activity = TimeOrderedUuid.next();
    UUID occurrence = TimeOrderedUuid.next();
    jdbc.sql(
            "insert into icp.profile (id, name, created_at, created_by, version)"
                + " values (?, ?, now(), ?, 0)")
        .params(profile, "Perfil " + profile, owner.id())
        .update();
    jdbc.sql(
            """
            insert into planner.activity (id, title, phase, profile_id, owner_id, goal, channel,
              investment, nature, first_day, stored_until, created_at, created_by, version)
            values (?, 'Cata para jefes de sala', ?, ?, ?, 'Que prueben', 'En el tostadero', 260,
              'DEMAND', ?, ?, now(), ?, 0)
            """)
        .params(activity, phase, profile, owner.id(), day, day, owner.id())
        .update();
    jdbc.sql(
            """
            insert into planner.occurrence (id, activity_id, title, phase, profile_id, owner_id,
              series_day, day, investment, state, version)
            values (?, ?, 'Cata para jefes de sala', ?, ?, ?, ?, ?, 260, 'PLANNED', 0)
            """)
        .params(occurrence, activity, phase, profile, owner.id(), day, day)
        .update();
    return new PlannedActivity(new ActivityId(activity), new OccurrenceId(occurrence), profile);
  }
}
