package com.arenacrm.identity;

import com.arenacrm.platform.SampleContent;
import com.arenacrm.shared.WorkingCalendar;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who can be given work, and when each of them works: by the calendar of their zone, or by the
 * company's where they have none (R062, R099).
 */
@Component
@Transactional(readOnly = true)
public class Workforce {

  /**
   * One of those who can be given work.
   *
   * @param awayUntil the last day of the absence they are in now; null when they are here
   * @param sample one of the sample company
   */
  public record Worker(
      UserId id,
      String name,
      @Nullable UUID team,
      boolean sample,
      WorkingCalendar calendar,
      @Nullable LocalDate awayUntil) {}

  /**
   * When somebody works, and when they are away besides.
   *
   * @param name null for the company
   * @param calendar without the days on which they are away
   */
  public record Presence(@Nullable String name, WorkingCalendar calendar, List<Away> away) {

    /** Whether they are there on a day on which others of the company may work too. */
    public boolean isOn(LocalDate day, WorkingCalendar company) {
      return calendar.isWorkingDay(day)
          || !company.isWorkingDay(day) && away.stream().noneMatch(a -> a.isOn(day));
    }
  }

  /**
   * Somebody is away.
   *
   * @param until the last day
   */
  public record Away(LocalDate from, LocalDate until) {

    public boolean isOn(LocalDate day) {
      return !day.isBefore(from) && !day.isAfter(until);
    }
  }

  /**
   * The hours, holidays or zone by which people work were changed; published in the same
   * transaction.
   *
   * @param before when everybody worked until now, by their id, and under null when the company did
   * @param after when they work from now on
   */
  public record HoursChanged(
      Map<@Nullable UUID, WorkingCalendar> before,
      Map<@Nullable UUID, WorkingCalendar> after,
      Instant at) {}

  private static final TypeReference<Map<String, List<String>>> HOURS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ApplicationEventPublisher events;

  Workforce(JdbcClient jdbc, JsonMapper json, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
  }

  /** Changes what may say when people work, and announces it where they work otherwise since. */
  @Transactional
  void reschedule(Runnable change, Instant now) {
    Map<@Nullable UUID, WorkingCalendar> before = everybodys();
    change.run();
    Map<@Nullable UUID, WorkingCalendar> after = everybodys();
    if (!before.equals(after)) {
      events.publishEvent(new HoursChanged(before, after, now));
    }
  }

  private Map<@Nullable UUID, WorkingCalendar> everybodys() {
    return calendars(presences("true", List.of(), null));
  }

  /** Everybody who holds the role, by name, in one statement. */
  public List<Worker> of(Role role, Instant now) {
    Map<UUID, WorkingCalendar> read = new HashMap<>();
    return jdbc.sql(
            """
            select u.id, u.name, u.team_id, u.sample, z.id as zone, z.time_zone as own_zone,
                   z.working_hours as own_hours, to_json(z.holidays) as own_holidays,
                   o.time_zone, o.working_hours, to_json(o.holidays) as holidays,
                   (select json_agg(json_build_array(a.from_day, a.until_day))
                    from identity.absence a where a.user_id = u.id and a.removed_at is null
                      and a.until_day >= :about) as absences
            from identity.user_account u
            cross join identity.organization o
            left join identity.work_zone z on z.id = u.work_zone_id
            where u.enabled and exists (select from identity.user_role r
              where r.user_id = u.id and r.role = :role)
            order by u.name, u.id
            """)
        .param("role", role.name())
        .param("about", LocalDate.ofInstant(now, ZoneId.of("UTC")).minusDays(2))
        .query(
            (rs, n) -> {
              UUID zone = rs.getObject("zone", UUID.class);
              WorkingCalendar calendar = read.get(zone);
              if (calendar == null) {
                calendar = calendar(rs);
                read.put(zone, calendar);
              }
              return new Worker(
                  new UserId(rs.getObject("id", UUID.class)),
                  rs.getString("name"),
                  rs.getObject("team_id", UUID.class),
                  rs.getBoolean("sample"),
                  calendar,
                  away(rs.getString("absences"), LocalDate.ofInstant(now, calendar.zone())));
            })
        .list();
  }

  /** When this person works; by the company's calendar for nobody in particular. */
  public WorkingCalendar calendarOf(@Nullable UserId user) {
    Map<@Nullable UUID, WorkingCalendar> calendars =
        calendarsOf(user == null ? List.of() : List.of(user.id()));
    WorkingCalendar own = user == null ? null : calendars.get(user.id());
    return own == null ? Objects.requireNonNull(calendars.get(null)) : own;
  }

