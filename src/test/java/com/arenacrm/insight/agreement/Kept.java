package com.arenacrm.insight.agreement;

import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leads and handoffs of long ago, as the other modules would have written them, of one profile. */
final class Kept {

  static final LocalDate DAY = LocalDate.of(2012, 3, 5);

  private final JdbcClient jdbc;
  private final UUID marketer;
  private final UUID seller;
  final UUID profile;

  /** Of the same profile, handed to another seller. */
  Kept(JdbcClient jdbc, UUID marketer, UUID seller, UUID profile) {
    this.jdbc = jdbc;
    this.marketer = marketer;
    this.seller = seller;
    this.profile = profile;
  }

  Kept(JdbcClient jdbc, UUID marketer, UUID seller) {
    this(jdbc, marketer, seller, TimeOrderedUuid.next());
    // Retired, so that no other test computes fits for it.
    jdbc.sql(
            "insert into icp.profile (id, name, retired_at, created_at, created_by, version) values (?, ?, now(), now(), ?, 0)")
        .params(profile, "Perfil " + profile, marketer)
        .update();
  }

  /** At that hour of the day, so many days later. */
  static OffsetDateTime at(int days, int hour) {
    return DAY.plusDays(days).atTime(hour, 0).atZone(ZoneId.of("Europe/Madrid")).toOffsetDateTime();
  }

  UUID activity(String title, String phase, String... spent) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            "insert into planner.activity (id, title, phase, profile_id, owner_id, goal, channel, investment, nature, first_day, stored_until, created_at, created_by, version) values (?, ?, ?, ?, ?, 'g', 'c', 0, 'DEMAND', ?, ?, now(), ?, 0)")
        .params(id, title, phase, profile, marketer, DAY, DAY, marketer)
        .update();
    for (int i = 0; i < spent.length; i++) {
      jdbc.sql(
              """
              insert into planner.occurrence (id, activity_id, title, phase, profile_id, owner_id,
                series_day, day, investment, state, spent, closed_at, closed_by, version)
              values (?, ?, ?, ?, ?, ?, ?, ?, 0, 'DONE', ?, now(), ?, 0)
              """)
          .params(
              TimeOrderedUuid.next(),
              id,
              title,
              phase,
              profile,
              marketer,
              DAY.minusDays(i),
              DAY.minusDays(i),
              new BigDecimal(spent[i]),
              marketer)
          .update();
    }
    return id;
  }

  /** A lead of that stage, which came in on the first day. */
  UUID lead(
      String name,
      @Nullable UUID activity,
      String stage,
      @Nullable String outcome,
      @Nullable String competitor,
      @Nullable UUID ownedBy) {
    UUID person = TimeOrderedUuid.next();
    jdbc.sql(
            "insert into contacts.person (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
        .params(person, name, marketer)
        .update();
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into leads.lead (id, person_id, person_name, profile_id, origin, phase,
              source_activity_id, sales_owner_id, stage, outcome, competitor, ended_at, fit_due,
              created_at, version)
            values (?, ?, ?, ?, 'MANUAL', (select phase from planner.activity where id = ?), ?, ?, ?,
              ?, ?, ?, false, ?, 0)
            """)
        .params(
            id,
            person,
            name,
            profile,
            activity,
            activity,
            ownedBy,
            stage,
            outcome,
            competitor,
            stage.equals("ENDED") ? at(20, 12) : null,
            at(0, 9))
        .update();
    return id;
  }

  /**
   * Handed over on the second day at ten, due at fourteen.
   *
   * @param accepted hour of that day; null for no
   * @param returned hour of that day; null for no
   * @param talked hour of that day; null for no
   */
  UUID handoff(
      UUID lead, @Nullable Integer accepted, @Nullable Integer returned, @Nullable Integer talked) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into leads.handoff (id, lead_id, from_user, to_user, why, first_step, handed_at,
              due_at, accepted_at, accepted_by, rejected_at, rejected_by, rejection,
              first_contact_at, version)
            values (?, ?, ?, ?, 'x', 'y', ?, ?, ?, ?, ?, ?, ?, ?, 0)
            """)
        .params(
            id,
            lead,
            marketer,
            seller,
            at(1, 10),
            at(1, 14),
            accepted == null ? null : at(1, accepted),
            accepted == null ? null : seller,
            returned == null ? null : at(1, returned),
            returned == null ? null : seller,
            returned == null ? null : "BAD_DATA",
            talked == null ? null : at(1, talked))
        .update();
    jdbc.sql(
            """
            insert into leads.assignment (id, handoff_id, at, way, to_user, reason, created_by)
            values (?, ?, ?, 'HAND', ?, '{"steps":[]}', ?)
            """)
        .params(TimeOrderedUuid.next(), id, at(1, 10), seller, marketer)
        .update();
    return id;
  }

  void qualified(UUID lead) {
    jdbc.sql(
            "insert into leads.qualification (id, lead_id, qualified_at, qualified_by, facts) values (?, ?, ?, ?, '{}')")
        .params(TimeOrderedUuid.next(), lead, at(0, 12), marketer)
        .update();
  }

  /** A deal of a lead that was lost. */
  void lost(UUID lead, String reason, String to, @Nullable String competitor, String amount) {
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, lead_id, profile_id, owner_id, stage_id, kind,
              amount, currency, phase, lost_reason, lost_to, lost_competitor, opened_at, closed_at,
              created_at, version)
            select ?, 'Trato', ?, ?, ?, (select s.id from pipeline.stage s where s.kind = 'LOST'
              order by s.position limit 1), 'LOST', ?, 'EUR', 'BUY', ?, ?, ?, ?, ?, now(), 0
            """)
        .params(
            TimeOrderedUuid.next(),
            lead,
            profile,
            seller,
            new BigDecimal(amount),
            reason,
            to,
            competitor,
            at(2, 9),
            at(19, 9))
        .update();
  }

  String address(String path) {
    return path + "?from=2012-03-01&until=2012-03-31&profile=" + profile;
  }
}
