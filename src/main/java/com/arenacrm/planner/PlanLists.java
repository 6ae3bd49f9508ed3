package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.WeekBoard.Card;
import com.arenacrm.planner.WeekBoard.Tally;
import com.arenacrm.planner.WeekPage.Tallies;
import com.arenacrm.planner.WeekReviews.WeekReview;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the plan for the week, lists and pages. */
@Component
class PlanLists {

  /** So many cards stand in one cell of the week; the rest is in its list. */
  static final int CARDS_IN_A_CELL = 4;

  static final int ACTIVITIES = 20;
  static final int OCCURRENCES = 50;

  /**
   * What the plan is narrowed to; null where it is not.
   *
   * @param tentative only what still has to be confirmed
   */
  record Filter(
      @Nullable ProfileId profile,
      @Nullable UserId owner,
      @Nullable HourglassPhase phase,
      Occurrence.@Nullable State state,
      boolean tentative) {

    Filter(
        @Nullable ProfileId profile,
        @Nullable UserId owner,
        @Nullable HourglassPhase phase,
        Occurrence.@Nullable State state) {
      this(profile, owner, phase, state, false);
    }

    private String condition() {
      return (profile == null ? "" : " and o.profile_id = :profile")
          + (owner == null ? "" : " and o.owner_id = :owner")
          + (phase == null ? "" : " and o.phase = :phase")
          + (state == null ? "" : " and o.state = :state")
          + (tentative ? " and o.tentative and o.state = 'PLANNED'" : "");
    }

    private JdbcClient.StatementSpec put(JdbcClient.StatementSpec sql) {
      return sql.param("profile", profile == null ? null : profile.id())
          .param("owner", owner == null ? null : owner.id())
          .param("phase", phase == null ? null : phase.name())
          .param("state", state == null ? null : state.name());
    }

    /** The week's figures are those of everybody, since its definitions know no persons. */
    private Filter ofEverybody() {
      return new Filter(profile, null, null, null);
    }
  }

  /**
   * What weeks amount to.
   *
   * @param review the close of the last of them, if it is closed
   */
  record Figures(List<Tally> tallies, Optional<WeekReview> review) {}

  /**
   * What a list of occurrences adds up to.
   *
   * @param spent as the week was closed, if it is
   * @param spentNow as it is now
   */
  record Sums(int occurrences, BigDecimal investment, BigDecimal spent, BigDecimal spentNow) {

    public boolean isCorrected() {
      return spent.compareTo(spentNow) != 0;
    }
  }

  /**
   * One line of a list of occurrences.
   *
   * @param investment what it was planned to cost, whatever became of it
   */
  record OccurrenceRow(
      UUID id,
      UUID activityId,
      String title,
      HourglassPhase phase,
      UUID profileId,
      UUID ownerId,
      LocalDate day,
      @Nullable LocalTime startTime,
      BigDecimal investment,
      @Nullable BigDecimal spent,
      Occurrence.State state,
      @Nullable String reason,
      @Nullable Integer reach,
      @Nullable Integer invited,
      @Nullable Integer attended,
      boolean tentative,
      int version) {

    public boolean isOpen() {
      return state == Occurrence.State.PLANNED;
    }

    /** As in style classes and message keys. */
    public String stateKey() {
      return tentative && isOpen() ? "tentative" : state.key();
    }

    /** The same in words: what is still open after its day has to be closed. */
    public String stateKey(LocalDate today) {
      return state.key(day, today, stateKey());
    }
  }

  /**
   * What the closed occurrences of an activity add up to.
   *
   * @param occurrences which they are
   */
  record Totals(
      List<UUID> occurrences,
      int closed,
      int done,
      @Nullable Long reach,
      @Nullable Long invited,
      @Nullable Long attended,
      BigDecimal spent) {}

  /** What became of an activity, and the other parts of its series. */
  record Life(Totals totals, List<Related> related) {}

