package com.arenacrm.identity;

import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.WorkingCalendar.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Countries, regions and branches where people keep other holidays or other hours than the company;
 * the company's own holidays hold in all of them. Response times are counted by them (R062).
 */
@Component
@Transactional
class WorkZones {

  /**
   * A zone.
   *
   * @param timeZone null for the company's
   * @param hours null for the company's
   * @param holidays besides the company's
   * @param people who work in it
   */
  record WorkZone(
      UUID id,
      String name,
      @Nullable ZoneId timeZone,
      @Nullable Map<DayOfWeek, List<Span>> hours,
      List<LocalDate> holidays,
      Set<UUID> people,
      int version) {}

  private static final String SELECT =
      """
      select z.id, z.name, z.time_zone, z.working_hours, to_json(z.holidays) as holidays, z.version,
             array(select u.id from identity.user_account u where u.work_zone_id = z.id) as people
      from identity.work_zone z
      """;

  private final Workforce workforce;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  WorkZones(Workforce workforce, AuditTrail audit, JdbcClient jdbc, JsonMapper json) {
    this.workforce = workforce;
    this.audit = audit;
    this.jdbc = jdbc;
    this.json = json;
  }

  @Transactional(readOnly = true)
  List<WorkZone> all() {
    return jdbc.sql(SELECT + " order by z.name, z.id").query(this::row).list();
  }

  @Transactional(readOnly = true)
  Optional<WorkZone> find(UUID id) {
    return jdbc.sql(SELECT + " where z.id = :id").param("id", id).query(this::row).optional();
  }

  /** Whether another zone is called so. */
  @Transactional(readOnly = true)
  boolean isTaken(String name, UUID by) {
    return jdbc.sql(
            """
            select exists (select from identity.work_zone
              where lower(name) = lower(:name) and id <> :id)
            """)
        .param("name", name)
        .param("id", by)
        .query(Boolean.class)
        .single();
  }

  void add(WorkZone zone, CurrentUser actor, Instant now) {
    workforce.reschedule(
        () -> {
          bind(
                  """
                  insert into identity.work_zone
                    (id, name, time_zone, working_hours, holidays, created_at, created_by, version)
                  values (:id, :name, :timeZone, cast(:hours as jsonb), cast(:holidays as date[]), :now,
                    :actor, 0)
                  """,
                  zone)
              .param("now", now.atOffset(ZoneOffset.UTC))
              .param("actor", actor.id().id())
              .update();
          settle(zone);
        },
        now);
    audit.note(
        actor,
        "work-zone-added",
        new Subject("zone", zone.id(), zone.name()),
        null,
        describe(zone));
  }

  /**
   * Changes a zone.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  void change(WorkZone zone, CurrentUser actor, Instant now) {
    WorkZone before = locked(zone.id());
    StaleVersionException.check(zone.version(), before.version());
    workforce.reschedule(
        () -> {
          bind(
                  """
                  update identity.work_zone set name = :name, time_zone = :timeZone,
                    working_hours = cast(:hours as jsonb), holidays = cast(:holidays as date[]),
                    version = version + 1
                  where id = :id
                  """,
                  zone)
              .update();
          settle(zone);
        },
        now);
    audit.note(
        actor,
        "work-zone-changed",
        new Subject("zone", zone.id(), zone.name()),
        describe(before),
        describe(zone));
  }

  /** Takes a zone out; its people work by the company's calendar from then on. */
  void remove(UUID id, CurrentUser actor, Instant now) {
    WorkZone zone = locked(id);
    workforce.reschedule(
        () -> jdbc.sql("delete from identity.work_zone where id = :id").param("id", id).update(),
        now);
    audit.note(
        actor, "work-zone-removed", new Subject("zone", id, zone.name()), describe(zone), null);
  }

  private WorkZone locked(UUID id) {
    return jdbc.sql(SELECT + " where z.id = :id for update of z")
        .param("id", id)
        .query(this::row)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  private void settle(WorkZone zone) {
    jdbc.sql(
            """
            update identity.user_account set work_zone_id =
              case when id = any(cast(:people as uuid[])) then cast(:id as uuid) end
            where work_zone_id = :id or id = any(cast(:people as uuid[]))
            """)
        .param("id", zone.id())
        .param("people", "{" + String.join(",", texts(zone.people())) + "}")
        .update();
  }

  private JdbcClient.StatementSpec bind(String sql, WorkZone zone) {
    return jdbc.sql(sql)
        .param("id", zone.id())
        .param("name", zone.name())
        .param("timeZone", zone.timeZone() == null ? null : zone.timeZone().getId())
        .param(
            "hours",
            zone.hours() == null
                ? null
                : json.writeValueAsString(Organization.stored(zone.hours())))
        .param("holidays", "{" + String.join(",", texts(zone.holidays())) + "}");
  }

  private static List<String> texts(Collection<?> values) {
    return values.stream().map(String::valueOf).sorted().toList();
  }

  private static String describe(WorkZone zone) {
    return zone.name()
        + (zone.timeZone() == null ? "" : "; " + zone.timeZone())
        + (zone.hours() == null ? "" : "; " + HoursText.write(zone.hours()).replace("\n", ", "))
        + "; "
        + String.join(", ", texts(zone.holidays()));
  }

  private WorkZone row(ResultSet rs, int n) throws SQLException {
    String zone = rs.getString("time_zone");
    String hours = rs.getString("working_hours");
    return new WorkZone(
        rs.getObject("id", UUID.class),
        rs.getString("name"),
        zone == null ? null : ZoneId.of(zone),
        hours == null
            ? null
            : Organization.readHours(json.readValue(hours, new TypeReference<>() {})),
        json.readValue(rs.getString("holidays"), new TypeReference<>() {}),
        Set.copyOf(Arrays.asList((UUID[]) rs.getArray("people").getArray())),
        rs.getInt("version"));
  }
}
