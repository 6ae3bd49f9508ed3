package com.arenacrm.planner;

import com.arenacrm.identity.Workforce;
import com.arenacrm.identity.Workforce.Presence;
import com.arenacrm.planner.FollowUpPlan.Away;
import com.arenacrm.planner.FollowUpPlan.Seller;
import com.arenacrm.planner.FollowUpPlan.Shortage;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Who follows up whom activities bring, and where time is short (R097). */
@Component
@Transactional
public class FollowUpPlans {

  private static final String PLANS =
      """
      select o.id, o.activity_id, o.title, o.day, coalesce(case when o.state = 'DONE' then n.attended end, a.expected_people) as expected,
             a.follow_up_days, o.state = 'PLANNED' as open, (
               select json_agg(json_build_object('user', s.to_user, 'capacity', s.capacity,
                 'per', s.per) order by s.first desc, s.to_user)
               from (
                 select a.follow_up_by as to_user, a.follow_up_capacity as capacity,
                        a.follow_up_per as per, true as first
                 where a.follow_up_by is not null and a.follow_up_capacity is not null
                 union all
                 select f.to_user, f.capacity, f.per, false from planner.follow_up_seller f
                 where f.activity_id = a.id and f.to_user is distinct from a.follow_up_by) s
             ) as sellers
      from planner.occurrence o join planner.activity a on a.id = o.activity_id
      join planner.turnout n on n.occurrence_id = o.id
      where o.state <> 'NOT_DONE' and
      """;

  /** All that is agreed for an activity. */
  public record Agreed(
      @Nullable Integer expected,
      @Nullable Integer withinDays,
      List<Seller> sellers,
      int version) {}

  /**
   * How the next occurrence of an activity stands.
   *
   * @param day of it; null when none is to come
   * @param away who of those who follow up is away while its people wait
   */
  public record Outlook(List<Shortage> shortages, @Nullable LocalDate day, List<Away> away) {}