  /** One line of the list of activities. */
  record ActivityRow(
      UUID id,
      String title,
      HourglassPhase phase,
      UUID profileId,
      UUID ownerId,
      BigDecimal investment,
      LocalDate firstDay,
      @Nullable String rule,
      @Nullable LocalDate endedOn,
      @Nullable LocalDate nextDay,
      int done,
      int total) {}

  /**
   * Another part of the same series.
   *
   * @param later whether it comes after
   */
  record Related(UUID id, String title, LocalDate firstDay, boolean later) {}

  /**
   * An occurrence with what its page tells of its activity.
   *
   * @param invitedCounted as it was noted when it was closed
   * @param attendedCounted as it was noted when it was closed
   * @param invited how many were, by what was noted or by name
   * @param attended how many came, by what was noted or by name
   * @param invitedNamed how many of them are known
   * @param attendedNamed how many of them are known
   */
  record OccurrenceFacts(
      UUID id,
      UUID activityId,
      String title,
      HourglassPhase phase,
      UUID profileId,
      UUID ownerId,
      LocalDate seriesDay,
      LocalDate day,
      @Nullable LocalTime startTime,
      BigDecimal investment,
      Occurrence.State state,
      @Nullable String reason,
      @Nullable Integer reach,
      @Nullable Integer invitedCounted,
      @Nullable Integer attendedCounted,
      @Nullable Integer invited,
      @Nullable Integer attended,
      int invitedNamed,
      int attendedNamed,
      @Nullable BigDecimal spent,
      @Nullable Instant closedAt,
      @Nullable UUID closedBy,
      @Nullable Instant correctedAt,
      @Nullable UUID correctedBy,
      boolean tentative,
      int version,
      String activityTitle,
      String goal,
      String channel,
      Nature nature,
      @Nullable String provider,
      boolean repeats,
      @Nullable UUID followUpBy,
      @Nullable Integer followUpDays,
      @Nullable Integer expectedPeople,
      @Nullable Integer followUpCapacity,
      @Nullable Instant weekClosedAt,
      int strangers) {

    public boolean isOpen() {
      return state == Occurrence.State.PLANNED;
    }

    public Week week() {
      return Week.of(day);
    }

    /** Whether this person may close it: marketing, and who sees to it. */
    public boolean mayBeClosedBy(CurrentUser user) {
      return user.isMarketing() || ownerId.equals(user.id().id());
    }
  }

  /** That an occurrence was put off. */
  record ReschedulingRow(
      UUID occurrenceId,
      String title,
      HourglassPhase phase,
      LocalDate fromDay,
      LocalDate toDay,
      @Nullable String reason,
      Instant at,
      UUID byUser) {}

  private static final String OCCURRENCE =
      """
      o.id, o.activity_id, o.title, o.phase, o.profile_id, o.owner_id, o.day, o.start_time,
      o.investment, o.spent, o.state, o.reason, o.reach, n.invited, n.attended,
      o.tentative, o.version
      from planner.occurrence o join planner.turnout n on n.occurrence_id = o.id
      """;

  /** What has no hour comes last. */
  private static final String IN_ORDER = "(o.day, coalesce(o.start_time, time '24:00'), o.id)";

  private static final String PHASES =
      Stream.of(HourglassPhase.values()).map(Enum::name).collect(Collectors.joining(",", "{", "}"));

  private static final RowMapper<Tally> TALLY = new DataClassRowMapper<>(Tally.class);
  private static final RowMapper<WeekReview> REVIEW = new DataClassRowMapper<>(WeekReview.class);

  private final JdbcClient jdbc;

  PlanLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The first cards of each cell of the week, however many there are. */
  List<Card> cards(Week week, Filter filter) {
    String days =
        week.days().stream().map(LocalDate::toString).collect(Collectors.joining(",", "{", "}"));
    return filter
        .put(
            jdbc.sql(
                """
                select c.* from unnest(cast(:days as date[])) as d (day)
                cross join unnest(cast(:phases as text[])) as p (phase)
                cross join lateral (
                  select o.id, o.title, o.phase, o.owner_id, o.day, o.start_time, o.investment,
                         o.spent, n.invited, n.attended, o.state, o.tentative, o.version
                  from planner.occurrence o join planner.turnout n on n.occurrence_id = o.id
                  where o.day = d.day and o.phase = p.phase %s
                  order by o.start_time, o.id limit :most) c
                order by c.start_time, c.id
                """
                    .formatted(filter.condition())))
        .param("days", days)
        .param("phases", PHASES)
        .param("most", CARDS_IN_A_CELL)
        .query(Card.class)
        .list();
  }

  /**
   * What each phase came to on each day of the week and of the weeks before it in the trend, and
   * the close of the week, by one statement.
   */
  Figures figures(Week week, Filter filter) {
    Filter all = filter.ofEverybody();
    List<Tally> tallies = new ArrayList<>();
    List<WeekReview> reviews = new ArrayList<>();
    all.put(
            jdbc.sql(
                """
                select t.*, w.monday, w.learned, w.closed_at, w.closed_by
                from (values (true)) as one
                left join planner.week_review w on w.monday = :monday
                left join lateral (
                  select o.day, o.phase, count(*) as total,
                         count(*) filter (where o.state = 'DONE') as done,
                         count(*) filter (where o.state = 'PLANNED') as open,
                         count(*) filter (where o.state = 'PLANNED' and o.tentative) as tentative,
                         sum(o.investment) as investment,
                         coalesce(sum(o.spent), 0) as spent
                  from planner.occurrence o
                  where o.day between :from and :to %s
                  group by o.day, o.phase) t on true
                """
                    .formatted(all.condition())))
        .param("monday", week.monday())
        .param("from", week.plus(1 - WeekBoard.TREND_WEEKS).monday())
        .param("to", week.sunday())
        .query(
            rs -> {
              if (rs.getString("phase") != null) {
                tallies.add(TALLY.mapRow(rs, tallies.size()));
              }
              if (rs.getString("learned") != null && reviews.isEmpty()) {
                reviews.add(REVIEW.mapRow(rs, 0));
              }
            });
    return new Figures(tallies, reviews.stream().findFirst());
  }

  /** The occurrences of a week in order. */
  Slice<OccurrenceRow> occurrences(Week week, Filter filter, @Nullable UUID after) {
    List<OccurrenceRow> rows =
        filter
            .put(
                jdbc.sql(
                    """
                    select %s
                    where o.day between :from and :to %s %s
                    order by %s limit :limit
                    """
                        .formatted(OCCURRENCE, filter.condition(), following(after), IN_ORDER)))
            .param("from", week.monday())
            .param("to", week.sunday())
            .param("after", after)
            .param("limit", OCCURRENCES + 1)
            .query(OccurrenceRow.class)
            .list();
    return Slice.of(rows, OCCURRENCES, OccurrenceRow::id);
  }

  /** All occurrences of a week in order, for a file. */
  List<OccurrenceRow> allOccurrences(Week week, Filter filter) {
    return filter
        .put(
            jdbc.sql(
                """
                select %s
                where o.day between :from and :to %s order by %s
                """
                    .formatted(OCCURRENCE, filter.condition(), IN_ORDER)))
        .param("from", week.monday())
        .param("to", week.sunday())
        .query(OccurrenceRow.class)
        .list();
  }