  /** When each of these works, in one statement; under null, when the company does. */
  public Map<@Nullable UUID, WorkingCalendar> calendarsOf(Collection<UUID> users) {
    return calendars(presences(users, null));
  }

  private static Map<@Nullable UUID, WorkingCalendar> calendars(
      Map<@Nullable UUID, Presence> presences) {
    Map<@Nullable UUID, WorkingCalendar> calendars = new HashMap<>();
    presences.forEach((user, presence) -> calendars.put(user, presence.calendar()));
    return calendars;
  }

  /**
   * When each of these works and is away, of the absences that end on a day or later; under null,
   * when the company works. In one statement.
   *
   * @param awaySince the day; null for no absences at all
   */
  public Map<@Nullable UUID, Presence> presences(
      Collection<UUID> users, @Nullable LocalDate awaySince) {
    return presences("id = any(cast(:users as uuid[]))", users, awaySince);
  }

  /** The same of everybody, those who left too. */
  public Map<@Nullable UUID, Presence> everybody(LocalDate awaySince) {
    return presences("true", List.of(), awaySince);
  }

  private Map<@Nullable UUID, Presence> presences(
      String whom, Collection<UUID> users, @Nullable LocalDate awaySince) {
    Map<@Nullable UUID, Presence> presences = new HashMap<>();
    jdbc.sql(
            """
            select u.id, u.name,
                   (select json_agg(json_build_array(a.from_day,
                       least(a.until_day, a.from_day + 1000)) order by a.from_day)
                    from identity.absence a where a.user_id = u.id and a.removed_at is null
                      and a.until_day >= cast(:away as date)) as absences,
                   z.time_zone as own_zone, z.working_hours as own_hours,
                   to_json(z.holidays) as own_holidays, o.time_zone, o.working_hours,
                   to_json(o.holidays) as holidays
            from identity.organization o
            left join (select id, name, work_zone_id from identity.user_account where %s
                       union all select null, null, null) u on true
            left join identity.work_zone z on z.id = u.work_zone_id
            """
                .formatted(whom))
        .param("users", array(users))
        .param("away", awaySince)
        .query(
            rs -> {
              List<Away> away = absences(rs.getString("absences"));
              presences.put(
                  rs.getObject("id", UUID.class),
                  new Presence(rs.getString("name"), calendar(rs).without(daysAway(away)), away));
            });
    return presences;
  }

  /**
   * When each of these works and is not away, from a day on; under null, when the company does. In
   * one statement.
   */
  public Map<@Nullable UUID, WorkingCalendar> presencesOf(Collection<UUID> users, LocalDate since) {
    return calendars(presences(users, since));
  }

  private static String array(Collection<UUID> ids) {
    return SampleContent.array(new HashSet<>(ids));
  }

  private WorkingCalendar calendar(ResultSet rs) throws SQLException {
    String ownZone = rs.getString("own_zone");
    String ownHours = rs.getString("own_hours");
    Set<LocalDate> holidays = new HashSet<>(days(rs.getString("holidays")));
    holidays.addAll(days(rs.getString("own_holidays")));
    return new WorkingCalendar(
        ZoneId.of(ownZone == null ? rs.getString("time_zone") : ownZone),
        Organization.readHours(
            json.readValue(ownHours == null ? rs.getString("working_hours") : ownHours, HOURS)),
        holidays);
  }

  private List<LocalDate> days(@Nullable String days) {
    return days == null ? List.of() : json.readValue(days, new TypeReference<>() {});
  }

  private static Set<LocalDate> daysAway(List<Away> absences) {
    Set<LocalDate> days = new HashSet<>();
    absences.forEach(a -> a.from().datesUntil(a.until().plusDays(1)).forEach(days::add));
    return days;
  }

  private List<Away> absences(@Nullable String absences) {
    return absences == null
        ? List.of()
        : json.readValue(absences, new TypeReference<List<List<LocalDate>>>() {}).stream()
            .map(a -> new Away(a.get(0), a.get(1)))
            .toList();
  }

  private @Nullable LocalDate away(@Nullable String absences, LocalDate today) {
    return absences(absences).stream()
        .filter(a -> a.isOn(today))
        .map(Away::until)
        .max(LocalDate::compareTo)
        .orElse(null);
  }
}