  private final Workforce workforce;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  FollowUpPlans(Workforce workforce, JdbcClient jdbc, JsonMapper json) {
    this.workforce = workforce;
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Where time is short in that week and in the one after it, by day. */
  @Transactional(readOnly = true)
  public Map<Week, List<Shortage>> shortagesFrom(Week week) {
    List<FollowUpPlan> plans =
        attended(
            jdbc.sql(PLANS + " o.day between :from and :to order by o.day, o.id")
                .param("from", week.monday())
                .param("to", week.next().sunday())
                .query(this::plan)
                .list());
    Map<Week, List<Shortage>> shortages = new HashMap<>();
    // Each week by itself: what somebody takes on in one is no burden on the other.
    for (Week each : List.of(week, week.next())) {
      shortages.put(each, shortages(plans.stream().filter(p -> each.contains(p.day())).toList()));
    }
    return shortages;
  }

  /** Where time is short for the next occurrence of an activity; empty where it is not. */
  @Transactional(readOnly = true)
  public List<Shortage> shortages(ActivityId activity, LocalDate today) {
    return outlook(activity, today).shortages();
  }

  /**
   * The same, where it is known already when everybody works.
   *
   * @param presences with the absences since the week before today
   */
  @Transactional(readOnly = true)
  public List<Shortage> shortages(
      ActivityId activity, LocalDate today, Map<@Nullable UUID, Presence> presences) {
    return outlook(activity, today, attended(weekOfNext(activity, today), presences)).shortages();
  }

  /** How the next occurrence of an activity stands. */
  @Transactional(readOnly = true)
  public Outlook outlook(ActivityId activity, LocalDate today) {
    return outlook(activity, today, attended(weekOfNext(activity, today)));
  }

  private List<FollowUpPlan> weekOfNext(ActivityId activity, LocalDate today) {
    return jdbc.sql(
            PLANS
                + """
                         date_trunc('week', o.day) = (
                           select date_trunc('week', min(n.day)) from planner.occurrence n
                           where n.activity_id = :activity and n.state = 'PLANNED'
                             and n.day >= :today)
                         order by o.day, o.id
                        """)
        .param("activity", activity.id())
        .param("today", today)
        .query(this::plan)
        .list();
  }

  private static Outlook outlook(ActivityId activity, LocalDate today, List<FollowUpPlan> plans) {
    List<FollowUpPlan> own =
        plans.stream()
            .filter(p -> p.activity().equals(activity.id()) && !p.day().isBefore(today))
            .toList();
    FollowUpPlan next = own.stream().filter(FollowUpPlan::open).findFirst().orElse(null);
    return new Outlook(
        own.stream().map(p -> p.shortage(plans)).filter(Objects::nonNull).limit(1).toList(),
        next == null ? null : next.day(),
        next == null ? List.of() : next.away());
  }

  /** Whether time is short for that occurrence; empty where it is not. */
  @Transactional(readOnly = true)
  public List<Shortage> shortages(OccurrenceId occurrence) {
    List<FollowUpPlan> plans =
        attended(
            jdbc.sql(
                    PLANS
                        + """
                         date_trunc('week', o.day) = (
                           select date_trunc('week', n.day) from planner.occurrence n
                           where n.id = :id)
                         order by o.day, o.id
                        """)
                .param("id", occurrence.id())
                .query(this::plan)
                .list());
    return shortages(plans).stream().filter(s -> s.occurrence().equals(occurrence.id())).toList();
  }

  /** The same with those who are away while people wait for them, by one statement. */
  private List<FollowUpPlan> attended(List<FollowUpPlan> plans) {
    Set<UUID> sellers =
        plans.stream()
            .flatMap(p -> p.sellers().stream())
            .map(Seller::user)
            .collect(Collectors.toSet());
    if (sellers.isEmpty()) {
      return plans;
    }
    LocalDate first = plans.stream().map(FollowUpPlan::day).min(LocalDate::compareTo).orElseThrow();
    return attended(plans, workforce.presences(sellers, first));
  }

  private static List<FollowUpPlan> attended(
      List<FollowUpPlan> plans, Map<@Nullable UUID, Presence> presences) {
    WorkingCalendar company = Objects.requireNonNull(presences.get(null)).calendar();
    return plans.stream().map(p -> attended(p, presences, company)).toList();
  }

  private static FollowUpPlan attended(
      FollowUpPlan plan, Map<@Nullable UUID, Presence> presences, WorkingCalendar company) {
    List<LocalDate> days = plan.days(company);
    Map<UUID, Integer> present = new HashMap<>();
    List<Away> away = new ArrayList<>();
    for (Seller seller : plan.sellers()) {
      Presence presence = presences.get(seller.user());
      if (presence == null) {
        continue;
      }
      present.put(
          seller.user(), (int) days.stream().filter(d -> presence.isOn(d, company)).count());
      presence.away().stream()
          .filter(a -> days.stream().anyMatch(a::isOn))
          .forEach(a -> away.add(new Away(seller.user(), a.from(), a.until())));
    }
    return plan.attendedBy(present, away);
  }

  private static List<Shortage> shortages(List<FollowUpPlan> plans) {
    return plans.stream().map(p -> p.shortage(plans)).filter(Objects::nonNull).toList();
  }

  /** What is agreed for an activity. */
  @Transactional(readOnly = true)
  public Agreed of(ActivityId activity) {
    return jdbc.sql(
            """
            select a.expected_people, a.follow_up_days, a.version, (
              select json_agg(json_build_object('user', s.to_user, 'capacity', s.capacity,
                'per', s.per) order by s.first desc, s.to_user)
              from (
                select a.follow_up_by as to_user, coalesce(a.follow_up_capacity, 0) as capacity,
                       a.follow_up_per as per, true as first where a.follow_up_by is not null
                union all
                select f.to_user, f.capacity, f.per, false from planner.follow_up_seller f
                where f.activity_id = a.id and f.to_user is distinct from a.follow_up_by) s
            ) as sellers
            from planner.activity a where a.id = :id
            """)
        .param("id", activity.id())
        .query(
            (rs, n) ->
                new Agreed(
                    rs.getObject("expected_people", Integer.class),
                    rs.getObject("follow_up_days", Integer.class),
                    sellers(rs),
                    rs.getInt("version")))
        .single();
  }

  /**
   * Keeps what is agreed for an activity.
   *
   * @param version of the activity that the change was made upon
   * @throws StaleVersionException when somebody changed the activity meanwhile
   */
  public void agree(
      ActivityId activity,
      int version,
      @Nullable Integer expected,
      @Nullable Integer withinDays,
      List<Seller> sellers) {
    Seller first = sellers.isEmpty() ? null : sellers.get(0);
    int changed =
        jdbc.sql(
                """
                update planner.activity set expected_people = :expected, follow_up_days = :days,
                  follow_up_by = :by, follow_up_capacity = :capacity, follow_up_per = :per,
                  version = version + 1
                where id = :id and version = :version
                """)
            .param("id", activity.id())
            .param("version", version)
            .param("expected", expected)
            .param("days", withinDays)
            .param("by", first == null ? null : first.user())
            .param("capacity", first == null ? null : first.capacity())
            .param("per", first == null ? "TIME" : first.per().name())
            .update();
    if (changed == 0) {
      throw new StaleVersionException();
    }
    jdbc.sql("delete from planner.follow_up_seller where activity_id = :id")
        .param("id", activity.id())
        .update();
    for (Seller seller : sellers.subList(Math.min(1, sellers.size()), sellers.size())) {
      jdbc.sql(
              """
              insert into planner.follow_up_seller (activity_id, to_user, capacity, per)
              values (:id, :user, :capacity, :per)
              """)
          .param("id", activity.id())
          .param("user", seller.user())
          .param("capacity", seller.capacity())
          .param("per", seller.per().name())
          .update();
    }
  }

  private FollowUpPlan plan(ResultSet rs, int n) throws SQLException {
    return new FollowUpPlan(
        rs.getObject("id", UUID.class),
        rs.getObject("activity_id", UUID.class),
        rs.getString("title"),
        rs.getObject("day", LocalDate.class),
        rs.getObject("expected", Integer.class),
        rs.getObject("follow_up_days", Integer.class),
        sellers(rs),
        rs.getBoolean("open"),
        Map.of(),
        List.of());
  }

  private List<Seller> sellers(ResultSet rs) throws SQLException {
    String text = rs.getString("sellers");
    return text == null ? List.of() : json.readValue(text, new TypeReference<List<Seller>>() {});
  }
}