  /**
   * What the list of a week adds up to; read only where the week's own figures do not tell.
   *
   * @param tallies of the week
   */
  Sums sums(Week week, Filter filter, Tallies tallies) {
    if (filter.owner() == null && filter.state() == null && !filter.tentative()) {
      Predicate<Tally> isListed =
          t -> week.contains(t.day()) && (filter.phase() == null || filter.phase() == t.phase());
      List<Tally> listed = tallies.shown().stream().filter(isListed).toList();
      return new Sums(
          listed.stream().mapToInt(Tally::total).sum(),
          listed.stream().map(Tally::investment).reduce(BigDecimal.ZERO, BigDecimal::add),
          listed.stream().map(Tally::spent).reduce(BigDecimal.ZERO, BigDecimal::add),
          tallies.live().stream()
              .filter(isListed)
              .map(Tally::spent)
              .reduce(BigDecimal.ZERO, BigDecimal::add));
    }
    return filter
        .put(
            jdbc.sql(
                """
                select count(*) as occurrences,
                       coalesce(sum(o.investment), 0) as investment,
                       coalesce(sum(case when k.closing_id is null then o.spent else k.spent end), 0)
                         as spent,
                       coalesce(sum(o.spent), 0) as spent_now
                from planner.occurrence o
                left join planner.week_closing w on w.monday = :from and w.opened_at is null
                left join planner.closed_occurrence k on k.closing_id = w.id and k.occurrence_id = o.id
                where o.day between :from and :to %s
                """
                    .formatted(filter.condition())))
        .param("from", week.monday())
        .param("to", week.sunday())
        .query(Sums.class)
        .single();
  }

  /** The occurrences of the week that nobody has closed, in order, at most so many. */
  List<OccurrenceRow> open(Week week, int most) {
    return jdbc.sql(
            """
            select %s
            where o.state = 'PLANNED' and o.day between :from and :to
            order by %s limit :most
            """
                .formatted(OCCURRENCE, IN_ORDER))
        .param("from", week.monday())
        .param("to", week.sunday())
        .param("most", most)
        .query(OccurrenceRow.class)
        .list();
  }

  /** What the week was to have and did not, with the reason, in order. */
  List<OccurrenceRow> notDone(Week week, int most) {
    return jdbc.sql(
            """
            select %s
            where o.state = 'NOT_DONE' and o.day between :from and :to
            order by %s limit :most
            """
                .formatted(OCCURRENCE, IN_ORDER))
        .param("from", week.monday())
        .param("to", week.sunday())
        .param("most", most)
        .query(OccurrenceRow.class)
        .list();
  }

  /** What left the week for another one, and why. */
  List<ReschedulingRow> leftTheWeek(Week week, int most) {
    return jdbc.sql(
            """
            select r.occurrence_id, o.title, o.phase, r.from_day, r.to_day, r.reason, r.at, r.by_user
            from planner.rescheduling r join planner.occurrence o on o.id = r.occurrence_id
            where r.from_day between :from and :to and not r.to_day between :from and :to
              and not o.day between :from and :to
            order by r.from_day, r.at limit :most
            """)
        .param("from", week.monday())
        .param("to", week.sunday())
        .param("most", most)
        .query(ReschedulingRow.class)
        .list();
  }

  /** When and why an occurrence was put off, in order. */
  List<ReschedulingRow> reschedulings(OccurrenceId id) {
    return jdbc.sql(
            """
            select r.occurrence_id, o.title, o.phase, r.from_day, r.to_day, r.reason, r.at, r.by_user
            from planner.rescheduling r join planner.occurrence o on o.id = r.occurrence_id
            where r.occurrence_id = :id order by r.at, r.id limit 20
            """)
        .param("id", id.id())
        .query(ReschedulingRow.class)
        .list();
  }

  /** What is still to come of an activity, soonest first; what is overdue comes before. */
  List<OccurrenceRow> toCome(ActivityId activity, int most) {
    return jdbc.sql(
            """
            select %s
            where o.activity_id = :id and o.state = 'PLANNED' order by %s limit :most
            """
                .formatted(OCCURRENCE, IN_ORDER))
        .param("id", activity.id())
        .param("most", most)
        .query(OccurrenceRow.class)
        .list();
  }

