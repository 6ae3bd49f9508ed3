package com.arenacrm.insight.results;

import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as the other modules would have written them, about one profile of their own. */
final class Story {

  static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  private final JdbcClient jdbc;
  private final UUID marketer;
  final UUID profile = TimeOrderedUuid.next();

  Story(JdbcClient jdbc, UUID marketer) {
    this.jdbc = jdbc;
    this.marketer = marketer;
    jdbc.sql(
            "insert into icp.profile (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
        .params(profile, "Perfil " + profile, marketer)
        .update();
    jdbc.sql(
            "insert into icp.edition (id, profile_id, number, state, signed_at, created_at, created_by, version) values (?, ?, 1, 'SIGNED', now(), now(), ?, 0)")
        .params(TimeOrderedUuid.next(), profile, marketer)
        .update();
  }

  static OffsetDateTime noon(LocalDate day) {
    return day.atTime(LocalTime.NOON).atZone(MADRID).toOffsetDateTime();
  }

  UUID activity(String title, String phase, @Nullable String provider, @Nullable UUID continues) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            "insert into planner.activity (id, title, phase, profile_id, owner_id, goal, channel, investment, nature, provider, continues_id, first_day, stored_until, created_at, created_by, version) values (?, ?, ?, ?, ?, 'g', 'c', 0, 'DEMAND', ?, ?, date '2033-01-01', date '2033-01-01', now(), ?, 0)")
        .params(id, title, phase, profile, marketer, provider, continues, marketer)
        .update();
    return id;
  }

  UUID occurrence(
      UUID activity, LocalDate day, String state, @Nullable String spent, @Nullable Integer reach) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into planner.occurrence (id, activity_id, title, phase, profile_id, owner_id,
              series_day, day, investment, state, reason, reach, spent, closed_at, closed_by, version)
            select ?, a.id, a.title, a.phase, a.profile_id, a.owner_id, ?, ?, 0, ?, ?, ?, ?, ?, ?, 0
            from planner.activity a where a.id = ?
            """)
        .params(
            id,
            day,
            day,
            state,
            state.equals("NOT_DONE") ? "llovía" : null,
            reach,
            spent == null ? null : new BigDecimal(spent),
            state.equals("PLANNED") ? null : noon(day),
            state.equals("PLANNED") ? null : marketer,
            activity)
        .update();
    return id;
  }

  UUID person(String name) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            "insert into contacts.person (id, name, created_at, created_by, version) values (?, ?, now(), ?, 0)")
        .params(id, name, marketer)
        .update();
    return id;
  }

  UUID touch(UUID occurrence, UUID person, String kind, OffsetDateTime at) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            "insert into planner.touch (id, occurrence_id, person_id, kind, at) values (?, ?, ?, ?, ?)")
        .params(id, occurrence, person, kind, at)
        .update();
    return id;
  }

  void signal(UUID person, @Nullable UUID occurrence, LocalDate day, @Nullable UUID confirmedBy) {
    jdbc.sql(
            "insert into leads.demand_signal (id, kind, person_id, person_name, occurrence_id, evidence, happened_on, noted_at, noted_by, confirmed_at, confirmed_by, version) values (?, 'PURCHASE_INTENT', ?, 'Alguien', ?, 'pidió precio', ?, now(), ?, ?, ?, 0)")
        .params(
            TimeOrderedUuid.next(),
            person,
            occurrence,
            day,
            marketer,
            confirmedBy == null ? null : noon(day),
            confirmedBy)
        .update();
  }

  UUID lead(
      UUID person, String origin, @Nullable UUID activity, LocalDate day, @Nullable UUID seller) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into leads.lead (id, person_id, person_name, profile_id, origin, phase,
              source_activity_id, sales_owner_id, stage, fit_due, created_at, version)
            values (?, ?, 'Prospecto', ?, ?, (select phase from planner.activity where id = ?), ?, ?, 'OPEN', false, ?, 0)
            """)
        .params(id, person, profile, origin, activity, activity, seller, noon(day))
        .update();
    return id;
  }

  void fit(UUID lead, String grade) {
    jdbc.sql(
            "insert into leads.lead_fit (lead_id, person_id, profile_id, score, grade, knocked_out, points, computed_at) select id, person_id, ?, ?, ?, false, '[]', now() from leads.lead where id = ?")
        .params(profile, grade.equals("A") ? 90 : 10, grade, lead)
        .update();
  }

  void handoff(UUID lead, UUID seller, LocalDate day, boolean accepted) {
    jdbc.sql(
            "insert into leads.handoff (id, lead_id, from_user, to_user, why, first_step, handed_at, due_at, accepted_at, accepted_by, version) values (?, ?, ?, ?, 'x', 'y', ?, ?, ?, ?, 0)")
        .params(
            TimeOrderedUuid.next(),
            lead,
            marketer,
            seller,
            noon(day),
            noon(day),
            accepted ? noon(day) : null,
            accepted ? seller : null)
        .update();
  }

  /**
   * A deal.
   *
   * @param won when; null while it is open
   */
  UUID deal(
      @Nullable UUID person,
      @Nullable UUID owner,
      String amount,
      String currency,
      LocalDate opened,
      @Nullable LocalDate won) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, person_id, profile_id, owner_id, stage_id, kind,
              amount, currency, phase, won_phase, no_step_reason, opened_at, closed_at, created_at, version)
            select ?, ?, ?, ?, ?, (select s.id from pipeline.stage s where s.kind = ? order by s.position limit 1),
              ?, ?, ?, 'BUY', ?, ?, ?, ?, now(), 0
            """)
        .params(
            id,
            "Trato " + id,
            person,
            profile,
            owner,
            won == null ? "OPEN" : "WON",
            won == null ? "OPEN" : "WON",
            new BigDecimal(amount),
            currency,
            won == null ? null : "BUY",
            won == null ? "ya se verá" : null,
            noon(opened),
            won == null ? null : noon(won))
        .update();
    return id;
  }

  void lose(UUID deal, LocalDate day) {
    jdbc.sql(
            """
            update pipeline.opportunity set kind = 'LOST', lost_reason = 'PRICE', lost_to = 'NOBODY', closed_at = ?,
              stage_id = (select s.id from pipeline.stage s where s.kind = 'LOST' order by s.position limit 1)
            where id = ?
            """)
        .params(noon(day), deal)
        .update();
  }

  void role(UUID deal, UUID person, String role) {
    jdbc.sql("insert into pipeline.buying_role (opportunity_id, person_id, role) values (?, ?, ?)")
        .params(deal, person, role)
        .update();
  }
}