  /** How many of its days went by without anybody saying what became of them. */
  int countOverdue(ActivityId activity, LocalDate today) {
    return jdbc.sql(
            """
            select count(*) from planner.occurrence o
            where o.activity_id = :id and o.state = 'PLANNED' and o.day < :today
            """)
        .param("id", activity.id())
        .param("today", today)
        .query(Integer.class)
        .single();
  }

  /** The Mondays of those closed weeks in which any of the days lies, in order. */
  List<LocalDate> closedWeeks(List<LocalDate> days) {
    List<LocalDate> mondays = days.stream().map(day -> Week.of(day).monday()).distinct().toList();
    return mondays.isEmpty()
        ? List.of()
        : jdbc.sql(
                "select monday from planner.week_review where monday in (:mondays) order by monday")
            .param("mondays", mondays)
            .query(LocalDate.class)
            .list();
  }

  /** What became of an activity, latest first. */
  Slice<OccurrenceRow> closed(ActivityId activity, @Nullable UUID before) {
    List<OccurrenceRow> rows =
        jdbc.sql(
                """
                select %s
                where o.activity_id = :id and o.state <> 'PLANNED' %s
                order by o.day desc, o.id desc limit :limit
                """
                    .formatted(
                        OCCURRENCE,
                        before == null
                            ? ""
                            : """
                            and (o.day, o.id) < (select b.day, b.id from planner.occurrence b
                              where b.id = :before)
                            """))
            .param("id", activity.id())
            .param("before", before)
            .param("limit", ACTIVITIES + 1)
            .query(OccurrenceRow.class)
            .list();
    return Slice.of(rows, ACTIVITIES, OccurrenceRow::id);
  }

  /**
   * What an activity has come to so far, and the other parts of its series, by one statement; a
   * number that nobody ever counted is null.
   */
  Life life(ActivityId activity) {
    List<Totals> totals = new ArrayList<>();
    List<Related> related = new ArrayList<>();
    jdbc.sql(
            """
            select t.*, r.id as related, r.title, r.first_day,
                   r.continues_id is not distinct from a.id as later
            from (
              select array_agg(id) as occurrences, count(*) as closed,
                     count(*) filter (where state = 'DONE') as done, sum(reach) as reach,
                     sum(n.invited) as invited, sum(n.attended) as attended,
                     coalesce(sum(spent), 0) as spent
              from planner.occurrence o join planner.turnout n on n.occurrence_id = o.id
              where activity_id = :id and state <> 'PLANNED') t
            join planner.activity a on a.id = :id
            left join planner.activity r on r.id = a.continues_id or r.continues_id = a.id
            order by r.first_day, r.id
            """)
        .param("id", activity.id())
        .query(
            rs -> {
              if (totals.isEmpty()) {
                totals.add(totals(rs));
              }
              UUID part = rs.getObject("related", UUID.class);
              if (part != null) {
                related.add(
                    new Related(
                        part,
                        rs.getString("title"),
                        rs.getObject("first_day", LocalDate.class),
                        rs.getBoolean("later")));
              }
            });
    return new Life(totals.get(0), related);
  }

  private static Totals totals(ResultSet rs) throws SQLException {
    return new Totals(
        rs.getArray("occurrences") == null
            ? List.of()
            : List.of((UUID[]) rs.getArray("occurrences").getArray()),
        rs.getInt("closed"),
        rs.getInt("done"),
        rs.getObject("reach", Long.class),
        rs.getObject("invited", Long.class),
        rs.getObject("attended", Long.class),
        rs.getBigDecimal("spent"));
  }

  /** Activities, newest first. */
  Slice<ActivityRow> activities(String text, Filter filter, LocalDate today, @Nullable UUID after) {
    return activities(text, filter, today, after, ACTIVITIES);
  }

  /** So many of them at once, for a file. */
  Slice<ActivityRow> activities(
      String text, Filter filter, LocalDate today, @Nullable UUID after, int size) {
    List<ActivityRow> rows =
        activityParams(
                jdbc.sql(
                    """
                    select o.id, o.title, o.phase, o.profile_id, o.owner_id, o.investment,
                      o.first_day, o.rule, o.ended_on,
                      (select min(n.day) from planner.occurrence n
                       where n.activity_id = o.id and n.state = 'PLANNED' and n.day >= :today) as next_day,
                      (select count(*) from planner.occurrence n
                       where n.activity_id = o.id and n.state = 'DONE') as done,
                      (select count(*) from planner.occurrence n
                       where n.activity_id = o.id and n.day <= :today) as total
                    from planner.activity o
                    where %s %s
                    order by o.created_at desc, o.id desc limit :limit
                    """
                        .formatted(
                            activityCondition(text, filter),
                            after == null
                                ? ""
                                : """
                                and (o.created_at, o.id) < (select b.created_at, b.id
                                  from planner.activity b where b.id = :after)
                                """)),
                text,
                filter)
            .param("today", today)
            .param("after", after)
            .param("limit", size + 1)
            .query(ActivityRow.class)
            .list();
    return Slice.of(rows, size, ActivityRow::id);
  }

  /** How many activities the list holds; beyond {@link Slice#COUNTED}, that many and one. */
  int countActivities(String text, Filter filter) {
    return countActivities(text, filter, Slice.COUNTED);
  }

  /** How many there are; beyond so many, that many and one. */
  int countActivities(String text, Filter filter, int counted) {
    return activityParams(
            jdbc.sql(
                "select count(*) from (select 1 from planner.activity o where %s limit :most) c"
                    .formatted(activityCondition(text, filter))),
            text,
            filter)
        .param("most", counted + 1)
        .query(Integer.class)
        .single();
  }

  /** Those who have offered us activities before, for the form to propose. */
  List<String> providers() {
    return jdbc.sql(
            """
            select distinct provider from planner.activity where provider is not null
            order by provider limit 100
            """)
        .query(String.class)
        .list();
  }

  /** All that the page of an occurrence shows of it. */
  Optional<OccurrenceFacts> facts(OccurrenceId id) {
    return jdbc.sql(
            """
            select o.id, o.activity_id, o.title, o.phase, o.profile_id, o.owner_id, o.series_day,
                   o.day, o.start_time, o.investment, o.state, o.reason, o.reach,
                   o.invited as invited_counted, o.attended as attended_counted, n.invited,
                   n.attended, n.invited_named, n.attended_named, o.spent, o.closed_at, o.closed_by, o.corrected_at, o.corrected_by,
                   o.tentative, o.version, a.title as activity_title, a.goal, a.channel, a.nature, a.provider,
                   a.rule is not null as repeats, a.follow_up_by, a.follow_up_days,
                   a.expected_people, a.follow_up_capacity, w.closed_at as week_closed_at,
                   (select count(*) from planner.occurrence_stranger s where s.occurrence_id = o.id)
                     as strangers
            from planner.occurrence o
            join planner.turnout n on n.occurrence_id = o.id
            join planner.activity a on a.id = o.activity_id
            left join planner.week_review w on w.monday = o.day - extract(isodow from o.day)::int + 1
            where o.id = :id
            """)
        .param("id", id.id())
        .query(OccurrenceFacts.class)
        .optional();
  }

  private static String activityCondition(String text, Filter filter) {
    return (text.isBlank() ? "true" : "o.search like platform.fold(:pattern)") + filter.condition();
  }

  private static JdbcClient.StatementSpec activityParams(
      JdbcClient.StatementSpec sql, String text, Filter filter) {
    return filter.put(sql).param("pattern", Slice.containing(text));
  }

  private static String following(@Nullable UUID after) {
    return after == null
        ? ""
        : "and "
            + IN_ORDER
            + " > (select b.day, coalesce(b.start_time, time '24:00'), b.id"
            + " from planner.occurrence b where b.id = :after)";
  }
}
